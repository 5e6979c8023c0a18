#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/system/LateFilled.h"
#include "voronoi/cells/Region.h"
#include "voronoi/cells/SampleFrame.h"

namespace glasscope::voronoi {

/// What a cell is: nearer to its atom than to any other (plain), or of smaller power distance
/// |x - x_i|^2 - r_i^2 (radical; Gellatly and Finney, J. Non-Cryst. Solids 50, 313 (1982)).
enum class Weighting { plain, radical };

/// The cells of a configuration as flat arrays. Cells are in atom order; the faces of cell i are
/// [firstFace[i], firstFace[i + 1]), the edges of face f are [firstEdge[f], firstEdge[f + 1]).
struct Tessellation {
  /// Neighbour index of a face that lies on a wall of an open direction of the box.
  static constexpr std::int32_t kWall = -1;

  Weighting weighting = Weighting::plain;
  Box box;                      ///< the box whose walls (if any) close the cells
  std::vector<double> radii_A;  ///< [atom]; empty when plain
  std::vector<double>
      volume_A3;  ///< [atom]; 0 for a radical cell that a bigger neighbour swallowed
  std::vector<double> surface_A2;       ///< [atom]
  std::vector<double> reach_A;          ///< [atom] distance of the furthest vertex from the atom
  std::vector<std::uint8_t> open;       ///< [atom] 1 when the cell touches a wall: cut by the box
  std::vector<std::int64_t> firstFace;  ///< [atom + 1]
  LateFilled<std::int32_t> neighbour;   ///< [face] atom index, or kWall
  LateFilled<Vec3> neighbourVector_A;   ///< [face] from the atom to its neighbour's image; for a
                                        ///< wall, to the mirror image of the atom
  LateFilled<double> area_A2;           ///< [face]
  LateFilled<std::int64_t> firstEdge;   ///< [face + 1]
  LateFilled<float> edgeLength_A;       ///< [edge], in order around the face

  std::size_t size() const { return volume_A3.size(); }
  std::size_t faceCount() const { return neighbour.size(); }
  int edgeCount(std::int64_t face) const {
    return static_cast<int>(firstEdge[face + 1] - firstEdge[face]);
  }
  std::int64_t facesOf(std::size_t atom) const { return firstFace[atom + 1] - firstFace[atom]; }
  /// Distance from the atom to the plane of a face, angstrom; negative when the plane lies behind
  /// the atom (radical cells only).
  double planeDistance_A(std::size_t atom, std::int64_t face) const;
};

/// Computes every cell. `radii_A` holds one radius an atom and makes the tessellation radical;
/// empty is plain. Triclinic boxes, any mix of periodic and open directions, and boxes smaller than
/// a cell (an atom is then its own neighbour) are right; in open directions the cells end at the
/// wall of the box, moved outwards where atoms lie outside of it. Threaded over atoms
/// (core/system/Parallel.h) with the same bits for every thread count. Throws Error(input) when
/// atoms coincide, when a radius is not positive, or when cells do not fill a periodic box to 1e-8;
/// Error(capacity) when a cell reaches over more than 4e6 images (a needle of a box with next to no
/// atoms).
Tessellation tessellate(const Atoms& atoms, std::span<const double> radii_A = {});

/// The same, to be called by all ranks with the same atoms: each computes its share of the cells,
/// and all get all of them.
Tessellation tessellateOverRanks(const Atoms& atoms, std::span<const double> radii_A = {});

/// The cells of the first `count` atoms of a piece of a sample, bit for bit those of the whole;
/// `piece` holds all atoms of `region`, in the box of the sample, with their ids. The atoms beyond
/// `count` have no faces and no volume. Nothing when a cell may reach out of the region: it must
/// then be wider. The caller checks that all cells together fill the box (`requireFilled`).
std::optional<Tessellation> tessellatePiece(const Atoms& piece, std::span<const double> radii_A,
                                            const SampleFrame& frame, const Region& region,
                                            std::size_t count);

/// Throws Error(input) unless the volumes add up to what is wanted.
void requireFilled(std::span<const double> volume_A3, double wanted_A3);

}  // namespace glasscope::voronoi
