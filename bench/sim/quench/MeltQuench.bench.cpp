// Workload: 2,000 atoms of Cu64Zr36 (Mendelev 2007, eam/fs) melted for 1 ps and quenched at 1e15
// K/s, 0.4 ps and four snapshots, the minimum of the energy: by meltQuench(), and by the input deck
// that it writes, command by command through the same liblammps. Processor time on one rank, the
// two in turn, the smaller of two each. Limit: what is ours costs at most 3 % (counter
// `over_deck` 1.03). The search for the volume at which the start is at rest, which a deck does not
// repeat, is timed too and counts as ours.

#include "sim/quench/MeltQuench.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <sstream>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "sim/lammps/Lammps.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

MeltQuenchSettings workload() {
  MeltQuenchSettings settings;
  settings.atomCount = 2000;
  settings.melt_ps = 1;
  settings.coolingRate_K_per_s = 1e15;
  settings.equilibration_ps = 0.4;
  settings.snapshotCount = 4;
  settings.snapshotInterval_ps = 0.1;
  return settings;
}

// The lines of a deck in the folder where its start.data lies.
double deckSeconds(const std::string& deck, const fs::path& folder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  const double begin = processorSeconds();
  {
    Lammps lammps("deck.log");
    std::istringstream lines(deck);
    for (std::string line; std::getline(lines, line);)
      if (!line.empty() && line[0] != '#') lammps.command(line);
  }
  const double seconds = processorSeconds() - begin;
  fs::current_path(before);
  return seconds;
}

void overheadOverTheDeck(benchmark::State& state) {
  const Potential potential = Potential::find("mendelev-2007", {29, 40});
  double ours = 1e300, bare = 1e300;
  for (auto _ : state) {
    for (int round = 0; round < 2; ++round) {
      const fs::path folder = fs::temp_directory_path() /
                              fs::path("glasscope_bench_quench_" + std::to_string(::getpid()));
      fs::remove_all(folder);
      const double begin = processorSeconds();
      const Glass glass = meltQuench(workload(), potential, folder);
      ours = std::min(ours, processorSeconds() - begin);
      bare = std::min(bare, deckSeconds(glass.inputDeck, folder));
      fs::remove_all(folder);
    }
  }
  state.counters["ours_s"] = ours;
  state.counters["deck_s"] = bare;
  state.counters["over_deck"] = ours / bare;
}
BENCHMARK(overheadOverTheDeck)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace glasscope::sim
