#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/settings/Fields.h"
#include "voronoi/order/BondOrder.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

struct CrystalSettings {
  double coherence = 0.7;  ///< least normalised product q6(i) . q6(j) of a coherent bond
  double share = 0.7;      ///< least share of coherent bonds of a crystal-like atom, by face area
  int nucleus = 8;         ///< a cluster of fewer atoms is chance, not a crystal
};

void eachField(MaybeConst<CrystalSettings> auto& c, auto&& visit) {
  visit(Field{"crystal_coherence",
              "Least normalised product of the q6 vectors of two neighbours that lie in the same "
              "crystal",
              {0, 1, true}},
        c.coherence);
  visit(Field{"crystal_share",
              "Least share of such neighbours, by face area, of a crystal-like atom",
              {0, 1, true}},
        c.share);
  visit(Field{"crystal_nucleus", "Atoms of the smallest grain that counts", {1, 1000000}},
        c.nucleus);
}

/// Crystal-like atoms and the grains that they form.
struct Crystals {
  std::vector<double> coherentShare;  ///< [atom] by face area; NaN where undefined
  std::vector<std::uint8_t> crystal;  ///< [atom] 1: in a grain of at least `nucleus` atoms
  Clusters grains;                    ///< of all crystal-like atoms through coherent bonds
};

/// What the cells of atoms and their neighbours say of crystals, before grains are known.
struct CrystalBonds {
  std::vector<double> coherentShare;  ///< [atom] by face area; NaN where undefined
  std::vector<std::uint8_t> like;     ///< [atom] 1: enough of its bonds are coherent
  std::vector<Link> links;            ///< coherent bonds of crystal-like atoms with anyone
};

/// Of the first `count` atoms. Throws as below.
CrystalBonds crystalBonds(const Atoms& atoms, const Tessellation& cells,
                          const BondHarmonics& harmonics, const CrystalSettings& settings,
                          std::size_t count);

/// Finds ordered regions by the coherence of bond orientations between neighbours (ten Wolde,
/// Ruiz-Montero and Frenkel, J. Chem. Phys. 104, 9932 (1996)): the normalised product of the
/// q_6m vectors of two neighbours. `harmonics` should be of degree 6 and weighted by area, so that
/// the faces that noise splits off carry no weight; shares are by area for the same reason. Any
/// lattice with one kind of site is found, whichever it is. Throws Error(usage) on a coherence or
/// share outside (0, 1].
Crystals findCrystals(const Atoms& atoms, const Tessellation& cells, const BondHarmonics& harmonics,
                      const CrystalSettings& settings);

}  // namespace glasscope::voronoi
