#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/cells/ImageBins.h"
#include "voronoi/cells/Region.h"
#include "voronoi/cells/SampleFrame.h"
#include "voronoi/cells/VoroDoor.h"

namespace glasscope::voronoi {

/// A face of a cell, lengths in the builder's unit.
struct Face {
  std::int32_t neighbour = 0;
  int edges = 0;
  double area = 0;
  Vec3 vector = Vec3::Zero();
};

/// A cell, lengths in the builder's unit.
struct BuiltCell {
  std::int32_t atom = 0;
  int faces = 0;
  double volume = 0, surface = 0, reach = 0;
  std::uint8_t open = 0;
};

/// Builds the cell of one atom at a time: the images around it cut a large cube, nearest plane
/// first, until no plane can be near enough to reach a corner. Lengths are scaled by a power of two
/// so that atoms are about one unit apart: the result is then the same whatever the unit of the
/// input, and the tolerance of the library fits.
class CellBuilder {
 public:
  CellBuilder(const Atoms& atoms, std::span<const double> radii_A);
  /// For a piece of a sample: `atoms` are all the atoms of `region`.
  CellBuilder(const Atoms& atoms, std::span<const double> radii_A, const SampleFrame& frame,
              const Region& region);

  /// Thrown by `build` when a cell may be cut by atoms outside of the region.
  struct RegionTooNarrow {};

  /// Working space of one thread.
  struct Scratch {
    struct Plane {
      double distance;
      std::int32_t image;
    };
    CellCutter cutter;
    CellMeasures measures;
    std::vector<ImageNeighbour> images;
    std::vector<Plane> planes;
    std::vector<Vec3> corners;
    std::vector<double> cornerReach2;
    std::vector<Vec3> walls;
  };

  /// Appends the faces and edges of the atom's cell. Throws Error(input) on coinciding atoms,
  /// Error(capacity) on cells that reach over too many images.
  BuiltCell build(std::size_t atom, Scratch& scratch, std::vector<Face>& faces,
                  std::vector<float>& edges) const;

  const std::vector<std::int32_t>& order() const { return bins_.order(); }
  double unit_A() const { return frame_.unit_A; }
  double filledVolume_A3() const { return frame_.filledVolume_A3(atoms_.box); }

 private:
  double searchRadius(std::size_t atom, double reach) const;
  double planeDistance(std::size_t atom, std::int32_t other, double distance) const;
  void cutWalls(std::size_t atom, Scratch& scratch) const;
  void gather(std::size_t atom, double inner, double outer, Scratch& scratch) const;
  bool comesFirst(const ImageNeighbour& a, const ImageNeighbour& b) const;
  /// Cuts by what `gather` found; false when the cell vanished.
  bool cutGathered(std::size_t atom, std::size_t firstImage, Scratch& scratch) const;
  BuiltCell collect(std::size_t atom, Scratch& scratch, std::vector<Face>& faces,
                    std::vector<float>& edges) const;
  [[noreturn]] void failCoinciding(std::size_t atom, std::int32_t other) const;

  const Atoms& atoms_;
  SampleFrame frame_;
  Region region_;
  Box box_;                    // in units
  std::vector<double> radii_;  // in units; empty when plain
  double largestRadius2_ = 0;
  ImageBins bins_;
  double startHalfWidth_;
};

}  // namespace glasscope::voronoi
