#include <cmath>

#include <fmt/format.h>

#include "compare/measured/Hdf5Layouts.h"

namespace glasscope::compare::hdf5_layouts {

namespace {

std::string folderOf(const std::string& dataset) {
  return dataset.substr(0, dataset.rfind('/'));
}

// The number that the axes of this group begin with; -1 where it has none.
int firstAxis(const Hdf5& file, const std::string& group) {
  for (const int first : {0, 1})
    if (file.isDataset(fmt::format("{}/dim{}", group, first))) return first;
  return -1;
}

bool isAxis(const std::string& dataset) {
  const std::string name = dataset.substr(dataset.rfind('/') + 1);
  return name.starts_with("dim") && name.find_first_not_of("0123456789", 3) == std::string::npos;
}

// Names by which the programs of 4-D scans say which axis is which.
AxisRole roleOf(const std::string& name) {
  if (name == "Rx" || name == "R_x") return AxisRole::x;
  if (name == "Ry" || name == "R_y") return AxisRole::y;
  if (name == "Qx" || name == "Q_x") return AxisRole::qx;
  if (name == "Qy" || name == "Q_y") return AxisRole::qy;
  return AxisRole::unknown;
}

double scalarAt(const Hdf5& file, const std::string& path) {
  return isNumeric(file, path) && file.shape(path).empty() ? file.readScalar(path) : kNotTold;
}

// py4DSTEM keeps what it calibrated beside the array, in a bundle of its root.
void readCalibration(const Hdf5& file, const std::string& dataset, MeasuredArray& array) {
  const std::string root = dataset.substr(0, dataset.find('/', 1));
  const std::string bundle = root + "/metadatabundle/calibration/";
  if (!file.has(root + "/metadatabundle/calibration")) return;
  const double x = scalarAt(file, bundle + "qx0_mean"), y = scalarAt(file, bundle + "qy0_mean");
  if (std::isfinite(x) && std::isfinite(y)) array.facts.centre_px = Vec2(x, y);
  array.facts.semiangle_mrad = scalarAt(file, bundle + "convergence_semiangle_mrad");
  // It turns patterns onto the scan, we say how the scan is turned against the patterns.
  array.facts.scanRotation_deg = 0 - scalarAt(file, bundle + "QR_rotation_degrees");
  if (array.axes.size() != 4) return;
  const auto take = [&](const char* which, std::size_t first) {
    const double step = scalarAt(file, bundle + which + "_pixel_size");
    const std::string units = bundle + which + "_pixel_units";
    if (!std::isfinite(step) || !file.isDataset(units) || !file.isString(units)) return;
    for (std::size_t d = first; d < first + 2; ++d) {
      if (array.axes[d].unit != "pixels" && !array.axes[d].unit.empty()) continue;
      array.axes[d].unit = file.readText(units);
      array.axes[d].step = step;
      array.axes[d].origin = 0;
    }
  };
  take("R", 0);
  take("Q", 2);
}

// Where Prismatic and our own files say what the instrument was.
void readInstrument(const Hdf5& file, const std::string& dataset, MeasuredArray& array) {
  const std::string root = dataset.substr(0, dataset.find('/', 1));
  const std::string ours = root + "/microscope";
  if (file.has(ours)) {
    array.facts.voltage_kV = numberOf(file, "voltage_kV", ours);
    array.facts.semiangle_mrad = numberOf(file, "convergence_semiangle_mrad", ours);
    array.facts.dose_e_per_A2 = numberOf(file, "dose_e_per_A2", ours);
  }
  const std::string prismatic = root + "/metadata/metadata_0/original/simulation_parameters";
  if (file.has(prismatic)) {
    array.facts.voltage_kV = numberOf(file, "E", prismatic);
    array.facts.semiangle_mrad = numberOf(file, "sa", prismatic);
  }
}

std::vector<MeasuredArray> arrays(const Hdf5& file) {
  std::vector<MeasuredArray> found;
  for (const std::string& dataset : file.datasets()) {
    const std::string group = folderOf(dataset);
    const int first = isAxis(dataset) ? -1 : firstAxis(file, group);
    if (first < 0 || !isNumeric(file, dataset)) continue;
    MeasuredArray array{dataset, textOf(file, "units", dataset), {}, {}};
    const Hdf5::Shape shape = file.shape(dataset);
    for (std::size_t d = 0; d < shape.size(); ++d) {
      const std::string values =
          fmt::format("{}/dim{}", group, d + static_cast<std::size_t>(first));
      array.axes.push_back(axisOfValues(file, values, shape[d]));
      array.axes.back().role = roleOf(array.axes.back().name);
    }
    readInstrument(file, dataset, array);
    readCalibration(file, dataset, array);
    if (!shape.empty()) found.push_back(std::move(array));
  }
  return found;
}

bool is(const Hdf5& file) {
  return !arrays(file).empty();
}

}  // namespace

Layout emd() {
  return {"EMD", is, arrays};
}

}  // namespace glasscope::compare::hdf5_layouts
