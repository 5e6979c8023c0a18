// Whole scans of a random Cu-Zr foil (200 kV, 20 mrad, annulus 60 to 90 mrad) by multislice: what a
// probe costs against the bare step through the same window and slices (the limit), how that
// follows window and thickness, and how much faster two threads are. Costs of a probe are those
// between a scan of few and one of many positions, without start and potentials; the least of all
// repeats counts. For ranks see bench/ranks.py.

#include "multislice/scan/runScan.h"

#include <algorithm>
#include <chrono>

#include <benchmark/benchmark.h>

#include "core/math/Random.h"
#include "core/system/Log.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"

namespace glasscope::multislice {
namespace {

constexpr double kSide_A = 60, kSlice_A = 2;
constexpr int kFew = 4;

Foil foilOf(double thickness_A) {
  Atoms atoms;
  atoms.box = Box::orthogonal({kSide_A, kSide_A, thickness_A});
  const int count = static_cast<int>(kSide_A * kSide_A * thickness_A / 16);
  for (int i = 0; i < count; ++i) {
    Random random(1, "bench", 0, i);
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    atoms.add(i % 3 ? 29 : 40, {kSide_A * x, kSide_A * y, thickness_A * z});
  }
  return Foil::cut(atoms, {});
}

ScanJob jobOf(double window_A) {
  ScanJob job;
  job.probe.semiangle_mrad = 20;
  job.annular = {{"haadf", 60, 90}};
  job.microscope.window_A = window_A;
  job.microscope.slice_thickness_A = kSlice_A;
  return job;
}

/// Hundreds of scans would each say how much of a probe reaches the edge of its window.
void quieten() {
  Progress::setQuiet(true);
  setLogLevel(0);
}

template <class Work>
double secondsOf(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Wall time of a scan of a line of positions that lie close together.
double scanSeconds(ScanJob job, const Foil& foil, int positions) {
  job.scan = {1, positions, {1, 1}, {1, 0.1}, false};
  return secondsOf([&] { benchmark::DoNotOptimize(runScan(job, std::span(&foil, 1))); });
}

/// One wave through slices of the job's window, on this thread: seconds of each slice.
class BareStep {
 public:
  BareStep(const ScanJob& job, const Foil& foil)
      : grid_(gridOf(job, foil)),
        propagator_(grid_, ElectronBeam(200), BandLimit(grid_), kSlice_A),
        slices_(grid_, ElectronBeam(200), BandLimit(grid_), kSlices,
                [&](int s) {
                  Array2<float> v(grid_.nx(), grid_.ny());
                  for (std::size_t i = 0; i < v.size(); ++i) {
                    v[i] = static_cast<float>((i + s) % 97);
                  }
                  return v;
                }),
        stepper_(makeWaveStepper(propagator_)),
        wave_(grid_.pixels(), 0.0f) {}

  double seconds() {
    wave_[0] = 1;
    return secondsOf([&] { stepper_->advance(wave_, slices_.views()); }) / kSlices;
  }
  const Grid& grid() const { return grid_; }

 private:
  static constexpr int kSlices = 16;
  Grid grid_;
  Propagator propagator_;
  Transmission slices_;
  std::unique_ptr<WaveStepper> stepper_;
  Wave wave_;
};

/// Arguments: window and thickness, both in angstrom.
void probes(benchmark::State& state) {
  quieten();
  const int more = 16;
  const Foil foil = foilOf(static_cast<double>(state.range(1)));
  const ScanJob job = jobOf(static_cast<double>(state.range(0)));
  BareStep bare(job, foil);
  setThreadCount(1);
  double few = 1e9, many = 1e9, step = 1e9;
  for (auto _ : state) {
    step = std::min(step, bare.seconds());
    few = std::min(few, scanSeconds(job, foil, kFew));
    many = std::min(many, scanSeconds(job, foil, kFew + more));
  }
  const double probe = (many - few) / more, slices = sliceCount(job.microscope, foil);
  state.counters["points"] = bare.grid().nx();
  state.counters["ms/probe"] = 1e3 * probe;
  state.counters["ns/pixel/slice/probe"] =
      1e9 * probe / (slices * static_cast<double>(bare.grid().pixels()));
  state.counters["bare step"] = 1e9 * step / static_cast<double>(bare.grid().pixels());
  state.counters["ratio to bare"] = probe / (slices * step);
}

/// Wall time on two threads and on one, in turn.
void threads(benchmark::State& state) {
  quieten();
  const int more = 32;
  const Foil foil = foilOf(40);
  const ScanJob job = jobOf(static_cast<double>(state.range(0)));
  double few[2] = {1e9, 1e9}, many[2] = {1e9, 1e9};
  for (auto _ : state) {
    for (int t : {0, 1}) {
      setThreadCount(t + 1);
      few[t] = std::min(few[t], scanSeconds(job, foil, kFew));
      many[t] = std::min(many[t], scanSeconds(job, foil, kFew + more));
    }
  }
  state.counters["one, ms/probe"] = 1e3 * (many[0] - few[0]) / more;
  state.counters["two, ms/probe"] = 1e3 * (many[1] - few[1]) / more;
  state.counters["times one"] = (many[0] - few[0]) / (many[1] - few[1]);
}

BENCHMARK(probes)
    ->ArgNames({"window", "thickness"})
    ->Args({20, 40})
    ->Args({30, 40})
    ->Args({40, 40})
    ->Args({50, 40})
    ->Args({30, 80})
    ->Args({30, 160})
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(threads)->ArgName("window")->Arg(20)->Arg(30)->Arg(40)->Iterations(5)->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace glasscope::multislice
