
#include <algorithm>

#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/formats/EmdLayout.h"
#include "core/system/Error.h"

// The reader of datacubes; the writer is core/formats/EmdDatacubeWriter.cpp.
namespace glasscope {
namespace {

// Factor to angstrom (power 1) or to 1/angstrom (power -1); 0 when the unit is no such length.
double lengthFactor(const std::string& unit, int power) {
  if (power > 0) {
    if (unit == "A" || unit == "Å" || unit == "angstrom" || unit == "Angstrom") return 1;
    if (unit == "nm") return 10;
    if (unit == "pm") return 0.01;
    return 0;
  }
  if (unit == "A^-1" || unit == "1/A" || unit == "Å^-1" || unit == "1/Å") return 1;
  if (unit == "nm^-1" || unit == "1/nm") return 0.1;
  return 0;
}

// py4DSTEM keeps the truth about its axes in the calibration and leaves dim vectors in pixels when
// it has none.
double calibrated(const Hdf5& file, const std::string& root, const char* what, int power) {
  const std::string bundle = root + "/metadatabundle/calibration/";
  const std::string size = bundle + what + "_pixel_size", units = bundle + what + "_pixel_units";
  if (!file.isDataset(size) || !file.isDataset(units) || !file.isString(units)) return 0;
  return file.readScalar(size) * lengthFactor(file.readText(units), power);
}

DatacubeShape readShape(const Hdf5& file, const Hdf5& array) {
  const auto extent = array.shape("data");
  DatacubeShape shape;
  shape.rx = static_cast<int>(extent[0]);
  shape.ry = static_cast<int>(extent[1]);
  shape.qx = static_cast<int>(extent[2]);
  shape.qy = static_cast<int>(extent[3]);
  shape.unit = emd::textOr(array, "unit", emd::textOr(array, "units", "", "data"));
  shape.periodicScan = array.hasAttribute("periodic") && array.numberAttribute("periodic") != 0;
  const std::string root = emd::rootName(file);
  for (int d = 0; d < 2; ++d) {
    const auto axis = emd::readAxis(array, d);
    const double factor = lengthFactor(axis.units, 1);
    const double step = factor > 0 ? axis.step * factor : calibrated(file, root, "R", 1);
    shape.rStep_A[d] = step > 0 ? step : 1;
    shape.rOrigin_A[d] = axis.origin * factor;
  }
  const auto axis = emd::readAxis(array, 2);
  const double factor = lengthFactor(axis.units, -1);
  shape.qStep_invA = factor > 0 ? axis.step * factor : calibrated(file, root, "Q", -1);
  return shape;
}

}  // namespace

struct EmdDatacube::State {
  Hdf5 array;
  DatacubeShape shape;
  float scale = 1;  // of the stored numbers
};

EmdDatacube::EmdDatacube(const std::filesystem::path& path) {
  const Hdf5 file = Hdf5::open(path);
  const auto arrays = emd::arraysOfRank(file, 4);
  if (arrays.empty())
    throw Error(ErrorKind::input, fmt::format("{} holds no datacube", path.string()),
                "no group of it has a four-dimensional data set 'data' (EMD 1.0)",
                "give a scan that glasscope or py4DSTEM 0.14 wrote");
  if (arrays.size() > 1)
    throw Error(ErrorKind::input,
                fmt::format("{} holds {} datacubes", path.string(), arrays.size()),
                fmt::format("it is not clear which is meant: {} or {}", arrays[0], arrays[1]),
                "save the one you mean into a file of its own");
  const Hdf5 array = file.group(arrays.front());
  const double scale = array.hasAttribute("scale") ? array.numberAttribute("scale") : 1;
  state_ = std::make_unique<State>(State{array, readShape(file, array), static_cast<float>(scale)});
}

EmdDatacube::~EmdDatacube() = default;

const DatacubeShape& EmdDatacube::shape() const {
  return state_->shape;
}

Array2<float> EmdDatacube::pattern(int rx, int ry) const {
  const auto& shape = state_->shape;
  GLASSCOPE_ENSURE(rx >= 0 && rx < shape.rx && ry >= 0 && ry < shape.ry,
                   "the scan position lies outside of the datacube");
  const auto values = state_->array.readBlock(
      "data", {static_cast<std::uint64_t>(rx), static_cast<std::uint64_t>(ry), 0, 0},
      {1, 1, static_cast<std::uint64_t>(shape.qx), static_cast<std::uint64_t>(shape.qy)});
  Array2<float> result(shape.qx, shape.qy);
  std::transform(values.begin(), values.end(), result.begin(),
                 [this](float value) { return value * state_->scale; });
  return result;
}

bool isEmdDatacube(const std::filesystem::path& path) {
  if (!Hdf5::isHdf5(path)) return false;
  const Hdf5 file = Hdf5::open(path);
  return !emd::rootName(file).empty() && !emd::arraysOfRank(file, 4).empty();
}

}  // namespace glasscope
