#pragma once

#include <string>

#include "core/atoms/Atoms.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/SampleBonds.h"
#include "voronoi/order/Crystals.h"
#include "voronoi/order/Tetrahedral.h"

namespace glasscope::voronoi {

/// What is found on the way and only means something for the sample as a whole.
struct Neighbourhood {
  CrystalBonds crystals;
  TetrahedralBonds tetrahedra;  ///< empty without a cutoff
};

/// Adds what an atom, its neighbours and their cells decide: shapes of cells, further free volumes,
/// bond-orientational order and its averages, entropy, coherent bonds and, where `bondCutoff_A` is
/// not 0, tetrahedral order (see Describe.h for the names). Of a piece of a sample, `count` atoms
/// have all of that around them, and only their values count.
Neighbourhood addNeighbourhoodColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                                      const StructureSettings& settings, double bondCutoff_A,
                                      std::size_t count);

/// Ends of descriptions.
std::string coherenceText(const CrystalSettings& settings);
std::string bondText(double cutoff_A);

}  // namespace glasscope::voronoi
