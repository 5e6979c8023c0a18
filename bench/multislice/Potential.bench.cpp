// Building one slice of potential: ns per atom and grid point, and microseconds per atom.

#include "multislice/Potential.h"

#include <numeric>

#include <benchmark/benchmark.h>

#include "core/Random.h"

namespace glasscope::multislice {
namespace {

void project(benchmark::State& state) {
  const int n = static_cast<int>(state.range(0)), count = static_cast<int>(state.range(1));
  const double side = 0.08 * n;
  Atoms atoms;
  atoms.box = Box::orthogonal({side, side, 2});
  for (int i = 0; i < count; ++i) {
    Random random(1, "bench", 0, i);
    atoms.add(i % 3 ? 29 : 40, {side * random.uniform(), side * random.uniform(), 1});
  }
  const Foil foil = Foil::cut(atoms, {});
  std::vector<std::size_t> all(foil.size());
  std::iota(all.begin(), all.end(), 0u);
  const Potential potential(Grid(n, n, side, side), ScatteringFactors(Parametrisation::lobato),
                            foil.species());
  for (auto _ : state) benchmark::DoNotOptimize(potential.project(foil, all));
  using benchmark::Counter;
  const double work = static_cast<double>(state.iterations()) * count;
  state.counters["us/atom"] = Counter(1e-6 * work, Counter::kIsRate | Counter::kInvert);
  state.counters["ns/atom/pixel"] =
      Counter(1e-9 * work * n * n, Counter::kIsRate | Counter::kInvert);
}

BENCHMARK(project)->Args({256, 50})->Args({512, 200})->Args({1024, 800});

}  // namespace
}  // namespace glasscope::multislice
