#include "multislice/scattering_matrix/PartitionedBeams.h"

#include <optional>
#include <utility>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/multislice/scattering_matrix/SmallMatrix.h"

namespace glasscope::multislice {
namespace {

/// Error of a probe's intensities well within the band limit: near it a parent loses what its
/// children keep.
double errorWith(const SmallSpecimen& s, int rings) {
  const Probe probe(s.settings, s.grid, s.beam);
  const double reach = s.grid.bandLimit_invA() - 2 * s.beam.frequency_invA(25);
  std::vector<bool> inner(s.grid.pixels());
  for (int i = 0; i < s.grid.nx(); ++i) {
    for (int j = 0; j < s.grid.ny(); ++j) {
      inner[static_cast<std::size_t>(i) * s.grid.ny() + j] =
          std::hypot(s.grid.kx_invA(i), s.grid.ky_invA(j)) < reach;
    }
  }
  const RecordedFrequencies recorder(s.grid, {inner});
  const auto beams = beamsOf(probe, s.grid, 1);
  const SliceStack stack = s.stack();
  const std::optional<PartitionedBeams> parents(std::in_place, s.grid, s.beam, beams, rings);
  const ScatteringMatrix matrix({s.propagator, stack, {}, s.beam, {0, 0}, beams, parents, recorder},
                                s.transmission.views());
  const Vec2 position(3.1, 2.2);
  Wave exact = s.multislice(probe, position);
  for (std::size_t k = 0; k < exact.size(); ++k) {
    if (!inner[k]) exact[k] = 0;
  }
  return intensityError(wavesOf(matrix, recorder, probe, {position})[0], exact);
}

/// Atoms in one plane only, `z_A` deep, so that half of the exit depth is there or not.
Foil plane(double z_A) {
  Atoms atoms;
  atoms.box = Box::orthogonal({18, 17, 10});
  atoms.add(29, {4, 5, z_A});
  atoms.add(40, {11, 2, z_A});
  return Foil::cut(atoms, {});
}

Foil wideGlass() {
  Atoms atoms;
  atoms.box = Box::orthogonal({18, 17, 10});
  for (int i = 0; i < 160; ++i) {
    Random place(12, "place", 0, i);
    atoms.add(29, {18 * place.uniform(), 17 * place.uniform(), 10 * place.uniform()});
  }
  return Foil::cut(atoms, {});
}

TEST(PartitionedBeams, areExactForAThinObjectAtHalfTheDepth) {
  // Five slices of 2 angstrom: the plane of the third is at 5, half of the foil. What is left is
  // single precision.
  const SmallSpecimen middle(plane(5), 25, 180);
  EXPECT_LT(errorWith(middle, 1), 1e-5);
  const SmallSpecimen above(plane(1), 25, 180);
  EXPECT_GT(errorWith(above, 1), 1e-4);
}

TEST(PartitionedBeams, comeNearerToTheTruthWithMoreParents) {
  const SmallSpecimen s(wideGlass(), 25, 180);
  const double one = errorWith(s, 1), two = errorWith(s, 2), four = errorWith(s, 4);
  EXPECT_LT(two, 0.6 * one);  // second order in the distance of parents: a quarter in the limit
  EXPECT_LT(four, 0.6 * two);
  EXPECT_GT(four, 1e-6);
  RecordProperty("errors",
                 std::to_string(one) + " " + std::to_string(two) + " " + std::to_string(four));
}

TEST(PartitionedBeams, parentsEncloseTheBeamsAndGiveEachWeights) {
  const Grid grid(72, 72, 18, 17);
  const ElectronBeam beam(200);
  ProbeSettings settings;
  settings.semiangle_mrad = 30;
  const Probe probe(settings, grid, beam);
  const PartitionedBeams parents(grid, beam, beamsOf(probe, grid, 1), 3);
  EXPECT_EQ(parents.parents().size(), 37u);  // 1 + 6 + 12 + 18
  EXPECT_EQ(parents.parents()[0], (BeamIndex{0, 0}));
}

TEST(PartitionedBeams, refuseToHaveAsManyParentsAsBeams) {
  const Grid grid(72, 72, 18, 17);
  const ElectronBeam beam(200);
  const std::vector<BeamIndex> few{{0, 0}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}};
  EXPECT_THROW(PartitionedBeams(grid, beam, few, 1), Error);
}

}  // namespace
}  // namespace glasscope::multislice
