#include "voronoi/pairs/PairWalk.h"

#include <algorithm>
#include <cmath>

namespace glasscope::voronoi {

namespace {

/// Bounds are widened by this much, so that rounding never leaves out a bin.
constexpr double kSlack = 1e-9;

}  // namespace

PairWalk::PairWalk(const ImageBins& bins, double reach) : bins_(bins), reach_(reach) {
  const Mat3& edges = bins.binMatrix_;
  step_ = edges.col(2).norm();
  const Vec3 axis = edges.col(2) / step_;
  const double a = axis.dot(edges.col(0)), b = axis.dot(edges.col(1));
  const Vec3 acrossA = edges.col(0) - a * axis, acrossB = edges.col(1) - b * axis;
  acrossAA_ = acrossA.squaredNorm();
  acrossAB_ = acrossA.dot(acrossB);
  acrossBB_ = acrossB.squaredNorm();
  alongA_ = a / step_;
  alongB_ = b / step_;
  tube_ = 0.5 * std::max((acrossA + acrossB).norm(), (acrossA - acrossB).norm());
  slide_ = 0.5 * (std::abs(a) + std::abs(b) + step_);
  for (const Vec3& p : bins.sorted_) {
    x_.push_back(p.x());
    y_.push_back(p.y());
    z_.push_back(p.z());
  }
}

/// The bins of a row of bins (a, b, *) that may lie within reach; `at` is where the atom is, in
/// bins. None when last < first.
PairWalk::Bounds PairWalk::row(const Vec3& at, std::int64_t a, std::int64_t b,
                               Bounds widest) const {
  const double da = static_cast<double>(a) + 0.5 - at[0], db = static_cast<double>(b) + 0.5 - at[1];
  const double across2 =
      std::max(0.0, da * da * acrossAA_ + 2 * da * db * acrossAB_ + db * db * acrossBB_);
  const double away = std::max(0.0, std::sqrt(across2) - tube_);
  const double room = reach_ * reach_ * (1 + kSlack) - away * away;
  if (room < 0) return {0, -1};
  const double half = (std::sqrt(room) + slide_) / step_;
  const double middle = at[2] - 0.5 - (alongA_ * da + alongB_ * db);
  const auto first = static_cast<std::int64_t>(std::ceil(middle - half - kSlack));
  const auto last = static_cast<std::int64_t>(std::floor(middle + half + kSlack));
  return {std::max(first, widest.first), std::min(last, widest.last)};
}

void PairWalk::visitRow(std::size_t firstSlot, std::size_t endSlot, const Vec3& at,
                        const Vec3& shift, Near& near) const {
  const auto room = near.count + (endSlot - firstSlot);
  if (near.slot.size() < room) {
    near.slot.resize(2 * room);
    near.distance.resize(2 * room);
  }
  const double x = at.x(), y = at.y(), z = at.z(), sx = shift.x(), sy = shift.y(), sz = shift.z();
  const double reach2 = reach_ * reach_;
  auto count = near.count;
  for (auto k = firstSlot; k < endSlot; ++k) {
    // In this order, so that it is exactly the opposite when seen from the other end.
    const double dx = (x_[k] - x) + sx, dy = (y_[k] - y) + sy, dz = (z_[k] - z) + sz;
    const double d2 = dx * dx + dy * dy + dz * dz;
    near.slot[count] = static_cast<std::int32_t>(k);
    near.distance[count] = d2;
    count += d2 <= reach2 ? 1 : 0;  // no branch: half of what is seen is too far
  }
  near.count = count;
}

void PairWalk::around(std::size_t slot, Which which, Near& near) const {
  near.count = 0;
  const auto atom = static_cast<std::size_t>(bins_.order_[slot]);
  const Vec3& here = bins_.sorted_[slot];
  const auto range = bins_.rangeOf(atom, reach_);
  const bool once = which == Which::once;
  std::array<std::int64_t, 3> own{};
  Vec3 at;
  for (std::size_t d = 0; d < 3; ++d) {
    const int i = static_cast<int>(d);
    own[d] = bins_.binAt(d, bins_.fractional_[atom][i]);
    at[i] = (bins_.fractional_[atom][i] - bins_.low_[i]) / (bins_.high_[i] - bins_.low_[i]) *
            static_cast<double>(bins_.bins_[d]);
  }
  for (auto a = once ? own[0] : range[0].first; a <= range[0].last; ++a) {
    const auto foldedA = bins_.fold(0, a);
    const auto slotA = bins_.slotOf(0, foldedA.bin);
    if (slotA >= bins_.kept_[0]) continue;
    const bool sameA = once && a == own[0];
    for (auto b = sameA ? own[1] : range[1].first; b <= range[1].last; ++b) {
      const auto foldedB = bins_.fold(1, b);
      const auto slotB = bins_.slotOf(1, foldedB.bin);
      if (slotB >= bins_.kept_[1]) continue;
      const bool home = sameA && b == own[1];
      const auto bounds = row(at, a, b, {home ? own[2] : range[2].first, range[2].last});
      const auto rowStart =
          static_cast<std::size_t>((slotA * bins_.kept_[1] + slotB) * bins_.kept_[2]);
      bins_.forRuns(
          rowStart, bounds.first, bounds.last, [&](auto firstBin, auto lastBin, auto, auto shiftC) {
            const Vec3 shift = bins_.matrix_ * Vec3(static_cast<double>(foldedA.boxes),
                                                    static_cast<double>(foldedB.boxes),
                                                    static_cast<double>(shiftC));
            auto begin = static_cast<std::size_t>(bins_.firstInBin_[firstBin]);
            const auto end = static_cast<std::size_t>(bins_.firstInBin_[lastBin + 1]);
            const bool unshifted = foldedA.boxes == 0 && foldedB.boxes == 0 && shiftC == 0;
            if (unshifted && begin <= slot && slot < end) {
              if (!once) visitRow(begin, slot, here, shift, near);
              begin = slot + 1;
            }
            visitRow(begin, end, here, shift, near);
          });
    }
  }
  for (std::size_t k = 0; k < near.count; ++k) near.distance[k] = std::sqrt(near.distance[k]);
}

}  // namespace glasscope::voronoi
