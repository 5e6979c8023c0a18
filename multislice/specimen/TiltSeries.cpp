#include "multislice/specimen/TiltSeries.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Machine.h"
#include "core/system/Text.h"

namespace glasscope::multislice {

namespace {

/// Of vacuum above and below a tilted particle: further than an atom's potential matters.
constexpr double kPad_A = 1;

std::vector<Tilt> makeTilts(const TiltSettings& s) {
  std::vector<Tilt> tilts;
  for (const double nominal : s.angles_deg) {
    Random random(s.seed, "tilt", 0, tilts.size());
    Tilt tilt{nominal, nominal, {0, 0}};
    // Drawn whether they are used or not: the shifts do not change with the jitter of the angle.
    const double turn = random.normal(), x = random.normal(), y = random.normal();
    tilt.angle_deg += s.angleJitter_deg * turn;
    tilt.shift_A += s.shiftJitter_A * Vec2(x, y);  // no negative zeros
    tilts.push_back(tilt);
  }
  return tilts;
}

}  // namespace

TiltSeries::TiltSeries(const TiltSettings& settings, std::span<const Foil> still,
                       double clearance_A)
    : still_(still),
      extent_A_(still.front().extent_A()),
      cell_A_(extent_A_.head<2>()),
      endless_(still.front().isPeriodic()),
      axis_rad_(settings.axis_deg * constants::kPi / 180),
      margin_A_(settings.margin_A),
      tilts_(makeTilts(settings)) {
  if (tilts_.empty()) {
    throw Error(ErrorKind::usage, "the tilt series has no tilts", "it holds no angles",
                "give for example angles_deg = \"-60:60:5\"");
  }
  if (!endless_) growCell(clearance_A);
  for (const Tilt& tilt : tilts_) {
    if (!endless_ || std::abs(rotation(tilt.angle_deg)(2, 2)) > 0.05) continue;
    throw Error(ErrorKind::usage,
                fmt::format("the foil cannot be tilted by {:.4g} degrees", tilt.angle_deg),
                "a periodic foil is endless, and seen edge-on it is endlessly thick",
                "leave angles near 90 degrees out, or give the foil an end (foil.vacuum_around_A)");
  }
}

Mat3 TiltSeries::rotation(double angle_deg) const {
  const Vec3 axis(std::cos(axis_rad_), std::sin(axis_rad_), 0);
  return Eigen::AngleAxisd(angle_deg * constants::kPi / 180, axis).toRotationMatrix();
}

void TiltSeries::growCell(double clearance_A) {
  for (const Tilt& tilt : tilts_) {
    const Mat3 turn = rotation(tilt.angle_deg);
    for (const Foil& foil : still_) {
      for (const Vec3& r : foil.positions()) {
        const Vec2 at = (turn * (r - extent_A_ / 2)).head<2>() + tilt.shift_A;
        cell_A_ = cell_A_.cwiseMax(2 * (at.cwiseAbs() + Vec2::Constant(clearance_A)));
      }
    }
  }
}

TiltSeries::Depths TiltSeries::depthsOfAtoms(const Mat3& turn) const {
  Depths d{HUGE_VAL, -HUGE_VAL};
  for (const Foil& foil : still_) {
    for (const Vec3& r : foil.positions()) {
      const double z = turn.row(2).dot(r - extent_A_ / 2);
      d.low = std::min(d.low, z - kPad_A);
      d.high = std::max(d.high, z + kPad_A);
    }
  }
  return d;
}

TiltSeries::Depths TiltSeries::depthsOfSlab(const Mat3& turn, const Vec2& shift_A) const {
  // Linear in the place in the image and the height in the slab: extreme at corners of the block.
  const Eigen::Matrix2d back = turn.topLeftCorner<2, 2>().inverse();
  const Vec2 half = cell_A_ / 2 + Vec2::Constant(margin_A_);
  Depths d{HUGE_VAL, -HUGE_VAL};
  for (int corner = 0; corner < 8; ++corner) {
    const Vec2 at(corner & 1 ? half.x() : -half.x(), corner & 2 ? half.y() : -half.y());
    const double height = (corner & 4 ? 0.5 : -0.5) * extent_A_.z();
    const Vec2 u = back * (at - shift_A - turn.block<2, 1>(0, 2) * height);
    const double z = turn.row(2).dot(Vec3(u.x(), u.y(), height));
    d.low = std::min(d.low, z);
    d.high = std::max(d.high, z);
  }
  return d;
}

TiltSeries::Depths TiltSeries::depths(const Tilt& tilt) const {
  if (tilt.angle_deg == 0) return {-extent_A_.z() / 2, extent_A_.z() / 2};
  const Mat3 turn = rotation(tilt.angle_deg);
  return endless_ ? depthsOfSlab(turn, tilt.shift_A) : depthsOfAtoms(turn);
}

double TiltSeries::thickness_A(const Tilt& tilt) const {
  const Depths d = depths(tilt);
  return tilt.angle_deg == 0 ? extent_A_.z() : d.high - d.low;
}

Vec2 TiltSeries::offset_A(const Tilt& tilt) const {
  if (!endless_) return (cell_A_ - extent_A_.head<2>()) / 2;
  return tilt.angle_deg == 0 ? Vec2::Zero() : Vec2::Constant(margin_A_);
}

Foil TiltSeries::foil(const Foil& still, const Tilt& tilt) const {
  if (endless_ && tilt.angle_deg != 0) return endless(still, tilt);
  if (tilt.isNone() && cell_A_ == extent_A_.head<2>()) return still;
  const Mat3 turn = rotation(tilt.angle_deg);
  const Vec2 at = cell_A_ / 2 + tilt.shift_A;
  const Vec3 axis(at.x(), at.y(), axisDepth_A(tilt));
  Foil foil = still;
  for (Vec3& r : foil.positions_) {
    r = turn * (r - extent_A_ / 2) + axis;
    for (int d = 0; d < 2 && endless_; ++d) r[d] -= cell_A_[d] * std::floor(r[d] / cell_A_[d]);
  }
  foil.extent_A_ = {cell_A_.x(), cell_A_.y(), thickness_A(tilt)};
  return foil;
}

Foil TiltSeries::endless(const Foil& still, const Tilt& tilt) const {
  const Mat3 turn = rotation(tilt.angle_deg);
  const Vec2 side = cell_A_ + Vec2::Constant(2 * margin_A_);
  const double count =
      static_cast<double>(still.size()) * side.prod() / (cell_A_.prod() * std::abs(turn(2, 2)));
  constexpr double kAtom_bytes = 100;
  if (count * kAtom_bytes > availableMemory_bytes()) {
    throw Error(
        ErrorKind::capacity,
        fmt::format("the foil tilted by {:.4g} degrees does not fit into memory", tilt.angle_deg),
        fmt::format("it would take {}", formatBytes(count * kAtom_bytes)),
        "choose a smaller tilt_series.margin_A or smaller angles");
  }
  Foil block = still;
  block.atomicNumbers_.clear();
  block.positions_.clear();
  block.sources_.clear();
  block.periodic_ = false;
  block.extent_A_ = {side.x(), side.y(), thickness_A(tilt)};
  for (std::size_t i = 0; i < still.size(); ++i) addImages(still, i, turn, tilt.shift_A, block);
  // Counted from the axis until here.
  const Vec3 corner(-side.x() / 2, -side.y() / 2, depths(tilt).low);
  for (Vec3& r : block.positions_) r -= corner;
  return block;
}

void TiltSeries::addImages(const Foil& still, std::size_t atom, const Mat3& turn,
                           const Vec2& shift_A, Foil& block) const {
  const Vec3 home = still.positions()[atom] - extent_A_ / 2;
  const Eigen::Matrix2d back = turn.topLeftCorner<2, 2>().inverse();
  const Vec2 half = block.extent_A_.head<2>() / 2;
  // Places in the slab, at this height, that are seen in the block.
  const Vec2 middle = back * (-shift_A - turn.block<2, 1>(0, 2) * home.z());
  const Vec2 reach = back.cwiseAbs() * half;
  int first[2], last[2];
  for (int d = 0; d < 2; ++d) {
    first[d] = static_cast<int>(std::floor((middle[d] - reach[d] - home[d]) / extent_A_[d]));
    last[d] = static_cast<int>(std::ceil((middle[d] + reach[d] - home[d]) / extent_A_[d]));
  }
  for (int a = first[0]; a <= last[0]; ++a) {
    for (int b = first[1]; b <= last[1]; ++b) {
      Vec3 r = turn * (home + Vec3(a * extent_A_.x(), b * extent_A_.y(), 0));
      r.head<2>() += shift_A;
      if ((r.head<2>().array() < -half.array()).any()) continue;
      if ((r.head<2>().array() >= half.array()).any()) continue;
      block.atomicNumbers_.push_back(still.atomicNumbers()[atom]);
      block.positions_.push_back(r);
      block.sources_.push_back(still.sources()[atom]);
    }
  }
}

}  // namespace glasscope::multislice
