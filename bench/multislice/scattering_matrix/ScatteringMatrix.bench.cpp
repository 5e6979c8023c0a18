// The scattering matrix against multislice: what its two parts cost, and from how many probes on it
// is the faster. Times are of this thread's processor, so that other work on the machine counts
// little; all ratios are of numbers measured here.

#include "multislice/scattering_matrix/ScatteringMatrix.h"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <benchmark/benchmark.h>

#include "core/system/Parallel.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/scattering_matrix/RecordedFrequencies.h"

namespace glasscope::multislice {
namespace {

double since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// A block of `side` points (0.1 angstrom), recorded between 50 and 80 mrad.
struct Block {
  Block(int side, int slices, double semiangle_mrad)
      : grid(side, side, 0.1 * side, 0.1 * side),
        transmission(grid, beam, limit, slices, [&](int s) {
          Array2<float> v(grid.nx(), grid.ny());
          for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>((i + 31 * s) % 97);
          return v;
        }) {
    settings.semiangle_mrad = semiangle_mrad;
  }

  std::vector<bool> ring() const {
    std::vector<bool> counted(grid.pixels());
    for (int i = 0; i < grid.nx(); ++i) {
      for (int j = 0; j < grid.ny(); ++j) {
        const double angle = beam.angle_mrad(std::hypot(grid.kx_invA(i), grid.ky_invA(j)));
        counted[static_cast<std::size_t>(i) * grid.ny() + j] = angle >= 50 && angle < 80;
      }
    }
    return counted;
  }

  ElectronBeam beam{200};
  Grid grid;
  BandLimit limit{grid};
  Propagator propagator{grid, beam, limit, 2};
  ProbeSettings settings;
  Transmission transmission;
};

/// Seconds of one wave through all slices, best of three.
double waveSeconds(const Block& block) {
  const auto stepper = makeWaveStepper(block.propagator);
  Wave wave(block.grid.pixels());
  wave[0] = 1;
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t start = std::clock();
    stepper->advance(wave, block.transmission.views());
    best = std::min(best, since(start));
  }
  return best;
}

/// Products of a batch of probes with the matrix; the crossover follows from what they leave.
void products(benchmark::State& state) {
  constexpr int kProbes = 64;
  const int side = static_cast<int>(state.range(0)), slices = static_cast<int>(state.range(1));
  const Block block(side, slices, static_cast<double>(state.range(2)));
  const Probe probe(block.settings, block.grid, block.beam);
  const RecordedFrequencies recorder(block.grid, {block.ring()});
  const int beams = static_cast<int>(probe.beams().size());
  // Its values do not matter to the time of a product: the matrix is not computed.
  BeamPanels panels(beams, recorder.rows());
  const std::vector<std::complex<float>> column(recorder.rows(), {0.1f, 0.2f});
  for (int b = 0; b < beams; ++b) panels.store(b, column);
  std::vector<Vec2> positions;
  for (int p = 0; p < kProbes; ++p) positions.emplace_back(0.3 * p, 0.2 * p);
  std::vector<float> out(kProbes * panels.panels() * BeamPanels::kPanel);
  double best = 1e9;
  for (auto _ : state) {
    const std::clock_t start = std::clock();
    const BeamCoefficients c = coefficientsOf(probe, block.grid, positions);
    for (std::size_t p = 0; p < panels.panels(); ++p) {
      panels.multiply(p, c, out.data() + p * BeamPanels::kPanel,
                      panels.panels() * BeamPanels::kPanel);
    }
    best = std::min(best, since(start) / kProbes);
  }
  const double direct = waveSeconds(block);
  state.counters["beams"] = beams;
  state.counters["Gflop/s"] = 8e-9 * beams * static_cast<double>(recorder.rows()) / best;
  state.counters["multislice/product"] = direct / best;
  // beams * direct + n * product = n * direct; 0 when the matrix never pays.
  state.counters["crossover, probes"] = direct > best ? beams * direct / (direct - best) : 0;
  state.counters["ratio at 10000"] = 1e4 * direct / (beams * direct + 1e4 * best);
}

// side, slices, semiangle in mrad: window, thickness and aperture in turn.
BENCHMARK(products)
    ->Args({200, 50, 3})
    ->Args({400, 50, 3})
    ->Args({800, 50, 3})
    ->Args({200, 50, 20})
    ->Args({400, 50, 20})
    ->Args({400, 200, 20})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace glasscope::multislice
