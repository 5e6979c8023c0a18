#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/math/Tally.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/order/PairValue.h"

namespace glasscope::voronoi {

/// Who sits beside whom, from the faces of the cells of closed atoms.
struct ChemicalOrder {
  std::vector<PairValue> partialCoordination;  ///< Z_ij, mean number of j around an i; all pairs
  /// 1 - Z_ij / (x_j Z_i) (Warren and Cowley; Cowley, Phys. Rev. 77, 669 (1950)): negative means
  /// preferred. Not symmetric when the species differ in coordination, so both orders are given.
  std::vector<PairValue> warrenCowley;
  /// eta = Z_AB <Z> / (x_B Z_A Z_B) - 1 of a binary (Cargill and Spaepen, J. Non-Cryst. Solids 43,
  /// 91 (1981)): symmetric, and nearly the same in every tessellation. NaN when not a binary.
  double cargillSpaepen = 0;
  double meanCoordination = 0;
};

/// Counts who is beside whom around the first `count` atoms of a piece of a sample. `surface` marks
/// atoms that are not counted as centres (they count as neighbours).
void countNeighbours(Tally& tally, const Tessellation& cells, const std::vector<int>& atomicNumbers,
                     std::span<const std::uint8_t> surface, std::size_t count);

/// What the counts of all pieces say. Concentrations x_j are those of the centres. Species in
/// ascending atomic number.
ChemicalOrder chemicalOrder(const Tally& neighbours);

}  // namespace glasscope::voronoi
