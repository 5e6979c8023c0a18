// Building one slice of potential of a glass: n x n pixels of 0.08 angstrom, a third Zr and the
// rest Cu. Counters: ns a pixel; ns an atom beyond the transforms (from a slice of the same grid
// with a tenth of the atoms); the ratio to an FFTW forward and inverse pair of the grid. A region
// of a quarter of the side, with its margins, for comparison.

#include "multislice/potentials/Potential.h"

#include <ctime>
#include <numeric>

#include <benchmark/benchmark.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

Foil slice(double side, int count) {
  Atoms atoms;
  atoms.box = Box::orthogonal({side, side, 2});
  for (int i = 0; i < count; ++i) {
    Random random(1, "bench", 0, i);
    atoms.add(i % 3 ? 29 : 40, {side * random.uniform(), side * random.uniform(), 1});
  }
  return Foil::cut(atoms, {});
}

double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double secondsOf(const Work& work) {
  const double start = cpuSeconds();
  int runs = 0;
  do {
    work();
    ++runs;
  } while (cpuSeconds() - start < 0.2);
  return (cpuSeconds() - start) / runs;
}

double secondsOfPair(int n) {
  const Fft fft(n, n);
  Wave wave(static_cast<std::size_t>(n) * n);
  return secondsOf([&] {
    fft.forward(wave.data());
    fft.inverse(wave.data());
  });
}

std::vector<std::size_t> firstOf(std::size_t count) {
  std::vector<std::size_t> atoms(count);
  std::iota(atoms.begin(), atoms.end(), 0u);
  return atoms;
}

void project(benchmark::State& state, int points) {
  const int n = static_cast<int>(state.range(0)), count = static_cast<int>(state.range(1));
  const double side = 0.08 * n;
  const Foil foil = slice(side, count);
  const std::vector<std::size_t> all = firstOf(count), few = firstOf(count / 10);
  const Potential potential(Grid(n, n, side, side), ScatteringFactors(Parametrisation::lobato),
                            foil.species(), points, points);
  double seconds = 0;
  for (auto _ : state) {
    const double start = cpuSeconds();
    benchmark::DoNotOptimize(potential.project(foil, all));
    seconds += cpuSeconds() - start;
  }
  seconds /= static_cast<double>(state.iterations());
  const double thin = secondsOf([&] { potential.project(foil, few); });
  state.counters["ns/pixel"] = 1e9 * seconds / (static_cast<double>(points) * points);
  state.counters["ns/atom"] = 1e9 * (seconds - thin) / static_cast<double>(all.size() - few.size());
  state.counters["fft_pairs"] = seconds / secondsOfPair(n);
}

void wholeGrid(benchmark::State& state) {
  project(state, static_cast<int>(state.range(0)));
}
void region(benchmark::State& state) {
  project(state, static_cast<int>(state.range(0) / 4));
}

BENCHMARK(wholeGrid)->Args({256, 50})->Args({512, 200})->Args({1024, 800})->Args({1024, 20000});
BENCHMARK(region)->Args({2048, 3200});

}  // namespace
}  // namespace glasscope::multislice
