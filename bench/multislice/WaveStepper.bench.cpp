// One probe through slices, ns per pixel and slice, and its ratio to the bare pair of
// two-dimensional FFTs of the same size, both measured here.

#include "multislice/WaveStepper.h"

#include <algorithm>
#include <ctime>

#include <benchmark/benchmark.h>

#include "multislice/BandedStepper.h"
#include "multislice/Fft.h"
#include "multislice/FftStepper.h"
#include "multislice/Transmission.h"

namespace glasscope::multislice {
namespace {

/// Processor time of this single-threaded program: other work on the machine does not count.
double since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// The best of several timings of a forward and an inverse FFT, ns per pixel.
double fftPair_ns(int n) {
  const Fft fft(n, n);
  Wave wave(static_cast<std::size_t>(n) * n);
  double best = 1e9;
  for (int i = 0; i < 12; ++i) {
    const std::clock_t start = std::clock();
    fft.forward(wave.data());
    fft.inverse(wave.data());
    best = std::min(best, 1e9 * since(start) / static_cast<double>(wave.size()));
  }
  return best;
}

template <class Stepper>
void step(benchmark::State& state) {
  constexpr int kSlices = 4;
  const int n = static_cast<int>(state.range(0));
  const Grid grid(n, n, 0.08 * n, 0.08 * n);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Transmission transmission(grid, beam, limit, kSlices, [n](int s) {
    Array2<float> v(n, n);
    for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>((i + s) % 97);
    return v;
  });
  Stepper stepper(propagator);
  Wave wave(grid.pixels());
  wave[0] = 1;
  double best = 1e9;
  for (auto _ : state) {
    const std::clock_t start = std::clock();
    stepper.advance(wave, transmission.views());
    best = std::min(best, 1e9 * since(start) / (kSlices * static_cast<double>(wave.size())));
  }
  state.counters["ns/pixel/slice"] = best;
  state.counters["ratio to FFT pair"] = best / fftPair_ns(n);
}

BENCHMARK(step<BandedStepper>)
    ->Arg(192)
    ->Arg(256)
    ->Arg(400)
    ->Arg(512)
    ->Arg(600)
    ->Arg(768)
    ->Arg(1024);
BENCHMARK(step<FftStepper>)->Arg(192)->Arg(256)->Arg(400)->Arg(512)->Arg(600)->Arg(768)->Arg(1024);

}  // namespace
}  // namespace glasscope::multislice
