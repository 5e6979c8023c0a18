#include <algorithm>
#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

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
#include "pipeline/run/Products.h"
#include "sim/deformation/FirstSlope.h"
#include "sim/deformation/StartMove.h"
#include "sim/deformation/YieldColumns.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/NativeTables.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char *kCurve = "stress_strain.csv", *kScratch = ".work";

// What the command line gave to this verb alone.
struct ShearOptions {
  sim::QuasiStaticSettings strain;
  std::string direction{textOf(sim::QuasiStaticSettings().path)};
  compare::IndicatorSettings indicators;
};
ShearOptions& given() {
  static ShearOptions options;
  return options;
}

void addOptions(CLI::App& app, VerbOptions&) {
  ShearOptions& o = given();
  const auto add = [&](const char* name, auto& value, const char* what) {
    return app.add_option(name, value, what)->capture_default_str();
  };
  add("--direction", o.direction,
      "xy, xz, yz: simple shear, the first direction moving along the second; x, y, z: that edge "
      "grows and the others are held");
  add("--to", o.strain.largestStrain, "Strain at the end; negative: the other way (compression)");
  add("--step", o.strain.step, "Strain of a step where nothing happens");
  add("--smallest-step", o.strain.smallestStep,
      "Strain to which a step that meets a plastic event is halved, so that events are told apart");
  add("--event-energy", o.strain.eventEnergy_eV, "Energy that an event releases at least, eV");
  add("--events", o.strain.mostEvents, "Stop after so many plastic events; 0: at the strain");
  add("--radius", o.strain.radius_A, "Neighbours of D2min lie within it, angstrom");
  add("--force", o.strain.forceTolerance_eV_per_A,
      "Norm of all forces that a minimum may have left, eV/angstrom");
  add("--surrogates", o.indicators.surrogates,
      "Moved and mirrored fields that descriptors are held against");
}

Atoms describedSample(const fs::path& file) {
  if (!fs::exists(file)) {
    throw Error(ErrorKind::input, fmt::format("'{}' cannot be strained", file.string()),
                "the folder holds no described sample", "make one first: glasscope voronoi CASE");
  }
  Atoms atoms = readH5md(file).front().frames.front();
  for (const std::string& name : sim::yieldColumnNames())
    if (atoms.columns.has(name)) atoms.columns.remove(name);
  return atoms;
}

std::vector<compare::RankedIndicator> ranked(const Atoms& described, const Columns& yield,
                                             const compare::IndicatorSettings& settings) {
  Atoms all = described;
  const auto targets = sim::yieldTargets(yield);
  for (const std::string& name : targets) all.columns.add(yield.at(name));
  return compare::rankIndicators(all, sim::columnsAtRest(described.columns), targets, settings);
}

// A sample that was not at a minimum of the potential moves before anything is strained.
void warnOf(const sim::QuasiStaticRun& run, const Atoms& sample) {
  const double moved = sim::startMove_A(run, sample);
  if (moved > sim::kStartMove_A)
    say("WARNING: the sample was no minimum of this potential: an atom moved by {:.2f} angstrom "
        "before it was strained, and its descriptors are of the sample as it was\n",
        moved);
  if (run.unconverged > 0)
    say("WARNING: at {} of {} minima the minimiser was stuck; stress_strain.csv has the forces "
        "left\n",
        run.unconverged, run.rows.size());
}

void tell(const sim::QuasiStaticRun& run, const std::vector<compare::RankedIndicator>& rows) {
  const sim::FirstSlope slope = sim::firstSlope(run);
  say("first slope {:.2f} GPa (over a strain of {:g}); {} plastic event(s) up to a strain of "
      "{:g}\n",
      slope.slope_GPa, slope.strain, run.events.size(), run.rows.back().strain);
  if (!slope.isElastic)
    say("WARNING: that strain held a plastic event, so that its slope is no modulus: the sample "
        "yields within the smallest step, or was no minimum\n");
  if (run.events.empty()) return;
  say("the first event, at a strain of {:.5f}, releases {:.3f} eV\n", run.events[0].strain,
      run.events[0].energyReleased_eV);
  constexpr std::size_t kShown = 5;
  say("rank correlation with its D2min among atoms of one element (+- chance), AUC of the top "
      "10 %:\n");
  for (std::size_t k = 0; k < std::min(kShown, rows.size()); ++k)
    say("  {:36} {:+.3f} +- {:.3f}   {:.3f}   q = {:.2g}\n", rows[k].indicator,
        rows[k].withinElements, rows[k].chance, rows[k].auc10, rows[k].q);
}

// All that the strain depends on.
std::string identityOf(const Atoms& sample, const sim::Potential& potential,
                       const sim::QuasiStaticSettings& s) {
  return hashBytes(
      fmt::format("shear 1|{}|{}|{}|{}|{:.17g}|{:.17g}|{:.17g}|{:.17g}|{}|{:.17g}|{:.17g}",
                  sim::hashOf(sample), potential.identity().name, potential.identity().fileHash,
                  textOf(s.path), s.largestStrain, s.step, s.smallestStep, s.eventEnergy_eV,
                  s.mostEvents, s.radius_A, s.forceTolerance_eV_per_A));
}

int run(const VerbOptions& options) {
  ShearOptions& o = given();
  o.strain.path = valueOfWord<sim::StrainPath>(o.direction, "--direction");
  o.strain.validate();
  o.indicators.validate();
  const pipeline::Target target = openTarget(options);
  o.indicators.seed = static_cast<std::uint64_t>(target.settings.seed);
  const Atoms described =
      describedSample(target.folder / pipeline::fileOf(pipeline::Product::descriptors).path);
  Atoms sample = described;
  sample.columns.clear();
  const fs::path folder = target.folder / "shear", scratch = folder / kScratch;
  // The table of a finished one, or the scratch folder of one that was stopped.
  requireOwnFolder(folder, {kCurve, kScratch});
  // On one rank, as the stage of a run: where an event begins hangs on the last bits of the forces.
  if (!Mpi::isRoot()) return 0;
  const LoneRank alone;
  ensureWritableFolder(scratch);
  const auto potential = sim::fastestForm(
      sim::Potential::find(target.settings.potential, sample.species()), sample, scratch);
  const sim::QuasiStaticRun strained = sim::quasiStatic(
      potential, sample, o.strain, {scratch, identityOf(sample, potential, o.strain)});
  warnOf(strained, sample);
  const Atoms yielded = sim::withYieldColumns(strained, o.strain);
  const auto rows = ranked(described, yielded.columns, o.indicators);
  const std::string about =
      fmt::format("{{\"potential\": \"{}\", \"direction\": \"{}\", \"strain\": {}}}",
                  potential.identity().name, o.direction, strained.rows.back().strain);
  PendingTables tables;
  tables.add(folder / kCurve, sim::stressStrainCsv(strained));
  tables.add(folder / "plastic_events.csv", sim::plasticEventsCsv(strained));
  tables.add(folder / "indicators.csv", compare::indicatorsCsv(rows));
  writeH5md(folder / "yielded.h5", {{"reference", {yielded}}, {"strained", {strained.last}}},
            about);
  tables.commit();
  fs::remove_all(scratch);  // the result is safe
  tell(strained, rows);
  say("Written: {}\n", folder.string());
  return 0;
}

}  // namespace

Verb shearVerb() {
  Verb verb;
  verb.name = "shear";
  verb.summary = "Strain a described sample without heat: where it yields, and what knew it";
  verb.input = "Run folder with atoms/descriptors.h5; the potential is that of its case";
  verb.examples =
      "  glasscope shear runs/cu64zr36 --to 0.1\n"
      "  glasscope shear runs/cu64zr36 --direction z --to -0.05 --events 1";
  verb.addOptions = addOptions;
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
