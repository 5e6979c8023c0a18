#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/structure/SampleNumber.h"
#include "voronoi/structure/StructureReport.h"
#include "voronoi/structure/StructureSeries.h"

// For voronoi/structure/StructureSeries.cpp only.
namespace glasscope::voronoi {

/// g(r) of the frames of a series, one after the other, in the bins and around the atoms of the
/// reference.
class SeriesPairs {
 public:
  explicit SeriesPairs(const StructureReport& reference) : reference_(reference) {}

  /// Takes a frame in; `known` is one that the reference describes, whose pairs are not counted
  /// again. Returns the neighbours in each shell of the reference ("shell_1_neighbours",
  /// "shell_1_neighbours_Cu_Zr"); NaN for a frame whose pairs the reference's atoms do not fit.
  std::vector<SampleNumber> add(const Atoms& frame, bool known);
  /// Means over the frames that were taken in, with the error of each bin.
  std::vector<StructureSeries::PairMean> means(
      const std::function<double(std::span<const double>)>& errorOf) const;

 private:
  const StructureReport& reference_;
  std::vector<std::vector<std::vector<double>>> g_;  // [pair][bin][frame]
};

}  // namespace glasscope::voronoi
