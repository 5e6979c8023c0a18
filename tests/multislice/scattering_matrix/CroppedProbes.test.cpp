#include "multislice/scattering_matrix/CroppedProbes.h"

#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/multislice/scattering_matrix/SmallMatrix.h"

namespace glasscope::multislice {
namespace {

/// Waves by PRISM of a tiled glass, and those of multislice in the whole cell.
struct Interpolated {
  Interpolated(const SmallSpecimen& s, int factor, int reach)
      : recorder(s.grid, factor, reach, reach, 1),
        probe(s.settings, recorder.probeGrid(), s.beam),
        stack(s.stack()),
        beams(beamsOf(probe, recorder.probeGrid(), factor)),
        matrix({s.propagator, stack, joints, s.beam, {0, 0}, beams, parents, recorder},
               s.transmission.views()) {}
  CroppedProbes recorder;
  Probe probe;
  SliceStack stack;
  std::vector<Propagator> joints;
  std::vector<BeamIndex> beams;
  std::optional<PartitionedBeams> parents;
  ScatteringMatrix matrix;
};

Foil empty() {
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 10});
  atoms.add(1, {4, 4, 9.99});
  return Foil::cut(atoms, {});
}

TEST(CroppedProbes, withoutInterpolationGiveTheProbesOfMultislice) {
  // Factor 1 cuts nothing off; frequencies up to 23 of 72 points are within the band limit of 24.
  const SmallSpecimen s;
  const Interpolated prism(s, 1, 24);
  const Probe probe(s.settings, s.grid, s.beam);
  for (const Vec2& r : {Vec2(3.1, 2.2), Vec2(8.8, 0.1)}) {
    const Wave wave = wavesOf(prism.matrix, prism.recorder, prism.probe, {r})[0];
    EXPECT_LT(intensityError(wave, s.multislice(probe, r)), 1e-5);
  }
}

TEST(CroppedProbes, keepTheirIntensityInFreeSpace) {
  // A hydrogen atom below the last propagation leaves a bare probe: the whole of it is cut out, as
  // it is periodic with the part of the cell.
  SmallSpecimen s(empty());
  s.settings.aberrations.defocus_A = 0;
  const Interpolated prism(s, 2, 24);
  const Wave wave = wavesOf(prism.matrix, prism.recorder, prism.probe, {{3.1, 2.2}})[0];
  double total = 0;
  for (const auto& v : wave) total += std::norm(v);
  EXPECT_NEAR(total, 1, 2e-3);
}

TEST(CroppedProbes, giveTheSameWaveWhateverProbesShareTheirPanels) {
  const SmallSpecimen s;
  const Interpolated prism(s, 2, 20);
  const std::vector<Vec2> positions{{0.1, 0.1}, {8.7, 7.7}, {4, 4}, {4, 0.3}};
  const auto together = wavesOf(prism.matrix, prism.recorder, prism.probe, positions);
  for (std::size_t p = 0; p < positions.size(); ++p) {
    EXPECT_EQ(together[p], wavesOf(prism.matrix, prism.recorder, prism.probe, {positions[p]})[0]);
  }
}

TEST(CroppedProbes, approximateMultisliceInThePartOfTheCell) {
  // A foil tiled twice: the part that is cut out is one tile, and a probe that stays inside it sees
  // the same atoms. The beams of the part and of the cell are then those of one tile.
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 10});
  for (int i = 0; i < 40; ++i) {
    Random place(11, "place", 0, i);
    atoms.add(29, {9 * place.uniform(), 8 * place.uniform(), 10 * place.uniform()});
  }
  FoilSettings twice;
  twice.tile_x = twice.tile_y = 2;
  const Foil tiled = Foil::cut(atoms, twice), single = Foil::cut(atoms, {});
  const ElectronBeam beam(200);
  const Grid cell(144, 144, 18, 16);
  const BandLimit limit(cell);
  const Slicing slicing(tiled, 5);
  const Potential potential(cell, ScatteringFactors(Parametrisation::lobato), tiled.species());
  const Transmission transmission(
      cell, beam, limit, 5, [&](int n) { return potential.project(tiled, slicing.atoms(n)); });
  const Propagator propagator(cell, beam, limit, 2);
  const SmallSpecimen s(single);
  const CroppedProbes recorder(cell, 2, 48, 48, 1);
  const Probe probe(s.settings, recorder.probeGrid(), beam);
  const SliceStack stack = s.stack();
  const std::vector<Propagator> joints;
  const std::vector<BeamIndex> beams = beamsOf(probe, recorder.probeGrid(), 2);
  const std::optional<PartitionedBeams> parents;
  const ScatteringMatrix matrix({propagator, stack, joints, beam, {0, 0}, beams, parents, recorder},
                                transmission.views());
  const Wave wave = wavesOf(matrix, recorder, probe, {{3.1, 2.2}})[0];
  // In a specimen that repeats with the part PRISM loses nothing at all.
  EXPECT_LT(intensityError(wave, s.multislice(probe, {3.1, 2.2})), 1e-5);
}

TEST(CroppedProbes, refuseAGridThatCannotBeDivided) {
  EXPECT_THROW(CroppedProbes(Grid(72, 72, 9, 8), 5, 20, 20, 1), Error);
}

}  // namespace
}  // namespace glasscope::multislice
