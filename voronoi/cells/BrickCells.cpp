#include "voronoi/cells/BrickCells.h"

#include <algorithm>
#include <set>

namespace glasscope::voronoi {

namespace {

/// Ghosts up to this many typical distances away are enough for nearly all cells of a glass.
constexpr double kGhosts = 4;

/// One atom of every species goes along, so that all pieces have the same columns.
void addMissingSpecies(Piece& piece, const Atoms& sample, const std::vector<int>& species) {
  std::set<int> missing(species.begin(), species.end());
  for (const auto atom : piece.atoms) {
    if (missing.empty()) return;
    missing.erase(sample.atomicNumbers[static_cast<std::size_t>(atom)]);
  }
  const auto& numbers = sample.atomicNumbers;
  for (const int z : missing)
    piece.atoms.push_back(
        static_cast<std::int32_t>(std::find(numbers.begin(), numbers.end(), z) - numbers.begin()));
}

}  // namespace

BrickCells cellsOfBrick(const Atoms& sample, std::span<const double> radii_A,
                        const SampleFrame& frame, const BrickPlan& plan, std::size_t brick,
                        double margin_A, double reach_A) {
  for (double ghosts = kGhosts * frame.spacing_A;; ghosts *= 2) {
    BrickCells out;
    out.piece = plan.piece(brick, margin_A, std::max(margin_A + ghosts, reach_A));
    addMissingSpecies(out.piece, sample, plan.species());
    out.atoms = out.piece.of(sample);
    auto cells =
        tessellatePiece(out.atoms, out.piece.of(radii_A), frame, out.piece.region, out.piece.inner);
    if (!cells) continue;
    out.cells = std::move(*cells);
    return out;
  }
}

}  // namespace glasscope::voronoi
