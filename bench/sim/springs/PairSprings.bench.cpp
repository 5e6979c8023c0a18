// Workload: Cu-Zr (Mendelev 2009) at the density of its glass, 4,394 and 31,250 atoms of a shaken
// B2 crystal: assembly of the springs, and their product with a block of 16 vectors in single
// precision. Processor time on one thread, so that a busy machine tells the same ratios. Unit: F,
// one force call of LAMMPS (eam/fs, on the tables of the model) for the same atoms in the same run.
// Limits: 5 F an assembly, 0.04 F a product and vector, 4 kB an atom.

#include "sim/springs/PairSprings.h"

#include <cmath>
#include <ctime>
#include <filesystem>
#include <map>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "core/math/Random.h"
#include "core/system/Parallel.h"
#include "sim/lammps/Sample.h"
#include "sim/statics/NativeTables.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// 2 cells^3 atoms at 16 cubic angstrom each.
Atoms shaken(int cells) {
  Atoms atoms = latticeAtoms(LatticeKind::b2, std::cbrt(32.0), {29, 40}, cells);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(1, "bench_springs", 0, i);
    for (int axis = 0; axis < 3; ++axis) atoms.positions[i][axis] += 0.1 * random.normal();
  }
  return atoms;
}

const Potential& cuZr() {
  static const Potential potential = [] {
    const auto folder =
        std::filesystem::temp_directory_path() / ("glasscope_bench_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    return fastestForm(Potential::find("mendelev-2009", {29, 40}), shaken(5), folder);
  }();
  return potential;
}

// F: atoms that nothing moves, so that only forces are computed.
double forceCall_s(const Atoms& atoms) {
  static std::map<std::size_t, double> known;
  auto& best = known[atoms.size()];
  if (best > 0) return best;
  Sample sample(cuZr(), atoms);
  sample.lammps().command("run 0 post no");
  constexpr int kCalls = 20;
  best = 1e300;
  for (int k = 0; k < 3; ++k) {
    const double begin = processorSeconds();
    sample.lammps().command("run " + std::to_string(kCalls) + " pre no post no");
    best = std::min(best, (processorSeconds() - begin) / kCalls);
  }
  return best;
}

void assemble(benchmark::State& state) {
  const Atoms atoms = shaken(static_cast<int>(state.range(0)));
  const EamTables tables = *EamTables::of(cuZr());
  setThreadCount(1);
  double best = 1e300, bytes = 0;
  for (auto _ : state) {
    const double begin = processorSeconds();
    const PairSprings<float> springs(tables, cuZr().elements(), atoms);
    best = std::min(best, processorSeconds() - begin);
    bytes = springs.bytes();
  }
  const auto count = static_cast<double>(atoms.size());
  state.counters["in F"] = best / forceCall_s(atoms);
  state.counters["F ns/atom"] = 1e9 * forceCall_s(atoms) / count;
  state.counters["ns/atom"] = 1e9 * best / count;
  state.counters["B/atom"] = bytes / count;
}

void multiply(benchmark::State& state) {
  const Atoms atoms = shaken(static_cast<int>(state.range(0)));
  setThreadCount(1);
  const PairSprings<float> springs(*EamTables::of(cuZr()), cuZr().elements(), atoms);
  Block<float> x(springs.rows()), y(springs.rows());
  for (std::size_t k = 0; k < x.all().size(); ++k)
    x.all()[k] = static_cast<float>(std::sin(static_cast<double>(k)));
  double best = 1e300;
  for (auto _ : state) {
    const double begin = processorSeconds();
    springs.apply(x, y, nullptr, 1, 0, 0);
    best = std::min(best, processorSeconds() - begin);
    benchmark::DoNotOptimize(y.row(0)[0]);
  }
  const double vector_s = best / Block<float>::kLanes;
  state.counters["in F"] = vector_s / forceCall_s(atoms);
  state.counters["ns/atom"] = 1e9 * vector_s / static_cast<double>(atoms.size());
}

BENCHMARK(assemble)->Arg(13)->Arg(25)->Unit(benchmark::kMillisecond);
BENCHMARK(multiply)->Arg(13)->Arg(25)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace glasscope::sim
