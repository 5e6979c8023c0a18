#pragma once

#include <cstdint>
#include <vector>

#include "voronoi/ImageBins.h"

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
  Vec3 axis_;               // unit vector along the third edge
  Vec3 acrossA_, acrossB_;  // a bin's other edges, less their part along the axis
  double tube_ = 0;         // every point of a row lies within this of the row's middle line
  double slide_ = 0;        // and its middle within this of where the row's bin puts it
  std::vector<double> x_, y_, z_;
};

}  // namespace glasscope::voronoi
