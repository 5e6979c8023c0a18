#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/Box.h"

namespace glasscope::voronoi {

/// One atom's image as seen from another atom.
struct ImageNeighbour {
  std::int32_t atom = 0;
  Vec3 vector = Vec3::Zero();  ///< from the centre to the image
};

/// Accepts every bin of a search.
struct EveryBin {};

/// Finds atoms and all their periodic images around a point, however small or skewed the box.
/// Lengths are those of the box and positions given.
class ImageBins {
 public:
  ImageBins(const Box& box, std::span<const Vec3> positions);

  /// Typical distance of atoms: the cube root of the volume per atom of the occupied region.
  double spacing() const { return spacing_; }
  /// Range of fractional coordinates that holds the box and every atom: in open directions it may
  /// pass [0, 1].
  const Vec3& wallLow() const { return wallLow_; }
  const Vec3& wallHigh() const { return wallHigh_; }
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
  void wrapAll(const Box& box, std::span<const Vec3> positions);
  void layOutBins(const Box& box);
  void sortIntoBins();
  struct Range {
    std::int64_t first, last;
  };
  std::array<Range, 3> rangeOf(std::size_t atom, double radius) const;
  /// Splits an unwrapped bin number into bin and number of boxes passed.
  std::pair<std::int64_t, std::int64_t> fold(int direction, std::int64_t bin) const;
  std::size_t binOf(const Vec3& fractional) const;

  Mat3 matrix_;
  std::array<bool, 3> periodic_;
  Vec3 wallLow_, wallHigh_, low_, high_;  // low, high: what the bins cover
  std::array<double, 3> binHeight_{};
  std::array<std::int64_t, 3> bins_{};
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
    const auto [binA, shiftA] = fold(0, a);
    const Vec3 offsetA = matrix_.col(0) * static_cast<double>(shiftA) - wrapped_[atom];
    for (auto b = range[1].first; b <= range[1].last; ++b) {
      const auto [binB, shiftB] = fold(1, b);
      const Vec3 offsetB = offsetA + matrix_.col(1) * static_cast<double>(shiftB);
      const auto row = static_cast<std::size_t>((binA * bins_[1] + binB) * bins_[2]);
      for (auto c = range[2].first; c <= range[2].last;) {
        const auto [binC, shiftC] = fold(2, c);
        const auto run = std::min(range[2].last - c, bins_[2] - 1 - binC);
        c += run + 1;
        const Vec3 offset = offsetB + matrix_.col(2) * static_cast<double>(shiftC);
        const bool home = shiftA == 0 && shiftB == 0 && shiftC == 0;
        const auto first = row + static_cast<std::size_t>(binC);
        const auto last = first + static_cast<std::size_t>(run);
        if constexpr (takeAll) {
          visitRun(first, last, offset, home);
        } else {
          Vec3 middle =
              origin_ + offset +
              binMatrix_ * Vec3(static_cast<double>(binA) + 0.5, static_cast<double>(binB) + 0.5,
                                static_cast<double>(binC) + 0.5);
          for (auto bin = first; bin <= last; ++bin, middle += binMatrix_.col(2))
            if (firstInBin_[bin] != firstInBin_[bin + 1] && accept(middle))
              visitRun(bin, bin, offset, home);
        }
      }
    }
  }
}

}  // namespace glasscope::voronoi
