#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/motifs/VoronoiIndex.h"

namespace glasscope::voronoi {

/// Motif classes (centre species and index) in the order of the mean of a per-atom field: which
/// motifs are soft, when the field is a softness. The classes at the bad end are the geometrically
/// unfavoured motifs of this sample, computed and not taken from a list; the idea is that of Ding,
/// Patinet, Falk, Cheng and Ma, Proc. Natl. Acad. Sci. 111, 14052 (2014), who rank by the
/// participation in soft modes.
struct MotifRanking {
  struct Class {
    int centre = 0;  ///< atomic number
    VoronoiIndex index;
    std::int64_t count = 0;
    double mean = 0, standardError = 0;  ///< of the field; atoms are taken as independent
    bool worst = false;
  };
  std::string field;
  double share = 0;            ///< of the atoms that the worst classes hold
  std::vector<Class> classes;  ///< worst first; those of at least `fewest` atoms
  std::vector<double> marked;  ///< [atom] 1 in a worst class, 0 elsewhere, NaN where undefined
};

struct MotifRankingSettings {
  bool highestIsWorst = true;  ///< else the lowest mean is
  double worstShare = 0.1;     ///< classes are marked from the worst on, as long as all together
                               ///< hold no more than this share of the atoms; one is always marked
  std::int64_t fewest = 10;    ///< smaller classes are not ranked: their means are noise
};

/// Atoms whose field is not finite, or that are marked in `skip`, do not count. Throws
/// Error(usage) on a share outside (0, 1].
MotifRanking rankMotifs(const Atoms& atoms, const Column& field,
                        std::span<const VoronoiIndex> indices, std::span<const std::uint8_t> skip,
                        const MotifRankingSettings& settings);

}  // namespace glasscope::voronoi
