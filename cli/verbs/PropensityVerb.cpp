#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/Say.h"
#include "cli/Verb.h"
#include "compare/statistics/IndicatorRanking.h"
#include "core/formats/H5md.h"
#include "core/settings/Words.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/LoneRank.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"
#include "core/system/PendingTables.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/run/Products.h"
#include "sim/deformation/YieldColumns.h"
#include "sim/mobility/Propensity.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/NativeTables.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char *kTable = "propensity.csv", *kScratch = ".work";

// From where the atoms are let go.
enum class StartKind { rest, snapshot };
constexpr auto wordsOf(StartKind) {
  return std::array{Word{StartKind::rest, "rest"}, Word{StartKind::snapshot, "snapshot"}};
}

// What the command line gave to this verb alone.
struct PropensityOptions {
  sim::PropensitySettings settings;
  double temperature_K = 0;
  std::string from{textOf(StartKind::rest)};
  compare::IndicatorSettings indicators;
};
PropensityOptions& given() {
  static PropensityOptions options;
  return options;
}

void addOptions(CLI::App& app, VerbOptions&) {
  PropensityOptions& o = given();
  const auto add = [&](const char* name, auto& value, const char* what) {
    return app.add_option(name, value, what)->capture_default_str();
  };
  add("--runs", o.settings.runs, "Runs with other velocities; four times as many halve the error");
  add("--time", o.settings.time_ps, "Time after which displacements are taken, ps");
  add("--times", o.settings.times, "And at halves of it: so many in all");
  add("--temperature", o.temperature_K, "Temperature, K; 0: sim.final_temperature_K of the case");
  add("--timestep-fs", o.settings.timestep_fs, "Time step");
  add("--from", o.from,
      "rest: the inherent structure; snapshot: the first thermal snapshot, which keeps its places");
  add("--surrogates", o.indicators.surrogates,
      "Moved and mirrored fields that descriptors are held against");
}

// What of the sample at rest tells how far its atoms go; nothing where it was not described.
std::vector<compare::RankedIndicator> ranked(const fs::path& descriptors,
                                             const Columns& propensity) {
  if (!fs::exists(descriptors)) return {};
  Atoms atoms = readH5md(descriptors).front().frames.front();
  if (!atoms.box.fullyPeriodic()) return {};
  const auto indicators = sim::columnsAtRest(atoms.columns);
  for (const Column& column : propensity) atoms.columns.add(column);
  return compare::rankIndicators(atoms, indicators, {"propensity_A2"}, given().indicators);
}

void tell(const sim::Propensity& found, const std::vector<compare::RankedIndicator>& rows) {
  for (const sim::Propensity::Time& time : found.times)
    say("{:8.4g} ps: mean squared displacement {:.4g} +- {:.1g} angstrom^2; of the differences "
        "among atoms {:.0f} % come again\n",
        time.time_ps, time.means_A2[0].mean, time.means_A2[0].error, 100 * time.reproducibility);
  say("{:.0f} K on average, {:g} K were asked for\n", found.temperature_K,
      given().settings.temperature_K);
  constexpr double kPoor = 0.5;
  if (found.times.back().reproducibility < kPoor)
    say("WARNING: less than half of what atoms differ by is theirs: take more --runs\n");
  if (rows.empty()) return;
  say("rank correlation with it among atoms of one element (+- chance), AUC of the top 10 %:\n");
  constexpr std::size_t kShown = 5;
  for (std::size_t k = 0; k < std::min(kShown, rows.size()); ++k)
    say("  {:36} {:+.3f} +- {:.3f}   {:.3f}   q = {:.2g}\n", rows[k].indicator,
        rows[k].withinElements, rows[k].chance, rows[k].auc10, rows[k].q);
}

// All that the runs depend on.
std::string identityOf(const Atoms& atoms, const sim::Potential& potential, bool fromRest,
                       const sim::PropensitySettings& s) {
  return hashBytes(fmt::format("propensity 1|{}|{}|{}|{}|{:.17g}|{:.17g}|{}|{:.17g}|{}",
                               sim::hashOf(atoms), potential.identity().name,
                               potential.identity().fileHash, fromRest, s.temperature_K, s.time_ps,
                               s.times, s.timestep_fs, s.seed));
}

int run(const VerbOptions& options) {
  PropensityOptions& o = given();
  const bool fromRest = valueOfWord<StartKind>(o.from, "--from") == StartKind::rest;
  const pipeline::Target target = openTarget(options);
  o.settings.temperature_K =
      o.temperature_K > 0 ? o.temperature_K : target.settings.meltQuench.finalTemperature_K;
  o.settings.seed = o.indicators.seed = static_cast<std::uint64_t>(target.settings.seed);
  o.settings.validate();
  o.indicators.validate();
  const fs::path structure = target.folder / pipeline::fileOf(pipeline::Product::structure).path;
  if (!fs::exists(structure)) {
    throw Error(ErrorKind::input, fmt::format("'{}' cannot be let go", structure.string()),
                "the folder holds no sample", "make one first: glasscope sim CASE");
  }
  const fs::path folder = target.folder / "propensity", scratch = folder / kScratch;
  // The table of a finished one, or the scratch folder of one that was stopped.
  requireOwnFolder(folder, {kTable, kScratch});
  // On one rank: the last bits of the forces depend on how LAMMPS shares the atoms out.
  if (!Mpi::isRoot()) return 0;
  const LoneRank alone;
  const pipeline::Structure found = pipeline::readStructure(structure);
  Atoms atoms = fromRest || found.snapshots.empty() ? found.reference : found.snapshots.front();
  atoms.columns.clear();
  ensureWritableFolder(scratch);
  const auto potential = sim::fastestForm(
      sim::Potential::find(target.settings.potential, atoms.species()), atoms, scratch);
  const sim::UnitCheckpoint done(scratch, "run",
                                 identityOf(atoms, potential, fromRest, o.settings));
  const sim::Propensity propensity = sim::propensity(potential, atoms, fromRest, o.settings, done);
  sim::addPropensity(propensity, atoms);
  const auto rows =
      ranked(target.folder / pipeline::fileOf(pipeline::Product::descriptors).path, atoms.columns);
  PendingTables tables;
  tables.add(folder / kTable, sim::propensityCsv(propensity, atoms));
  if (!rows.empty()) tables.add(folder / "indicators.csv", compare::indicatorsCsv(rows));
  nlohmann::ordered_json facts;
  facts["potential"] = potential.identity().name;
  facts["runs"] = propensity.runs;
  facts["temperature_K"] = propensity.temperature_K;
  writeH5md(folder / "propensity.h5", "propensity", atoms, facts.dump());
  tables.commit();
  fs::remove_all(scratch);  // the result is safe
  tell(propensity, rows);
  say("Written: {}\n", folder.string());
  return 0;
}

}  // namespace

Verb propensityVerb() {
  Verb verb;
  verb.name = "propensity";
  verb.summary = "How far each atom tends to go: many runs from one configuration";
  verb.input = "Run folder with atoms/structure.h5; the potential is that of its case";
  verb.examples =
      "  glasscope propensity runs/cu64zr36 --runs 50 --time 20 --temperature 600\n"
      "  glasscope propensity runs/cu64zr36 --from snapshot --time 100";
  verb.addOptions = addOptions;
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
