
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/formats/EmdLayout.h"
#include "core/system/Error.h"

// The reader of datacubes; the writer is core/formats/EmdDatacubeWriter.cpp.
namespace glasscope {
namespace {

// py4DSTEM keeps the truth about its axes in the calibration and leaves dim vectors in pixels when
// it has none. NaN when there is no calibration in a unit that is known.
double calibrated(const Hdf5& file, const std::string& root, const char* what,
                  Dimension dimension) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const std::string bundle = root + "/metadatabundle/calibration/";
  const std::string size = bundle + what + "_pixel_size", units = bundle + what + "_pixel_units";
  if (!file.isDataset(size) || !file.isDataset(units) || !file.isString(units)) return kUnknown;
  const auto factor = unitFactor(file.readText(units), dimension);
  return factor ? file.readScalar(size) * *factor : kUnknown;
}

// Diffraction pixels are square: the reductions know one step. It is that of both axes, or of
// neither: one axis says nothing of the other.
double qStepOf(const Hdf5& file, const Hdf5& array, const std::string& root) {
  const double x = emd::physical(emd::readAxis(array, 2), Dimension::reciprocalLength).step;
  const double y = emd::physical(emd::readAxis(array, 3), Dimension::reciprocalLength).step;
  if (std::isfinite(x) && std::isfinite(y) && !(std::abs(x - y) <= 1e-3 * std::abs(x)))
    throw Error(
        ErrorKind::input, fmt::format("Cannot read {}", array.path()),
        fmt::format("its diffraction pixels are {:.6g} by {:.6g} 1/angstrom and not square", x, y),
        "resample the patterns to square pixels first");
  const double step = std::isfinite(x) && std::isfinite(y)
                          ? x
                          : calibrated(file, root, "Q", Dimension::reciprocalLength);
  return std::isfinite(step) ? std::abs(step) : 0;
}

DatacubeShape readShape(const Hdf5& file, const Hdf5& array) {
  DatacubeShape shape;
  shape.rx = emd::pixelsOf(array, "data", 0);
  shape.ry = emd::pixelsOf(array, "data", 1);
  shape.qx = emd::pixelsOf(array, "data", 2);
  shape.qy = emd::pixelsOf(array, "data", 3);
  shape.unit = emd::textOr(array, "unit", emd::textOr(array, "units", "", "data"));
  shape.periodicScan = array.hasAttribute("periodic") && array.numberAttribute("periodic") != 0;
  const std::string root = emd::rootName(file);
  for (int d = 0; d < 2; ++d) {
    const auto axis = emd::physical(emd::readAxis(array, d), Dimension::length);
    const bool known = std::isfinite(axis.step);
    shape.rStep_A[d] = std::abs(known ? axis.step : calibrated(file, root, "R", Dimension::length));
    shape.rOrigin_A[d] = known ? axis.origin : 0;
  }
  shape.qStep_invA = qStepOf(file, array, root);
  return shape;
}

}  // namespace

struct EmdDatacube::State {
  Hdf5 array;
  DatacubeShape shape;
  float scale = 1;  // of the stored numbers
};

EmdDatacube::EmdDatacube(const std::filesystem::path& path, const Calibration& calibration) {
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
  DatacubeShape shape = readShape(file, array);
  calibration.apply(shape, path.string());
  state_ = std::make_unique<State>(State{array, shape, static_cast<float>(scale)});
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
  const bool finite =
      std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  if (!finite)
    throw Error(ErrorKind::input,
                fmt::format("Cannot use the pattern at scan position ({}, {})", rx, ry),
                "it holds infinity or nan", "give the pixels that were not measured a number");
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
