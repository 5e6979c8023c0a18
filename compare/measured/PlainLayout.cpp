#include <fmt/format.h>

#include "compare/measured/Hdf5Layouts.h"

namespace glasscope::compare::hdf5_layouts {

namespace {

constexpr const char* kScanControl = "/STEM Metadata";

// The scan control beside an Arina detector: V, m and nm. The unit of its rotation is not said.
InstrumentFacts factsOf(const Hdf5& file) {
  InstrumentFacts facts;
  if (!file.has(kScanControl)) return facts;
  facts.voltage_kV = numberOf(file, "High Tension", kScanControl) / 1e3;
  facts.cameraLength_mm = numberOf(file, "Camera Length", kScanControl) * 1e3;
  const double columns = numberOf(file, "NumPixelsX", kScanControl);
  const double rows = numberOf(file, "NumPixelsY", kScanControl);
  if (rows > 0 && columns > 0) {
    facts.scanRows = static_cast<std::uint64_t>(rows);
    facts.scanColumns = static_cast<std::uint64_t>(columns);
  }
  return facts;
}

bool is(const Hdf5&) {
  return true;
}

std::vector<MeasuredArray> arrays(const Hdf5& file) {
  std::vector<MeasuredArray> found;
  const InstrumentFacts facts = factsOf(file);
  const double step_nm =
      file.has(kScanControl) ? numberOf(file, "Pixel Size", kScanControl) : kNotTold;
  for (const std::string& dataset : file.datasets()) {
    if (!isNumeric(file, dataset)) continue;
    const Hdf5::Shape shape = file.shape(dataset);
    if (shape.empty() || shape.size() > 5) continue;
    MeasuredArray array{dataset, textOf(file, "units", dataset), {}, facts};
    for (std::size_t d = 0; d < shape.size(); ++d)
      array.axes.push_back({fmt::format("axis {}", d), "", shape[d]});
    // Images of the scan itself.
    if (shape.size() == 2 && shape[0] == facts.scanRows && shape[1] == facts.scanColumns) {
      for (std::size_t d = 0; d < 2; ++d) {
        array.axes[d].unit = "nm";
        array.axes[d].step = step_nm;
        array.axes[d].role = d == 0 ? AxisRole::x : AxisRole::y;
      }
    }
    found.push_back(std::move(array));
  }
  return found;
}

}  // namespace

Layout plain() {
  return {"HDF5", is, arrays};
}

}  // namespace glasscope::compare::hdf5_layouts
