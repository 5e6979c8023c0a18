#include "multislice/specimen/FoilShaper.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "multislice/specimen/AmorphousLayer.h"

namespace glasscope::multislice {

namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, problem, why, remedy);
}

/// Keeps the atoms of which `wanted(i)` holds.
template <class T, class Wanted>
void keepWhere(std::vector<T>& values, const Wanted& wanted) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (wanted(i)) values[kept++] = values[i];
  }
  values.resize(kept);
}

}  // namespace

FoilShaper::FoilShaper(Foil& foil, const FoilSettings& settings)
    : foil_(foil), settings_(settings), margin_A_(foil.isPeriodic() ? 0 : settings.vacuum_A) {}

void FoilShaper::shape(Foil& foil, const FoilSettings& settings, double period_A) {
  FoilShaper shaper(foil, settings);
  if (settings.randomShift) shaper.shiftRepeats(period_A);
  if (!settings.wedge_A.empty()) shaper.cutWedge();
  shaper.addLayer(settings.top, true);
  shaper.addLayer(settings.bottom, false);
  if (settings.bendRadius_A != 0) shaper.bend();
  shaper.addVacuum();
}

void FoilShaper::move(const Vec3& by) {
  for (Vec3& r : foil_.positions_) r += by;
  foil_.origin_A_ -= by;
}

void FoilShaper::shiftRepeats(double period_A) {
  if (!foil_.isPeriodic() || !(period_A > 0)) {
    refuse("repeats of the box cannot be shifted at random",
           "the foil is not periodic across the beam, or its box is open along it",
           "set foil.random_shift = false, or use a periodic box without a turn");
  }
  for (Vec3& r : foil_.positions_) {
    const auto layer =
        static_cast<std::int64_t>(std::floor((r.z() + settings_.start_A) / period_A));
    if (layer == 0) continue;  // the first repeat stays
    Random random(settings_.seed, "foil_shift", static_cast<std::uint64_t>(layer));
    for (int d = 0; d < 2; ++d) {
      const double side = foil_.extent_A_[d];
      const double x = r[d] + side * random.uniform();
      r[d] = x - side * std::floor(x / side);
      if (r[d] >= side) r[d] = 0;
    }
  }
}

void FoilShaper::cutWedge() {
  const auto& t = settings_.wedge_A;
  const double left = margin_A_, width = foil_.extent_A_.x() - 2 * margin_A_;
  const std::vector<Vec3> before = foil_.positions_;
  const auto inside = [&](std::size_t i) {
    const double u = std::clamp((before[i].x() - left) / width, 0.0, 1.0);
    return before[i].z() <= t[0] + (t[1] - t[0]) * u;
  };
  keepWhere(foil_.atomicNumbers_, inside);
  keepWhere(foil_.sources_, inside);
  keepWhere(foil_.positions_, inside);
  if (t[0] != t[1]) foil_.periodic_ = false;
  if (foil_.positions_.empty()) {
    refuse("the wedge holds no atoms", fmt::format("it is {} to {} angstrom thick", t[0], t[1]),
           "choose larger foil.wedge_A");
  }
}

void FoilShaper::addLayer(const AmorphousLayerSettings& layer, bool top) {
  if (layer.formula.empty() || layer.thickness_A == 0) return;
  if (!top && !settings_.wedge_A.empty()) {
    refuse("a wedge carries no layer below", "its lower face is inclined",
           "put the layer on top, where the beam enters");
  }
  const Vec3 size(foil_.extent_A_.x() - 2 * margin_A_, foil_.extent_A_.y() - 2 * margin_A_,
                  layer.thickness_A);
  const AmorphousLayer film(layer, size, {foil_.isPeriodic(), foil_.isPeriodic()}, settings_.seed,
                            top ? 0 : 1);
  const Vec3 corner(margin_A_, margin_A_, top ? 0 : foil_.thickness_A());
  if (top) move(Vec3(0, 0, layer.thickness_A));
  foil_.extent_A_.z() += layer.thickness_A;
  for (std::size_t i = 0; i < film.positions().size(); ++i) {
    foil_.atomicNumbers_.push_back(film.atomicNumbers()[i]);
    foil_.positions_.emplace_back(corner + film.positions()[i]);
    foil_.sources_.push_back(Foil::kAdded);
  }
}

void FoilShaper::bend() {
  const double radius = settings_.bendRadius_A, width = foil_.extent_A_.x();
  const double thickness = foil_.thickness_A(), reach = width / 2 / std::abs(radius);
  if (!(std::abs(radius) > thickness / 2) || reach > 0.5) {
    refuse(fmt::format("the foil cannot be bent to a radius of {:.5g} angstrom", radius),
           fmt::format("its edges would be inclined by {:.3g} rad", reach),
           fmt::format("use a radius of {:.4g} angstrom or more", std::max(width, thickness)));
  }
  const Vec3 middle(width / 2, 0, thickness / 2);
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (Vec3& r : foil_.positions_) {
    const double angle = (r.x() - middle.x()) / radius, height = radius - (r.z() - middle.z());
    r.x() = middle.x() + height * std::sin(angle);
    r.z() = middle.z() + radius - height * std::cos(angle);
    low = std::min(low, r.z());
    high = std::max(high, r.z());
  }
  // The whole of the bent foil, faces included, fits between these.
  const double sag = std::abs(radius) * (1 - std::cos(reach));
  const double top = std::min(low, radius > 0 ? 0.0 : -sag);
  const double bottom = std::max(high, thickness + (radius > 0 ? sag : 0.0));
  move(Vec3(0, 0, -top));
  foil_.extent_A_.z() = bottom - top;
  foil_.periodic_ = false;
}

void FoilShaper::addVacuum() {
  const double side = settings_.vacuumAround_A;
  const Vec3 before(side, side, settings_.vacuumAbove_A),
      after(side, side, settings_.vacuumBelow_A);
  if (before.isZero() && after.isZero()) return;
  move(before);
  foil_.extent_A_ += before + after;
  if (side > 0) foil_.periodic_ = false;
}

}  // namespace glasscope::multislice
