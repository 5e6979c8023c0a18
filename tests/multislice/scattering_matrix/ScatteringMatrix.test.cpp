#include "multislice/scattering_matrix/ScatteringMatrix.h"

#include <optional>

#include <gtest/gtest.h>

#include "core/system/Parallel.h"
#include "tests/multislice/scattering_matrix/SmallMatrix.h"

namespace glasscope::multislice {
namespace {

const std::vector<Vec2> kPositions{{0, 0}, {1.37, 5.2}, {8.9, 7.95}, {4.5, 4}, {2.2, 0.1}};

/// A matrix and what it refers to while it is made.
struct Made {
  Made(const SmallSpecimen& s, const Probe& probe, const BeamRecorder& recorder,
       const std::vector<int>& depths)
      : stack(s.stack(depths)), beams(beamsOf(probe, s.grid, 1)) {
    for (std::size_t d = 0; d + 1 < stack.depths().size(); ++d) {
      joints.emplace_back(s.grid, s.beam, s.limit, stack.joint_A(d));
    }
    matrix.emplace(
        ScatteringGeometry{s.propagator, stack, joints, s.beam, {0, 0}, beams, none, recorder},
        s.transmission.views());
  }
  SliceStack stack;
  std::vector<Propagator> joints;
  std::vector<BeamIndex> beams;
  std::optional<PartitionedBeams> none;
  std::optional<ScatteringMatrix> matrix;
};

TEST(ScatteringMatrix, givesTheProbesOfMultislice) {
  // The same sums in another order, in single precision: 1e-5 is the promise, 2e-6 what comes.
  const SmallSpecimen s;
  const Probe probe(s.settings, s.grid, s.beam);
  const RecordedFrequencies recorder(s.grid, {s.everything()});
  const Made made(s, probe, recorder, {s.slices});
  const ScatteringMatrix& matrix = *made.matrix;
  const auto waves = wavesOf(matrix, recorder, probe, kPositions);
  for (std::size_t p = 0; p < kPositions.size(); ++p) {
    EXPECT_LT(intensityError(waves[p], s.multislice(probe, kPositions[p])), 1e-5);
  }
}

TEST(ScatteringMatrix, refocusesWithoutBeingComputedAgain) {
  const SmallSpecimen s;
  const Probe first(s.settings, s.grid, s.beam);
  const RecordedFrequencies recorder(s.grid, {s.everything()});
  const Made made(s, first, recorder, {s.slices});
  const ScatteringMatrix& matrix = *made.matrix;
  for (double defocus_A : {-80.0, 0.0, 150.0}) {
    ProbeSettings other = s.settings;
    other.aberrations.defocus_A = defocus_A;
    other.aberrations.c30_A = 1e6;
    const Probe probe(other, s.grid, s.beam);
    const Wave wave = wavesOf(matrix, recorder, probe, {{3.1, 2.2}})[0];
    const Wave direct = s.multislice(probe, {3.1, 2.2});
    EXPECT_LT(intensityError(wave, direct), 1e-5) << defocus_A;
    EXPECT_GT(intensityError(wave, s.multislice(first, {3.1, 2.2})), 1e-2);
  }
}

TEST(ScatteringMatrix, recordsSeveralDepthsInOnePass) {
  const SmallSpecimen s;
  const Probe probe(s.settings, s.grid, s.beam);
  const RecordedFrequencies recorder(s.grid, {s.everything(), s.everything()});
  const Made made(s, probe, recorder, {2, s.slices});
  const ScatteringMatrix& matrix = *made.matrix;
  for (int depth : {0, 1}) {
    const Wave wave = wavesOf(matrix, recorder, probe, {{3.1, 2.2}}, depth)[0];
    EXPECT_LT(intensityError(wave, s.multislice(probe, {3.1, 2.2}, depth == 0 ? 2 : s.slices)),
              1e-5);
  }
}

TEST(ScatteringMatrix, isTheSameOnAnyNumberOfThreads) {
  const SmallSpecimen s;
  const Probe probe(s.settings, s.grid, s.beam);
  const RecordedFrequencies recorder(s.grid, {s.everything()});
  const int before = threadCount();
  setThreadCount(1);
  const Made one(s, probe, recorder, {s.slices});
  setThreadCount(3);
  const Made three(s, probe, recorder, {s.slices});
  setThreadCount(before);
  EXPECT_EQ(wavesOf(*one.matrix, recorder, probe, kPositions),
            wavesOf(*three.matrix, recorder, probe, kPositions));
}

TEST(ScatteringMatrix, keepsOnlyTheFrequenciesThatAreCounted) {
  const SmallSpecimen s;
  const Probe probe(s.settings, s.grid, s.beam);
  std::vector<bool> ring(s.grid.pixels());
  for (int i = 0; i < s.grid.nx(); ++i) {
    for (int j = 0; j < s.grid.ny(); ++j) {
      const double k = std::hypot(s.grid.kx_invA(i), s.grid.ky_invA(j));
      ring[static_cast<std::size_t>(i) * s.grid.ny() + j] = k > 1 && k < 2;
    }
  }
  const RecordedFrequencies recorder(s.grid, {ring});
  const Made made(s, probe, recorder, {s.slices});
  const ScatteringMatrix& matrix = *made.matrix;
  const Wave wave = wavesOf(matrix, recorder, probe, {{3.1, 2.2}})[0];
  Wave direct = s.multislice(probe, {3.1, 2.2});
  for (std::size_t k = 0; k < direct.size(); ++k) {
    if (!ring[k]) direct[k] = 0;
  }
  EXPECT_LT(intensityError(wave, direct), 1e-5);
  EXPECT_LT(recorder.rows(), static_cast<std::size_t>(s.grid.pixels()) / 3);
}

}  // namespace
}  // namespace glasscope::multislice
