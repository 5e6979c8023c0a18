#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/cells/Region.h"

namespace glasscope::voronoi {

/// The atoms that a brick owns and the ghosts around it (the words are those of LAMMPS).
struct Piece {
  /// Indices into the sample: owned atoms, then the ghosts of the margin, whose cells are computed,
  /// then the other ghosts of the region; each ascending.
  std::vector<std::int32_t> atoms;
  std::size_t own = 0, inner = 0;  ///< numbers: owned; owned and margin
  Region region;

  Atoms of(const Atoms& sample) const;
  std::vector<double> of(std::span<const double> perAtom) const;
};

/// Cuts a sample into bricks of about equally many atoms: halves across the longest extent, again
/// and again, in fractional coordinates. Keeps a reference to the atoms, and four bytes an atom.
class BrickPlan {
 public:
  BrickPlan(const Atoms& atoms, std::int64_t atomsPerBrick);

  std::size_t size() const { return bricks_.size(); }
  std::size_t atomsOf(std::size_t brick) const { return bricks_[brick].end - bricks_[brick].begin; }
  const std::vector<int>& species() const { return species_; }  ///< of the sample
  /// The brick with all atoms up to `inner_A` away (the margin) and up to `outer_A` away from it,
  /// measured across the faces of the brick.
  Piece piece(std::size_t brick, double inner_A, double outer_A) const;
  /// The bricks that a rank works on: about equally many atoms for each.
  std::vector<std::size_t> bricksOf(int rank, int ranks) const;

 private:
  struct Brick {
    std::size_t begin = 0, end = 0;  // in order_
    Region region;
  };
  Vec3 fractional(std::int32_t atom) const;
  void divide(const Brick& brick, std::size_t most);
  bool split(const Brick& brick, int direction, Brick& below, Brick& above);
  bool mayShare(const Region& brick, const Region& region) const;

  const Atoms& atoms_;
  std::vector<int> species_;
  std::vector<std::int32_t> order_;
  std::vector<Brick> bricks_;
};

/// The bricks that this rank goes through, and whether the others are with other ranks: only then
/// are sums taken over all ranks.
struct BrickShare {
  const BrickPlan& plan;
  std::vector<std::size_t> bricks;
  bool overRanks = false;
};

/// The bricks of this rank among all.
BrickShare shareOverRanks(const BrickPlan& plan);

}  // namespace glasscope::voronoi
