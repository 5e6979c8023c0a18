#include <fmt/format.h>

#include "compare/measured/Hdf5Layouts.h"
#include "core/math/Units.h"

namespace glasscope::compare::hdf5_layouts {

namespace {

MeasuredAxis axisOf(const Hdf5& file, const std::string& group, std::uint64_t size) {
  MeasuredAxis axis{textOf(file, "name", group), textOf(file, "units", group), size};
  axis.origin = numberOf(file, "offset", group);
  axis.step = numberOf(file, "scale", group);
  if (!(axis.origin == axis.origin)) axis.origin = 0;
  // A step of one in no unit is what HyperSpy gives to an axis of which nothing is known.
  if (axis.unit.empty() || axis.unit == "<undefined>") axis.step = kNotTold;
  return axis;
}

InstrumentFacts factsOf(const Hdf5& file, const std::string& signal) {
  InstrumentFacts facts;
  for (const char* kind : {"TEM", "SEM"}) {
    const std::string about = fmt::format("{}/metadata/Acquisition_instrument/{}", signal, kind);
    if (!file.has(about)) continue;
    facts.voltage_kV = numberOf(file, "beam_energy", about);
    facts.semiangle_mrad = numberOf(file, "convergence_angle", about);
    facts.cameraLength_mm = numberOf(file, "camera_length", about);
  }
  return facts;
}

bool is(const Hdf5& file) {
  return textOf(file, "file_format", "/").starts_with("HyperSpy") || file.has("/Experiments");
}

std::vector<MeasuredArray> arrays(const Hdf5& file) {
  std::vector<MeasuredArray> found;
  if (!file.has("/Experiments")) return found;
  for (const std::string& name : file.group("/Experiments").names()) {
    const std::string signal = "/Experiments/" + name;
    if (!isNumeric(file, signal + "/data")) continue;
    MeasuredArray array{signal + "/data", "", {}, factsOf(file, signal)};
    const Hdf5::Shape shape = file.shape(array.path);
    std::size_t navigating = 0;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      const std::string axis = fmt::format("{}/axis-{}", signal, d);
      array.axes.push_back(axisOf(file, axis, shape[d]));
      if (file.has(axis) && numberOf(file, "navigate", axis) == 1) ++navigating;
    }
    // Two axes of a scan and two of a pattern, if the file says that its signal is diffraction.
    const std::string type = textOf(file, "signal_type", signal + "/metadata/Signal");
    if (shape.size() == 4 && navigating == 2 && type.find("diffraction") != std::string::npos) {
      constexpr AxisRole kRoles[] = {AxisRole::x, AxisRole::y, AxisRole::qx, AxisRole::qy};
      for (std::size_t d = 0; d < 4; ++d) array.axes[d].role = kRoles[d];
    } else if (shape.size() == 1 && type.find("diffraction1d") != std::string::npos) {
      array.axes[0].role = AxisRole::k;
    }
    found.push_back(std::move(array));
  }
  return found;
}

}  // namespace

Layout hyperSpy() {
  return {"HyperSpy", is, arrays};
}

}  // namespace glasscope::compare::hdf5_layouts
