#include "multislice/scan/Calibration.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/system/Parallel.h"
#include "multislice/potentials/Potential.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/scattering_matrix/BeamPanels.h"

namespace glasscope::multislice {

namespace {

double seconds(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A layer of copper atoms on a lattice over the whole grid.
Foil layer(const Grid& grid, int side) {
  Atoms atoms;
  atoms.box = Box::orthogonal({grid.lx_A(), grid.ly_A(), 2});
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      atoms.add(29, {grid.lx_A() * j / side, grid.ly_A() * i / side, 1});
    }
  }
  return Foil::cut(atoms, {});
}

/// The product of a matrix that fits a cache with a batch of probes, ns a row, beam and probe.
double productCost_ns() {
  constexpr int kBeams = 256, kProbes = 64;
  constexpr std::size_t kPanels = 16;
  const BeamPanels panels(kBeams, kPanels * BeamPanels::kRows);
  const BeamCoefficients probes(kProbes, kBeams);
  std::vector<float> out(kProbes * BeamPanels::kPanel);
  double best = HUGE_VAL;
  for (int repeat = 0; repeat < 3; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t p = 0; p < kPanels; ++p) {
      panels.multiply(p, probes, out.data(), BeamPanels::kPanel);
    }
    best = std::min(best, seconds(start));
  }
  return 1e9 * best / (static_cast<double>(kPanels) * BeamPanels::kRows * kBeams * kProbes);
}

}  // namespace

Calibration Calibration::measure(const Grid& grid, double budget_s) {
  Calibration result;
  result.product_ns = productCost_ns();
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Foil foil = layer(grid, 64);
  const Slicing slicing(foil, 1);
  const Potential potential(grid, ScatteringFactors(Parametrisation::lobato), foil.species());
  const double pixels = static_cast<double>(grid.pixels());

  potential.project(foil, slicing.atoms(0).first(1));  // makes room
  auto start = std::chrono::steady_clock::now();
  Array2<float> projected = potential.project(foil, slicing.atoms(0).first(1));
  const double empty_s = seconds(start);
  start = std::chrono::steady_clock::now();
  projected = potential.project(foil, slicing.atoms(0));
  const double atoms_s = std::max(0.0, seconds(start) - empty_s);
  result.potential_ns_per_pixel = 1e9 * empty_s / pixels;
  result.potential_ns_per_atom = 1e9 * atoms_s / static_cast<double>(foil.size());
  start = std::chrono::steady_clock::now();
  const Transmission transmission(grid, beam, limit, 1, [&](int) { return projected; });
  result.slice_ns_per_pixel = 1e9 * seconds(start) / pixels;

  std::vector<double> ns(threadCount());
  parallelFor(threadCount(), [&](std::int64_t thread, int) {
    const auto stepper = makeWaveStepper(propagator);
    std::vector<Wave> waves(WaveStepper::kTogether, Wave(grid.pixels()));
    std::vector<TravellingWave> travelling;
    for (Wave& wave : waves) {
      wave[0] = 1;
      travelling.push_back({wave, transmission.views()});
    }
    stepper->advanceTogether(travelling);  // warms the caches
    const auto begin = std::chrono::steady_clock::now();
    int steps = 0;
    do {
      stepper->advanceTogether(travelling);
      steps += WaveStepper::kTogether;
    } while (seconds(begin) < budget_s);
    ns[thread] = 1e9 * seconds(begin) / (steps * pixels);
  });
  for (double n : ns) result.ns_per_pixel_slice_probe += n / static_cast<double>(ns.size());
  return result;
}

}  // namespace glasscope::multislice
