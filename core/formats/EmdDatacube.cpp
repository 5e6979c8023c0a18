
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/formats/EmdLayout.h"
#include "core/maps/SquarePixels.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

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
  if (file.isString(size) || file.readDoubles(size).size() != 1) return kUnknown;
  const auto factor = unitFactor(file.readText(units), dimension);
  if (!factor) return kUnknown;
  const double step = std::abs(file.readScalar(size) * *factor);
  return step > 0 ? step : kUnknown;
}

// The axes count. Where somebody calibrated one of the two alone, they and the calibration
// disagree: that of a scan with two steps is one of them.
void warnOfOtherCalibration(const Vec2& steps, double calibration, const Hdf5& array,
                            const char* unit) {
  if (!std::isfinite(calibration) || !steps.allFinite()) return;
  if (((steps.array() - calibration).abs() <= 1e-3 * calibration).any()) return;
  logWarning(
      fmt::format("the axes of {} have steps of {:.6g} x {:.6g} {}, its calibration says "
                  "{:.6g}: the axes are taken (the table [calibration] decides)",
                  array.path(), steps.x(), steps.y(), unit, calibration));
}

// The steps of both diffraction axes, or neither: one axis says nothing of the other. 0 where they
// are not told.
Vec2 qStepsOf(const Hdf5& file, const Hdf5& array, const std::string& root) {
  const double x = emd::physical(emd::readAxis(array, 2), Dimension::reciprocalLength).step;
  const double y = emd::physical(emd::readAxis(array, 3), Dimension::reciprocalLength).step;
  const double both = calibrated(file, root, "Q", Dimension::reciprocalLength);
  warnOfOtherCalibration({x, y}, both, array, "1/angstrom");
  if (std::isfinite(x) && std::isfinite(y)) return {x, y};
  return Vec2::Constant(std::isfinite(both) ? both : 0);
}

bool areSquare(const Vec2& steps) {
  return std::abs(steps.x() - steps.y()) <= 1e-3 * steps.maxCoeff();
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
  const double calibration = calibrated(file, root, "R", Dimension::length);
  Vec2 steps;
  for (int d = 0; d < 2; ++d) {
    const auto axis = emd::physical(emd::readAxis(array, d), Dimension::length);
    steps[d] = axis.step;
    const bool known = std::isfinite(axis.step);
    shape.rStep_A[d] = known ? axis.step : calibration;
    shape.rOrigin_A[d] = known ? axis.origin : 0;
  }
  warnOfOtherCalibration(steps, calibration, array, "angstrom");
  return shape;
}

}  // namespace

struct EmdDatacube::State {
  Hdf5 array;
  DatacubeShape shape;
  float scale = 1;  // of the stored numbers
  int storedX = 0, storedY = 0;
  Vec2 qSteps{0, 0};  // of the stored pixels, where they are not square
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
  const int storedX = shape.qx, storedY = shape.qy;
  Vec2 steps = qStepsOf(file, array, emd::rootName(file));
  const bool given = calibration.diffractionPixel_invA > 0;
  if (!areSquare(steps) && !given) {
    shape.qx = coveredPixels(shape.qx, steps.x(), steps.maxCoeff());
    shape.qy = coveredPixels(shape.qy, steps.y(), steps.maxCoeff());
    logWarning(fmt::format(
        "the diffraction pixels of '{}' are {:.6g} by {:.6g} 1/angstrom: patterns are summed on "
        "{} x {} square pixels of {:.6g} (calibration.diffraction_pixel_invA says that they are "
        "square)",
        path.string(), steps.x(), steps.y(), shape.qx, shape.qy, steps.maxCoeff()));
  } else {
    steps = Vec2::Constant(steps.x());
  }
  shape.qStep_invA = steps.maxCoeff();
  calibration.apply(shape, path.string());
  state_ = std::make_unique<State>(
      State{array, shape, static_cast<float>(scale), storedX, storedY, steps});
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
      {1, 1, static_cast<std::uint64_t>(state_->storedX),
       static_cast<std::uint64_t>(state_->storedY)});
  const bool finite =
      std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  if (!finite)
    throw Error(ErrorKind::input,
                fmt::format("Cannot use the pattern at scan position ({}, {})", rx, ry),
                "it holds infinity or nan", "give the pixels that were not measured a number");
  Array2<float> result(state_->storedX, state_->storedY);
  std::transform(values.begin(), values.end(), result.begin(),
                 [this](float value) { return value * state_->scale; });
  const Vec2& steps = state_->qSteps;
  return areSquare(steps) ? result : onSquarePixels(result, steps.x(), steps.y());
}

bool isEmdDatacube(const std::filesystem::path& path) {
  if (!Hdf5::isHdf5(path)) return false;
  const Hdf5 file = Hdf5::open(path);
  return !emd::rootName(file).empty() && !emd::arraysOfRank(file, 4).empty();
}

}  // namespace glasscope
