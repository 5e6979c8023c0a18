#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/atoms/Box.h"
#include "voronoi/cells/Occupancy.h"

namespace glasscope::voronoi {

/// One atom's image as seen from another atom.
struct ImageNeighbour {
  std::int32_t atom = 0;
  Vec3 vector = Vec3::Zero();  ///< from the centre to the image
};

/// Accepts every bin of a search.
struct EveryBin {};

/// Finds atoms and all their periodic images around a point, however small or skewed the box.
/// Lengths are those of the box and positions given. Empty parts of the box take no memory, so that
/// a piece of a sample can be kept in the box of the whole.
class ImageBins {
 public:
  /// Bins are about `binWidth` typical distances wide: one suits short searches.
  ImageBins(const Box& box, std::span<const Vec3> positions, double binWidth = 1);

  /// Typical distance of atoms: the cube root of the volume per atom of the occupied region.
  double spacing() const { return spacing_; }
  /// Wrapped position of an atom.
  const Vec3& position(std::size_t atom) const { return wrapped_[atom]; }
  const Vec3& fractional(std::size_t atom) const { return fractional_[atom]; }
  /// Atoms sorted by bin: neighbours in this order are neighbours in space.
  const std::vector<std::int32_t>& order() const { return order_; }

  /// Every point of a bin lies within this of the bin's centre.
  double binRadius() const { return binRadius_; }
  /// Number of bins that a search of this radius visits.
  double binsWithin(double radius) const;

  /// Calls visit(atom, vector) for every image with inner < |vector| <= outer (inner < 0
  /// includes images on the very spot) in bins that `accept(centre of the bin)` lets pass
  /// (EveryBin{} for all); the atom itself is left out, its images are not.
  template <class Accept, class Visit>
  void search(std::size_t atom, double inner, double outer, Accept&& accept, Visit&& visit) const;

 private:
  friend class PairWalk;
  void layOutBins(const Box& box, const Occupancy& occupied, double binWidth);
  void sortIntoBins();
  struct Range {
    std::int64_t first, last;
  };
  std::array<Range, 3> rangeOf(std::size_t atom, double radius) const;
  /// Splits an unwrapped bin number into bin and number of boxes passed.
  struct Folded {
    std::int64_t bin, boxes;
  };
  Folded fold(std::size_t direction, std::int64_t bin) const {
    if (bin >= 0 && bin < bins_[direction]) return {bin, 0};
    std::int64_t boxes = bin / bins_[direction];
    if (bin % bins_[direction] < 0) --boxes;
    return {bin - boxes * bins_[direction], boxes};
  }
  /// Where a bin is kept; `kept_[direction]` and beyond: nowhere, it is empty.
  std::int64_t slotOf(std::size_t direction, std::int64_t bin) const {
    const auto slot = bin - firstKept_[direction];
    return slot < 0 ? slot + bins_[direction] : slot;
  }
  /// Splits bins first ... last of a row into runs that end with the box or with what is kept, and
  /// calls visit(first bin, last bin, number of the first in its row, boxes passed) for each; empty
  /// bins that are not kept are left out.
  template <class Visit>
  void forRuns(std::size_t rowStart, std::int64_t first, std::int64_t last, Visit&& visit) const;
  std::int64_t binAt(std::size_t direction, double fractional) const;
  std::size_t rowOf(const Vec3& fractional) const;

  Mat3 matrix_;
  std::array<bool, 3> periodic_;
  Vec3 low_, high_;  // what the bins cover: all of a periodic direction
  std::array<double, 3> binHeight_{};
  std::array<std::int64_t, 3> bins_{};
  std::array<std::int64_t, 3> firstKept_{}, kept_{};  // bins that can hold atoms
  double spacing_ = 1, binRadius_ = 0;
  Mat3 binMatrix_;
  Vec3 origin_;
  std::vector<Vec3> wrapped_, fractional_, sorted_;
  std::vector<std::int32_t> order_, firstInBin_;
};

template <class Accept, class Visit>
void ImageBins::search(std::size_t atom, double inner, double outer, Accept&& accept,
                       Visit&& visit) const {
  constexpr bool takeAll = std::is_same_v<std::decay_t<Accept>, EveryBin>;
  const auto range = rangeOf(atom, outer);
  const double inner2 = inner < 0 ? -1 : inner * inner, outer2 = outer * outer;

  const auto visitRun = [&](std::size_t firstBin, std::size_t lastBin, const Vec3& offset,
                            bool home) {
    const auto end = static_cast<std::size_t>(firstInBin_[lastBin + 1]);
    for (auto k = static_cast<std::size_t>(firstInBin_[firstBin]); k < end; ++k) {
      const Vec3 vector = sorted_[k] + offset;
      const double d2 = vector.squaredNorm();
      if (d2 > outer2 || d2 <= inner2) continue;
      if (home && static_cast<std::size_t>(order_[k]) == atom) continue;
      visit(order_[k], vector);
    }
  };

  for (auto a = range[0].first; a <= range[0].last; ++a) {
    const auto foldedA = fold(0, a);
    const auto slotA = slotOf(0, foldedA.bin);
    if (slotA >= kept_[0]) continue;
    const Vec3 offsetA = matrix_.col(0) * static_cast<double>(foldedA.boxes) - wrapped_[atom];
    for (auto b = range[1].first; b <= range[1].last; ++b) {
      const auto foldedB = fold(1, b);
      const auto slotB = slotOf(1, foldedB.bin);
      if (slotB >= kept_[1]) continue;
      const Vec3 offsetB = offsetA + matrix_.col(1) * static_cast<double>(foldedB.boxes);
      const auto row = static_cast<std::size_t>((slotA * kept_[1] + slotB) * kept_[2]);
      forRuns(row, range[2].first, range[2].last,
              [&](auto first, auto last, auto binC, auto shiftC) {
                const Vec3 offset = offsetB + matrix_.col(2) * static_cast<double>(shiftC);
                const bool home = foldedA.boxes == 0 && foldedB.boxes == 0 && shiftC == 0;
                if constexpr (takeAll) {
                  visitRun(first, last, offset, home);
                } else {
                  Vec3 middle = origin_ + offset +
                                binMatrix_ * Vec3(static_cast<double>(foldedA.bin) + 0.5,
                                                  static_cast<double>(foldedB.bin) + 0.5,
                                                  static_cast<double>(binC) + 0.5);
                  for (auto bin = first; bin <= last; ++bin, middle += binMatrix_.col(2))
                    if (firstInBin_[bin] != firstInBin_[bin + 1] && accept(middle))
                      visitRun(bin, bin, offset, home);
                }
              });
    }
  }
}

template <class Visit>
void ImageBins::forRuns(std::size_t rowStart, std::int64_t first, std::int64_t last,
                        Visit&& visit) const {
  for (auto c = first; c <= last;) {
    const auto [bin, shift] = fold(2, c);
    const auto slot = slotOf(2, bin);
    // One run of bins ends with the range, with the box, or with what is kept.
    auto run = std::min(last - c, bins_[2] - 1 - bin);
    if (slot >= kept_[2]) {
      if (bin < firstKept_[2]) run = std::min(run, firstKept_[2] - 1 - bin);
      c += run + 1;
      continue;
    }
    run = std::min(run, kept_[2] - 1 - slot);
    c += run + 1;
    const auto begin = rowStart + static_cast<std::size_t>(slot);
    visit(begin, begin + static_cast<std::size_t>(run), bin, shift);
  }
}

}  // namespace glasscope::voronoi
