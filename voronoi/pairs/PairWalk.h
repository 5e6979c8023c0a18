#pragma once

#include <cstdint>
#include <vector>

#include "voronoi/cells/ImageBins.h"

namespace glasscope::voronoi {

/// Walks over all pairs within a distance, as histograms over a whole sample need them: many, and
/// with nothing but the distance of each. Atoms are named by their slot, which is their place in
/// ImageBins::order(). The distance of two images has the same bits from either side and in every
/// piece of a sample. Keeps a reference to the bins.
class PairWalk {
 public:
  enum class Which {
    all,  ///< every image around the atom
    once  ///< each pair of images from one of its ends only: half the work
  };
  /// Neighbours of one atom; reused from atom to atom.
  struct Near {
    std::size_t count = 0;
    std::vector<std::int32_t> slot;  ///< [count] (and room behind)
    std::vector<double> distance;    ///< [count]
  };

  /// Width of bins that suits walks far beyond the nearest neighbours.
  static constexpr double kBinWidth = 2;

  PairWalk(const ImageBins& bins, double reach);

  std::size_t size() const { return x_.size(); }
  void around(std::size_t slot, Which which, Near& near) const;

 private:
  struct Bounds {
    std::int64_t first, last;
  };
  Bounds row(const Vec3& at, std::int64_t a, std::int64_t b, Bounds widest) const;
  void visitRow(std::size_t firstSlot, std::size_t endSlot, const Vec3& at, const Vec3& shift,
                Near& near) const;

  const ImageBins& bins_;
  double reach_;
  // A row of bins runs along the third edge. Of a bin's other two edges: squares and product of
  // their parts across the row, and their parts along it in bins.
  double acrossAA_ = 0, acrossAB_ = 0, acrossBB_ = 0, alongA_ = 0, alongB_ = 0;
  double step_ = 0;   // length of a bin along its row
  double tube_ = 0;   // every point of a row lies within this of the row's middle line
  double slide_ = 0;  // and every point of a bin within this of its middle, along the row
  std::vector<double> x_, y_, z_;
};

}  // namespace glasscope::voronoi
