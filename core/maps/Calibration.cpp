#include "core/maps/Calibration.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope {
namespace {

// What programs write of one length differs in the last of a few digits.
bool differ(double told, double given) {
  return std::isfinite(told) && std::abs(told - given) > 1e-3 * given;
}

// The origin is a number of pixels, which another size of them does not change.
Vec2 movedOrigin(const Vec2& origin_A, const Vec2& told_A, const Vec2& step_A) {
  Vec2 moved = origin_A;
  for (int d = 0; d < 2; ++d)
    if (std::isfinite(told_A[d]) && told_A[d] != 0) moved[d] *= step_A[d] / told_A[d];
  return moved;
}

}  // namespace

Vec2 Calibration::step_A(const Vec2& told_A, const std::string& file) const {
  if (!(pixel_A > 0)) {
    if (pixelY_A > 0)
      throw Error(ErrorKind::usage, "The pixel size is given along y alone",
                  "calibration.pixel_y_A says how it differs from calibration.pixel_A",
                  "give calibration.pixel_A too");
    return told_A;
  }
  const Vec2 given(pixel_A, pixelY_A > 0 ? pixelY_A : pixel_A);
  if (differ(std::abs(told_A.x()), given.x()) || differ(std::abs(told_A.y()), given.y()))
    logWarning(fmt::format(
        "'{}' says that its pixels are {:.6g} x {:.6g} angstrom; {:.6g} x {:.6g} were given with "
        "calibration.pixel_A and are taken",
        file, told_A.x(), told_A.y(), given.x(), given.y()));
  return given;
}

double Calibration::diffractionStep_invA(double told_invA, const std::string& file) const {
  if (!(diffractionPixel_invA > 0)) return told_invA;
  if (told_invA > 0 && differ(told_invA, diffractionPixel_invA))
    logWarning(fmt::format(
        "'{}' says that its diffraction pixels are {:.6g} 1/angstrom; {:.6g} was given with "
        "calibration.diffraction_pixel_invA and is taken",
        file, told_invA, diffractionPixel_invA));
  return diffractionPixel_invA;
}

void Calibration::apply(Map2& map, const std::string& file) const {
  const Vec2 step = step_A(map.pixel_A, file);
  map.origin_A = movedOrigin(map.origin_A, map.pixel_A, step);
  map.pixel_A = step;
}

void Calibration::apply(DatacubeShape& shape, const std::string& file) const {
  const Vec2 step = step_A(shape.rStep_A, file);
  shape.rOrigin_A = movedOrigin(shape.rOrigin_A, shape.rStep_A, step);
  shape.rStep_A = step;
  shape.qStep_invA = diffractionStep_invA(shape.qStep_invA, file);
}

}  // namespace glasscope
