// One probe through slices: ns per pixel and slice, and the ratio to the bare pair of
// two-dimensional FFTs of FFTW at its best (PATIENT plans), timed in turn with it. The arguments
// are the points of a side and the probes that a thread carries together; "threads" step at once,
// each probes of its own through the same slices: ns of each probe.

#include "multislice/propagation/WaveStepper.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <benchmark/benchmark.h>

#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/FftStepper.h"
#include "multislice/propagation/FusedStepper.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {
namespace {

/// More than the nearer caches hold, as in a scan.
constexpr int kSlices = 32;

/// Processor time of this thread: other work on the machine does not count (it still takes memory
/// bandwidth, so measure on a quiet machine).
double now_ns() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

double timed_ns(const std::function<void()>& work) {
  const double start = now_ns();
  work();
  return now_ns() - start;
}

/// What all threads of one size share.
struct Scene {
  Grid grid;
  Propagator propagator;
  Transmission slices;
  PatientFft patient;

  explicit Scene(int n)
      : grid(n, n, 0.08 * n, 0.08 * n),
        propagator(grid, ElectronBeam(200), BandLimit(grid), 2),
        slices(grid, ElectronBeam(200), BandLimit(grid), kSlices,
               [n](int s) {
                 Array2<float> v(n, n);
                 for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>((i + s) % 97);
                 return v;
               }),
        patient(n, n) {}
};

const Scene& sceneOf(int n) {
  static std::mutex mutex;
  static std::map<int, std::unique_ptr<Scene>> scenes;
  const std::lock_guard lock(mutex);
  std::unique_ptr<Scene>& scene = scenes[n];
  if (!scene) scene = std::make_unique<Scene>(n);
  return *scene;
}

template <class Stepper>
void step(benchmark::State& state) {
  const Scene& scene = sceneOf(static_cast<int>(state.range(0)));
  Stepper stepper(scene.propagator);
  Wave other(scene.grid.pixels(), 0.0f);
  std::vector<Wave> waves(state.range(1), other);
  std::vector<TravellingWave> together;
  for (Wave& wave : waves) together.push_back({wave, scene.slices.views()});
  const double steps = kSlices * static_cast<double>(waves.size());
  double best = 1e18, pair = 1e18;
  for (auto _ : state) {
    for (Wave& wave : waves) wave[0] = 1;
    best = std::min(best, timed_ns([&] { stepper.advanceTogether(together); }) / steps);
    pair = std::min(pair, timed_ns([&] {
                      scene.patient.forward(other.data());
                      scene.patient.inverse(other.data());
                    }));
    std::fill(other.begin(), other.end(), 0.0f);
  }
  const auto pixels = static_cast<double>(scene.grid.pixels());
  const auto average = benchmark::Counter::kAvgThreads;
  state.counters["ns/pixel/slice"] = benchmark::Counter(best / pixels, average);
  state.counters["FFTW pair, ns/pixel"] = benchmark::Counter(pair / pixels, average);
  state.counters["ratio"] = benchmark::Counter(best / pair, average);
}

void sizes(benchmark::internal::Benchmark* of) {
  for (const int n : {128, 256, 392, 400, 512, 768, 1024, 2048}) {
    for (const int together : {1, WaveStepper::kTogether}) of->Args({n, together});
  }
}

BENCHMARK(step<FusedStepper>)->Apply(sizes)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(step<FftStepper>)->Args({400, 1})->Args({512, 1})->Args({1024, 1});

}  // namespace
}  // namespace glasscope::multislice
