#pragma once

#include <array>
#include <vector>

#include "compare/images/FourierRing.h"
#include "compare/images/Similarity.h"
#include "core/formats/MapSeries.h"

namespace glasscope::compare {

/// One member of a simulated series beside a measured map. The two entries of each list are the two
/// ways: fitted on the first half of the map (small x) and scored on the second, and the other way
/// round.
struct MemberMatch {
  double value = 0;  ///< on the axis of the series
  std::array<SimilarityFit, 2> registration;
  std::array<double, 2> fitted{};  ///< correlation on the half that was fitted
  /// And on the other, with nothing fitted there; 0 (and r1 = 1) where the member shows too little
  /// of it.
  std::array<double, 2> scored{};
  std::array<double, 2> r1{};  ///< sum |measured - fit| / sum |measured| on the other
  /// How far the best of the fitted half is above this member on the other half, and its standard
  /// error (jackknife over blocks); 0 for the best itself.
  std::array<double, 2> behind{}, behindError{};
};

/// Which member of a series describes a measured map.
struct SeriesMatch {
  std::vector<MemberMatch> members;   ///< in the order of the series
  std::array<std::size_t, 2> best{};  ///< of greatest correlation on the fitted half
  /// Fourier ring correlation of the best with the map, on the half that was not fitted; empty
  /// where it shows too little of that.
  std::array<std::vector<FourierRingPoint>, 2> rings;
  /// Members that neither way tells from its best: `behind` within two standard errors of zero.
  std::vector<std::size_t> notExcluded;
};

/// Registers every member on one half of the map, scales it there, and scores it on the other half;
/// both ways. Throws Error(usage) when the map is constant or lies outside of the members.
SeriesMatch matchSeries(const Map2& measured, const MapSeries& series,
                        const SimilarityRange& range = {});

}  // namespace glasscope::compare
