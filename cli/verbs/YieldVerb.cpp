#include <algorithm>
#include <cmath>

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
#include "core/system/Parallel.h"
#include "core/system/PendingTables.h"
#include "core/system/Text.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/run/Products.h"
#include "sim/deformation/YieldColumns.h"
#include "sim/local_yield/LocalYield.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Snapshots.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char *kTable = "local_yield.csv", *kScratch = ".work";

// What the command line gave to this verb alone.
struct YieldOptions {
  sim::LocalYieldSettings settings;
  std::vector<std::string> directions{"xy", "xz", "yz"};
  bool oneWay = false;
  compare::IndicatorSettings indicators;
};
YieldOptions& given() {
  static YieldOptions options;
  return options;
}

void addOptions(CLI::App& app, VerbOptions&) {
  YieldOptions& o = given();
  const auto add = [&](const char* name, auto& value, const char* what) {
    return app.add_option(name, value, what)->capture_default_str();
  };
  add("--sites", o.settings.sites, "Atoms that are looked at, drawn at random; 0: every atom");
  add("--radius", o.settings.radius_A, "Radius of the sphere of free atoms, angstrom");
  add("--directions", o.directions,
      "Strains of the far field: xy, xz, yz (simple shear), x, y, z (that edge grows)")
      ->delimiter(',');
  app.add_flag("--one-way", o.oneWay, "Not each of them the other way as well");
  add("--step", o.settings.step, "Strain of a step where nothing happens");
  add("--smallest-step", o.settings.smallestStep,
      "Strain to which the step is halved in which the sphere yields");
  add("--to", o.settings.largestStrain,
      "Where a sphere that does not yield is left; its stress there is a lower bound");
  add("--event-energy", o.settings.eventEnergy_eV, "Energy that yielding releases at least, eV");
  add("--force", o.settings.forceTolerance_eV_per_A,
      "Norm of all forces on the free atoms that a minimum may have left, eV/angstrom");
  add("--surrogates", o.indicators.surrogates,
      "Moved and mirrored fields that the local yield stresses are held against");
}

// All that a site depends on but itself.
std::string identityOf(const Atoms& sample, const sim::Potential& potential,
                       const sim::LocalYieldSettings& s) {
  std::string loads;
  for (const sim::LocalLoad& load : sim::loadsOf(s)) loads += load.name() + " ";
  return hashBytes(
      fmt::format("local yield 1|{}|{}|{}|{}|{:.17g}|{:.17g}|{:.17g}|{:.17g}|{:.17g}|{:.17g}",
                  sim::hashOf(sample), potential.identity().name, potential.identity().fileHash,
                  loads, s.radius_A, s.step, s.smallestStep, s.largestStrain, s.eventEnergy_eV,
                  s.forceTolerance_eV_per_A));
}

// Against where the sample yielded as a whole, where that is known: by the stage of a run or by
// `glasscope shear`, which came later.
std::vector<compare::RankedIndicator> ranked(const fs::path& run, const Atoms& looked) {
  const fs::path described = run / pipeline::fileOf(pipeline::Product::descriptors).path;
  const fs::path strained = run / "shear" / "yielded.h5";
  const fs::path& source = fs::exists(strained) ? strained : described;
  if (!fs::exists(source)) return {};
  Atoms atoms = readH5md(source).front().frames.front();
  const auto targets = sim::yieldTargets(atoms.columns);
  if (targets.empty() || atoms.ids != looked.ids) return {};
  std::vector<std::string> names;
  for (const Column& column : looked.columns) {
    names.push_back(column.name);
    atoms.columns.add(column);
  }
  return compare::rankIndicators(atoms, names, targets, given().indicators);
}

// Measured on Cu-Zr, one core: a sphere of 10 angstrom under one load, and time goes with its
// volume.
void sayCost(std::size_t sites, std::size_t loads, const sim::LocalYieldSettings& s) {
  constexpr double kTime_s = 2, kRadius_A = 10;
  const double time_s = kTime_s * static_cast<double>(sites * loads) *
                        std::pow(s.radius_A / kRadius_A, 3) / threadCount();
  say("{} sites under {} load(s), spheres of {:g} angstrom: about {}\n", sites, loads, s.radius_A,
      formatDuration(time_s));
}

void tell(const sim::LocalYield& found, const std::vector<compare::RankedIndicator>& rows) {
  for (std::size_t load = 0; load < found.loads.size(); ++load) {
    std::vector<double> increments;
    double stiffness = 0, yielded = 0;
    for (const auto& site : found.found) {
      increments.push_back(site[load].increment_GPa);
      stiffness += site[load].stiffness_GPa;
      yielded += site[load].yielded ? 1 : 0;
    }
    std::sort(increments.begin(), increments.end());
    const auto count = static_cast<double>(increments.size());
    say("{:12} yield stress {:.3g} GPa in the middle, {:.3g} at the least; stiffness {:.3g} GPa; "
        "{:.0f} % yielded\n",
        found.loads[load].name(), increments[increments.size() / 2], increments.front(),
        stiffness / count, 100 * yielded / count);
  }
  if (found.stuck > 0)
    say("WARNING: at {} minima the minimiser was stuck above --force\n", found.stuck);
  if (rows.empty()) return;
  say("rank correlation with where the sample yielded among atoms of one element (+- chance), AUC "
      "of the top 10 %:\n");
  for (const compare::RankedIndicator& row : rows)
    say("  {:28} {:24} {:+.3f} +- {:.3f}   {:.3f}   q = {:.2g}\n", row.indicator, row.target,
        row.withinElements, row.chance, row.auc10, row.q);
}

int run(const VerbOptions& options) {
  YieldOptions& o = given();
  o.settings.reverse = !o.oneWay;
  o.settings.directions.clear();
  for (const std::string& word : o.directions)
    o.settings.directions.push_back(valueOfWord<sim::StrainPath>(word, "--directions"));
  const pipeline::Target target = openTarget(options);
  o.settings.seed = o.indicators.seed = static_cast<std::uint64_t>(target.settings.seed);
  o.settings.validate();
  o.indicators.validate();
  const fs::path structure = target.folder / pipeline::fileOf(pipeline::Product::structure).path;
  if (!fs::exists(structure)) {
    throw Error(ErrorKind::input, fmt::format("'{}' cannot be strained", structure.string()),
                "the folder holds no sample", "make one first: glasscope sim CASE");
  }
  const fs::path folder = target.folder / "local_yield", scratch = folder / kScratch;
  // The table of a finished one, or the scratch folder of one that was stopped.
  requireOwnFolder(folder, {kTable, kScratch});
  // On one rank, its threads sharing out the sites.
  if (!Mpi::isRoot()) return 0;
  const LoneRank alone;
  Atoms sample = pipeline::readStructure(structure).reference;
  sample.columns.clear();
  const auto potential = sim::Potential::find(target.settings.potential, sample.species());
  ensureWritableFolder(scratch);
  sayCost(sim::chosenSites(sample.size(), o.settings).size(), sim::loadsOf(o.settings).size(),
          o.settings);
  const sim::UnitCheckpoint done(scratch, "site", identityOf(sample, potential, o.settings));
  const auto found = sim::localYield(potential, sample, o.settings, done);
  if (!found) {
    throw Error(ErrorKind::usage, "local yield stresses need a potential with EAM tables",
                fmt::format("that of the case is '{}'", target.settings.potential),
                "take a sample of another potential");
  }
  sim::addLocalYield(*found, o.settings, sample);
  const auto rows = ranked(target.folder, sample);
  PendingTables tables;
  tables.add(folder / kTable, sim::localYieldCsv(*found, sample));
  if (!rows.empty()) tables.add(folder / "indicators.csv", compare::indicatorsCsv(rows));
  nlohmann::ordered_json facts;
  facts["potential"] = potential.identity().name;
  facts["sites"] = found->sites.size();
  facts["radius_A"] = found->radius_A;
  facts["atoms_of_a_sphere"] = found->meanFree;
  writeH5md(folder / "local_yield.h5", "local_yield", sample, facts.dump());
  tables.commit();
  fs::remove_all(scratch);  // the result is safe
  tell(*found, rows);
  say("Written: {}\n", folder.string());
  return 0;
}

}  // namespace

Verb yieldVerb() {
  Verb verb;
  verb.name = "yield";
  verb.summary = "Strain the surroundings of single atoms: where each part would yield";
  verb.input = "Run folder with atoms/structure.h5; the potential is that of its case";
  verb.examples =
      "  glasscope yield runs/cu64zr36 --sites 500 --directions xy\n"
      "  glasscope yield runs/cu64zr36 --sites 50 --radius 8 --one-way";
  verb.addOptions = addOptions;
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
