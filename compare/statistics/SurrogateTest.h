#pragma once

#include <cstdint>
#include <vector>

#include "compare/statistics/PreparedGroup.h"

namespace glasscope::compare {

/// How the linear correlations of all pairs compare with those of surrogates. Pairs are numbered as
/// rows: group by group, `first` map by map, signals inside.
struct SurrogateCounts {
  std::vector<double> plain, partial;      ///< observed correlations
  std::vector<double> deviation;           ///< of `partial` over surrogates, exact
  std::vector<int> plainReached, reached;  ///< surrogates with at least |plain|, |partial|
  std::vector<double> largestZ;            ///< of each surrogate, over the family
};

/// Makes `surrogates` surrogates of every `first` map. `family` says of each pair whether its z
/// counts among the largest.
SurrogateCounts countSurrogates(const std::vector<PreparedGroup>& groups,
                                const std::vector<unsigned char>& family, int surrogates,
                                std::uint64_t seed);

/// Observed correlations and the deviations of their surrogates only.
SurrogateCounts observeCorrelations(const std::vector<PreparedGroup>& groups);

}  // namespace glasscope::compare
