#include "voronoi/cells/BrickPlan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "voronoi/cells/Occupancy.h"

namespace glasscope::voronoi {

namespace {

/// Atoms that the place of a cut is taken from: the halves then differ by some per cent.
constexpr std::size_t kSample = 2047;

double behind(double from, double to) {
  const double t = to - from;
  return t - std::floor(t);
}

}  // namespace

Atoms Piece::of(const Atoms& sample) const {
  Atoms out;
  out.box = sample.box;
  out.source = sample.source;
  out.step = sample.step;
  out.time_ps = sample.time_ps;
  out.ids.reserve(atoms.size());
  out.atomicNumbers.reserve(atoms.size());
  out.positions.reserve(atoms.size());
  for (const auto atom : atoms) {
    const auto i = static_cast<std::size_t>(atom);
    out.ids.push_back(sample.ids[i]);
    out.atomicNumbers.push_back(sample.atomicNumbers[i]);
    out.positions.push_back(sample.positions[i]);
  }
  return out;
}

std::vector<double> Piece::of(std::span<const double> perAtom) const {
  std::vector<double> out;
  if (perAtom.empty()) return out;
  out.reserve(atoms.size());
  for (const auto atom : atoms) out.push_back(perAtom[static_cast<std::size_t>(atom)]);
  return out;
}

BrickPlan::BrickPlan(const Atoms& atoms, std::int64_t atomsPerBrick)
    : atoms_(atoms), species_(atoms.species()) {
  GLASSCOPE_ENSURE(atomsPerBrick > 0, "a brick holds atoms");
  GLASSCOPE_ENSURE(atoms.size() < (std::size_t{1} << 31), "atoms are counted by 32-bit numbers");
  order_.resize(atoms.size());
  std::iota(order_.begin(), order_.end(), 0);
  Occupancy occupied(atoms.box);
  for (const auto& p : atoms.positions) occupied.add(wrappedFractional(atoms.box, p));
  Brick all;
  all.end = order_.size();
  for (int d = 0; d < 3; ++d)
    if (!atoms.box.periodic()[static_cast<std::size_t>(d)]) {
      all.region.begin[d] = occupied.interval(d).begin;
      all.region.length[d] = occupied.interval(d).length;
    }
  divide(all, static_cast<std::size_t>(atomsPerBrick));
}

Vec3 BrickPlan::fractional(std::int32_t atom) const {
  return wrappedFractional(atoms_.box, atoms_.positions[static_cast<std::size_t>(atom)]);
}

void BrickPlan::divide(const Brick& brick, std::size_t most) {
  if (brick.end - brick.begin > most) {
    const Vec3 extent = brick.region.length.cwiseProduct(atoms_.box.heights());
    std::array<int, 3> directions{0, 1, 2};
    std::stable_sort(directions.begin(), directions.end(),
                     [&](int a, int b) { return extent[a] > extent[b]; });
    Brick below, above;
    for (const int d : directions)
      if (split(brick, d, below, above)) {
        divide(below, most);
        divide(above, most);
        return;
      }
  }
  std::sort(order_.begin() + static_cast<std::ptrdiff_t>(brick.begin),
            order_.begin() + static_cast<std::ptrdiff_t>(brick.end));
  bricks_.push_back(brick);
}

bool BrickPlan::split(const Brick& brick, int direction, Brick& below, Brick& above) {
  const auto begin = order_.begin() + static_cast<std::ptrdiff_t>(brick.begin);
  const auto end = order_.begin() + static_cast<std::ptrdiff_t>(brick.end);
  const auto count = brick.end - brick.begin, step = std::max<std::size_t>(1, count / kSample);
  std::vector<double> some;
  for (std::size_t k = 0; k < count; k += step)
    some.push_back(fractional(order_[brick.begin + k])[direction]);
  std::nth_element(some.begin(), some.begin() + static_cast<std::ptrdiff_t>(some.size() / 2),
                   some.end());
  const double at = some[some.size() / 2];
  const auto middle = std::partition(
      begin, end, [&](std::int32_t atom) { return fractional(atom)[direction] < at; });
  if (middle == begin || middle == end) return false;  // all in one plane
  below = above = brick;
  below.end = above.begin = static_cast<std::size_t>(middle - order_.begin());
  const auto d = static_cast<std::size_t>(direction);
  // The outer ends of an open direction have nothing beyond them.
  const bool open = brick.region.whole[d] && !atoms_.box.periodic()[d];
  below.region.whole[d] = above.region.whole[d] = false;
  below.region.length[direction] = at - brick.region.begin[direction];
  above.region.begin[direction] = at;
  above.region.length[direction] = brick.region.length[direction] - below.region.length[direction];
  if (open) below.region.openBelow[d] = above.region.openAbove[d] = true;
  below.region.openAbove[d] = above.region.openBelow[d] = false;
  return true;
}

bool BrickPlan::mayShare(const Region& brick, const Region& region) const {
  constexpr double kSlack = 1e-9;
  for (int d = 0; d < 3; ++d) {
    const auto k = static_cast<std::size_t>(d);
    if (brick.whole[k] || region.whole[k]) continue;
    const double b = brick.begin[d], r = region.begin[d];
    if (atoms_.box.periodic()[k]) {
      if (behind(r, b) > region.length[d] + kSlack && behind(b, r) > brick.length[d] + kSlack)
        return false;
    } else if ((b > r + region.length[d] + kSlack && !region.openAbove[k]) ||
               (b + brick.length[d] < r - kSlack && !region.openBelow[k])) {
      return false;
    }
  }
  return true;
}

Piece BrickPlan::piece(std::size_t brick, double inner_A, double outer_A) const {
  GLASSCOPE_ENSURE(inner_A <= outer_A, "the margin lies within the region");
  const auto& own = bricks_[brick];
  const auto inner = own.region.widened(atoms_.box, inner_A);
  Piece out;
  out.region = own.region.widened(atoms_.box, outer_A);
  out.atoms.assign(order_.begin() + static_cast<std::ptrdiff_t>(own.begin),
                   order_.begin() + static_cast<std::ptrdiff_t>(own.end));
  out.own = out.atoms.size();
  std::vector<std::int32_t> beyond;
  for (std::size_t other = 0; other < bricks_.size(); ++other) {
    if (other == brick || !mayShare(bricks_[other].region, out.region)) continue;
    for (auto k = bricks_[other].begin; k < bricks_[other].end; ++k) {
      const Vec3 f = fractional(order_[k]);
      if (!out.region.holds(atoms_.box, f)) continue;
      (inner.holds(atoms_.box, f) ? out.atoms : beyond).push_back(order_[k]);
    }
  }
  out.inner = out.atoms.size();
  std::sort(out.atoms.begin() + static_cast<std::ptrdiff_t>(out.own), out.atoms.end());
  std::sort(beyond.begin(), beyond.end());
  out.atoms.insert(out.atoms.end(), beyond.begin(), beyond.end());
  return out;
}

std::vector<std::size_t> BrickPlan::bricksOf(int rank, int ranks) const {
  std::vector<std::size_t> out;
  const double share = static_cast<double>(order_.size()) / ranks;
  for (std::size_t b = 0; b < bricks_.size(); ++b) {
    const double middle = 0.5 * static_cast<double>(bricks_[b].begin + bricks_[b].end);
    if (std::min(ranks - 1, static_cast<int>(middle / share)) == rank) out.push_back(b);
  }
  return out;
}

BrickShare shareOverRanks(const BrickPlan& plan) {
  return {plan, plan.bricksOf(Mpi::rank(), Mpi::size()), Mpi::size() > 1};
}

}  // namespace glasscope::voronoi
