// Workload: 32,000 atoms of a shaken binary crystal at the density of a Cu-Zr glass, volume, faces,
// areas, neighbours and edge counts of every cell. Rate: atoms a second of wall time. Limit: bare
// Voro++ 0.4.6 (one container, neighbour cells) asked for the same numbers in the same run.

#include <algorithm>
#include <chrono>

#include <benchmark/benchmark.h>

#include "core/math/Random.h"
#include "core/system/Parallel.h"
#include "voronoi/cells/VoroReference.h"
#include "voronoi/structure/Describe.h"

namespace glasscope::voronoi {
namespace {

Atoms sample(int cells = 20) {
  Atoms atoms;
  const double a = 4.0;  // fcc with 16 cubic angstrom an atom
  atoms.box = Box::orthogonal(Vec3::Constant(cells * a));
  Random random(1, "bench");
  const Vec3 basis[] = {Vec3(0, 0, 0), Vec3(.5, .5, 0), Vec3(.5, 0, .5), Vec3(0, .5, .5)};
  for (int i = 0; i < cells; ++i)
    for (int j = 0; j < cells; ++j)
      for (int k = 0; k < cells; ++k)
        for (const auto& b : basis) {
          const Vec3 noise(random.normal(), random.normal(), random.normal());
          atoms.add(random.uniform() < 0.36 ? 40 : 29, a * (b + Vec3(i, j, k)) + 0.3 * noise);
        }
  return atoms;
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Best of three: what the library does alone on the same atoms.
double bareRate(const Atoms& atoms) {
  static const double rate = [&] {
    double best = 0;
    for (int k = 0; k < 3; ++k) {
      const double begin = seconds();
      benchmark::DoNotOptimize(bareVoroVolume(atoms));
      best = std::max(best, static_cast<double>(atoms.size()) / (seconds() - begin));
    }
    return best;
  }();
  return rate;
}

void report(benchmark::State& state, const Atoms& atoms) {
  const auto n = static_cast<double>(atoms.size());
  state.counters["atoms/s"] = benchmark::Counter(n, benchmark::Counter::kIsIterationInvariantRate);
}

void tessellatePlain(benchmark::State& state) {
  const auto atoms = sample();
  setThreadCount(static_cast<int>(state.range(0)));
  double best = 0;
  for (auto _ : state) {
    const double begin = seconds();
    benchmark::DoNotOptimize(tessellate(atoms));
    best = std::max(best, static_cast<double>(atoms.size()) / (seconds() - begin));
  }
  report(state, atoms);
  state.counters["x bare Voro++"] = best / bareRate(atoms);
}

/// Linear means: the same time an atom whatever the number of atoms.
void tessellateSizes(benchmark::State& state) {
  const auto atoms = sample(static_cast<int>(state.range(0)));
  setThreadCount(1);
  for (auto _ : state) benchmark::DoNotOptimize(tessellate(atoms));
  report(state, atoms);
  state.counters["s an atom"] = benchmark::Counter(
      static_cast<double>(atoms.size()),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// All columns and tables that the program computes by default. Limit: two seconds on two threads.
void describeAll(benchmark::State& state) {
  constexpr double kAllowed_s = 2;
  auto atoms = sample();
  setThreadCount(static_cast<int>(state.range(0)));
  double best = 1e300;
  for (auto _ : state) {
    const double begin = seconds();
    benchmark::DoNotOptimize(describe(atoms));
    best = std::min(best, seconds() - begin);
  }
  report(state, atoms);
  state.counters["of 2 s"] = best / kAllowed_s;
}

BENCHMARK(tessellatePlain)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(tessellateSizes)->Arg(10)->Arg(20)->Arg(40)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(describeAll)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace glasscope::voronoi
