// One probe through slices: ns per pixel and slice, and the ratio to the bare pair of
// two-dimensional FFTs of FFTW at its best (PATIENT plans), timed in turn with it. "lines" is the
// number of threads that step at once, each a probe of its own through the same slices: ns of each
// of them.

#include "multislice/WaveStepper.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include <benchmark/benchmark.h>

#include "multislice/Fft.h"
#include "multislice/FftStepper.h"
#include "multislice/FusedStepper.h"
#include "multislice/Transmission.h"

namespace glasscope::multislice {
namespace {

constexpr int kSlices = 16;

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
  Wave wave(scene.grid.pixels(), 0.0f), other = wave;
  double best = 1e18, pair = 1e18;
  for (auto _ : state) {
    wave[0] = 1;
    best = std::min(best, timed_ns([&] { stepper.advance(wave, scene.slices.views()); }) / kSlices);
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
  for (const int n : {128, 256, 392, 400, 512, 768, 1024, 2048}) of->Arg(n);
}

BENCHMARK(step<FusedStepper>)->Apply(sizes)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(step<FftStepper>)->Arg(400)->Arg(512)->Arg(1024);

}  // namespace
}  // namespace glasscope::multislice
