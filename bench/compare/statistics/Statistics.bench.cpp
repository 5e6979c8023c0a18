#include <cmath>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "compare/statistics/AssociationTable.h"
#include "compare/truth/TruthMap.h"
#include "core/math/Random.h"

// Workloads of a run: prints pairs of maps, or atoms, a second.
namespace glasscope::compare {
namespace {

Map2 noise(int n, std::uint64_t stream) {
  Map2 map;
  map.name = fmt::format("noise_{}", stream);
  map.values = Array2<double>(n, n);
  Random random(1, "bench", stream);
  for (double& v : map.values) v = random.normal();
  return map;
}

// 12 descriptors against 12 signals of 64 x 64 pixels: 5,760 phase-randomised surrogates of the
// linear test, as many as 144 pairs need, and 199 of the others.
void associationTable(benchmark::State& state) {
  std::vector<Map2> a, b;
  for (std::uint64_t i = 0; i < 12; ++i) {
    a.push_back(noise(64, 2 * i));
    b.push_back(noise(64, 2 * i + 1));
  }
  for (auto _ : state) benchmark::DoNotOptimize(associate(a, b));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 144);
}
BENCHMARK(associationTable)->Unit(benchmark::kMillisecond);

// Ten columns of atoms at the density of a metallic glass (0.06 per cubic angstrom, 100 A thick)
// under a 3 A probe on 256 x 256 positions.
void truthMaps(benchmark::State& state) {
  const auto count = static_cast<int>(state.range(0));
  const double side = std::sqrt(count / 6.0);
  Atoms atoms;
  atoms.box = Box::orthogonal({side, side, 100}, {0, 0, 0}, {true, true, false});
  Random random(2, "bench_atoms");
  for (int i = 0; i < count; ++i) {
    atoms.add(29, {side * random.uniform(), side * random.uniform(), 100 * random.uniform()});
  }
  Columns columns;
  for (int c = 0; c < 10; ++c) {
    Column column{fmt::format("c{}", c), "1", "", {}};
    for (int i = 0; i < count; ++i) column.values.push_back(random.uniform());
    columns.add(std::move(column));
  }
  const TruthMap truth({256, 256, {side / 256, side / 256}, {0, 0}, true},
                       ProbeKernel::gaussian(3));
  for (auto _ : state) benchmark::DoNotOptimize(truth.means(atoms, columns));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * count);
}
BENCHMARK(truthMaps)->Arg(4000)->Arg(100000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace glasscope::compare
