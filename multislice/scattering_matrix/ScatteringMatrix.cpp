#include "multislice/scattering_matrix/ScatteringMatrix.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/math/Constants.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/waves/ComplexProduct.h"

namespace glasscope::multislice {

namespace {

using Values = std::vector<std::complex<float>>;

std::span<float> raw(Values& values) {
  return {reinterpret_cast<float*>(values.data()), 2 * values.size()};
}

/// compute(n, worker, values) for runs of neighbours n, n + 1, ... in [0, count), one for each of
/// `values`, on the threads of all ranks, then take(n, values) on every rank in the order of n.
void shareOut(int count, std::size_t size,
              const std::function<void(int, int, std::span<Values>)>& compute,
              const std::function<void(int, const Values&)>& take,
              const std::function<void()>& tick) {
  constexpr int together = WaveStepper::kTogether;
  const int each = static_cast<int>(Mpi::maximum(std::int64_t{threadCount()})) * together;
  const int ranks = Mpi::size();
  std::vector<Values> values(static_cast<std::size_t>(each) * ranks, Values(size));
  for (int first = 0; first < count; first += each * ranks) {
    const int now = std::min(each * ranks, count - first), begin = Mpi::rank() * each;
    const int mine = std::clamp(now - begin, 0, each);
    parallelFor((mine + together - 1) / together, [&](std::int64_t task, int worker) {
      const int slot = begin + static_cast<int>(task) * together;
      const int run = std::min(together, begin + mine - slot);
      compute(first + slot, worker, std::span(values).subspan(slot, run));
    });
    for (int slot = 0; slot < now; ++slot) {
      Mpi::broadcast(raw(values[slot]), slot / each);
      take(first + slot, values[slot]);
    }
    tick();
  }
}

/// Carries plane waves through the slices and stops at every recorded depth.
class BeamRunner {
 public:
  BeamRunner(const ScatteringGeometry& geometry, std::span<const SliceView> slices)
      : geometry_(geometry), slices_(slices), workers_(threadCount()) {
    for (Worker& worker : workers_) {
      worker.stepper = makeWaveStepper(geometry.propagator);
      worker.waves.resize(WaveStepper::kTogether);
      for (Wave& wave : worker.waves) wave.resize(geometry.propagator.grid().pixels());
    }
  }

  /// At most WaveStepper::kTogether beams; atDepth(beam among these, depth, wave).
  void run(
      std::span<const BeamIndex> beams, int worker,
      const std::function<void(std::size_t, int, std::span<const std::complex<float>>)>& atDepth) {
    Worker& mine = workers_[worker];
    std::vector<TravellingWave> travelling(beams.size());
    for (std::size_t b = 0; b < beams.size(); ++b) enter(beams[b], mine.waves[b]);
    int slice = 0;
    const std::vector<int>& depths = geometry_.stack.depths();
    for (std::size_t d = 0; d < depths.size(); ++d) {
      const auto next = slices_.subspan(slice, depths[d] - slice);
      for (std::size_t b = 0; b < beams.size(); ++b) travelling[b] = {mine.waves[b], next};
      mine.stepper->advanceTogether(travelling);
      slice = depths[d];
      for (std::size_t b = 0; b < beams.size(); ++b) {
        atDepth(b, static_cast<int>(d), mine.waves[b]);
        if (d + 1 == depths.size()) continue;
        Wave& wave = mine.waves[b];
        multiply(wave.data(), geometry_.joints[d].factors().data(), wave.size());
      }
    }
  }

 private:
  struct Worker {
    std::unique_ptr<WaveStepper> stepper;
    std::vector<Wave> waves;
  };

  void enter(const BeamIndex& beam, Wave& wave) const {
    const Grid& grid = geometry_.propagator.grid();
    std::fill(wave.begin(), wave.end(), 0.0f);
    const int i = beam.i < 0 ? beam.i + grid.nx() : beam.i;
    const int j = beam.j < 0 ? beam.j + grid.ny() : beam.j;
    const double phase = geometry_.beam.propagationPhase_rad(
        grid.kx_invA(i), grid.ky_invA(j), geometry_.stack.entry_A(), geometry_.tilt_mrad);
    wave[static_cast<std::size_t>(i) * grid.ny() + j] = std::complex<float>(std::polar(1.0, phase));
  }

  const ScatteringGeometry& geometry_;
  std::span<const SliceView> slices_;
  std::vector<Worker> workers_;
};

void fillFromBeams(const ScatteringGeometry& g, BeamRunner& runner, BeamPanels& panels,
                   const std::function<void()>& tick) {
  shareOut(
      static_cast<int>(g.beams.size()), g.recorder.rows(),
      [&](int n, int worker, std::span<Values> values) {
        runner.run(std::span(g.beams).subspan(n, values.size()), worker,
                   [&](std::size_t b, int depth, std::span<const std::complex<float>> wave) {
                     g.recorder.record(depth, wave, values[b]);
                   });
      },
      [&](int n, const Values& values) { panels.store(n, values); }, tick);
}

/// Waves are interpolated in focus half way down to where they are recorded.
PartitionedBeams::Depths interpolationDepths(const SliceStack& stack, std::size_t depth) {
  return {stack.reached_A(depth), stack.depth_A(depth) / 2};
}

void fillFromParents(const ScatteringGeometry& g, BeamRunner& runner, BeamPanels& panels,
                     const std::function<void()>& tick) {
  const std::size_t pixels = g.propagator.grid().pixels(), depths = g.stack.depths().size();
  const auto& parents = g.parents->parents();
  std::vector<std::vector<Wave>> envelopes(depths, std::vector<Wave>(parents.size()));
  shareOut(
      static_cast<int>(parents.size()), pixels * depths,
      [&](int n, int worker, std::span<Values> values) {
        runner.run(std::span(parents).subspan(n, values.size()), worker,
                   [&](std::size_t b, int depth, std::span<const std::complex<float>> wave) {
                     // The wave itself goes on to the next depth.
                     const auto copy = std::span(values[b]).subspan(depth * pixels, pixels);
                     std::copy(wave.begin(), wave.end(), copy.begin());
                     g.parents->toEnvelope(n + static_cast<int>(b),
                                           interpolationDepths(g.stack, depth), copy);
                   });
      },
      [&](int n, const Values& values) {
        for (std::size_t d = 0; d < depths; ++d) {
          const auto at = values.begin() + static_cast<std::ptrdiff_t>(d * pixels);
          envelopes[d][n].assign(at, at + static_cast<std::ptrdiff_t>(pixels));
        }
      },
      tick);
  parallelFor(static_cast<std::int64_t>(g.beams.size()), [&](std::int64_t n, int) {
    Wave wave(pixels);
    Values values(g.recorder.rows());
    for (std::size_t d = 0; d < depths; ++d) {
      const int depth = static_cast<int>(d), beam = static_cast<int>(n);
      g.parents->interpolate(beam, interpolationDepths(g.stack, d), envelopes[d], wave);
      g.recorder.record(depth, wave, values);
    }
    panels.store(static_cast<int>(n), values);
  });
}

int signedIndex(int i, int n) {
  return i < (n + 1) / 2 ? i : i - n;
}

}  // namespace

ScatteringMatrix::ScatteringMatrix(const ScatteringGeometry& geometry,
                                   std::span<const SliceView> slices,
                                   const std::function<void()>& tick)
    : panels_(static_cast<int>(geometry.beams.size()), geometry.recorder.rows()) {
  BeamRunner runner(geometry, slices);
  if (geometry.parents) {
    fillFromParents(geometry, runner, panels_, tick);
  } else {
    fillFromBeams(geometry, runner, panels_, tick);
  }
}

std::vector<BeamIndex> beamsOf(const Probe& probe, const Grid& probeGrid, int factor) {
  std::vector<BeamIndex> beams;
  for (const Probe::Beam& b : probe.beams()) {
    beams.push_back(
        {factor * signedIndex(b.i, probeGrid.nx()), factor * signedIndex(b.j, probeGrid.ny())});
  }
  return beams;
}

BeamCoefficients coefficientsOf(const Probe& probe, const Grid& probeGrid,
                                std::span<const Vec2> positions_A) {
  const auto& beams = probe.beams();
  BeamCoefficients result(static_cast<int>(positions_A.size()), static_cast<int>(beams.size()));
  std::vector<std::complex<double>> x(probeGrid.nx()), y(probeGrid.ny());
  for (int p = 0; p < result.probes(); ++p) {
    for (int i = 0; i < probeGrid.nx(); ++i) {
      x[i] = std::polar(1.0, -2 * constants::kPi * probeGrid.kx_invA(i) * positions_A[p].x());
    }
    for (int j = 0; j < probeGrid.ny(); ++j) {
      y[j] = std::polar(1.0, -2 * constants::kPi * probeGrid.ky_invA(j) * positions_A[p].y());
    }
    for (int b = 0; b < result.beams(); ++b) {
      result.set(p, b, std::complex<float>(beams[b].amplitude * x[beams[b].i] * y[beams[b].j]));
    }
  }
  return result;
}

}  // namespace glasscope::multislice
