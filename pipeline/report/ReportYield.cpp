#include "pipeline/report/ReportYield.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare/statistics/IndicatorRanking.h"
#include "core/system/Files.h"
#include "pipeline/report/JsonNumbers.h"
#include "pipeline/report/StageFacts.h"
#include "pipeline/report/TableFile.h"
#include "report/NumberText.h"
#include "sim/deformation/StartMove.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

report::ReportCurves stressCurve(const Case& c, const TextTable& table) {
  report::ReportCurves curves;
  curves.name = "stress_strain";
  curves.title = fmt::format("Stress along {}", textOf(c.shear.path));
  curves.description =
      "Each point is a minimum of the energy: no temperature, no rate. Where it falls, atoms "
      "rearranged.";
  curves.xLabel = "strain";
  curves.yLabel = "stress";
  curves.yUnit = "GPa";
  Curves::Curve stress{"stress", {}, {}};
  curves.x = table.numbers(table.column("strain"));
  stress.y = table.numbers(table.column("stress_GPa"));
  curves.curves = {stress};
  return curves;
}

void addEvents(report::ReportSection& section, const TextTable& events) {
  section.numbers.push_back({"plastic events", static_cast<double>(events.rows()), report::kUnknown,
                             "", "that released at least shear.event_energy_eV"});
  if (events.rows() == 0) return;
  std::vector<double> energy = events.numbers(events.column("energy_released_eV"));
  std::sort(energy.begin(), energy.end());
  section.numbers.push_back({"strain of the first event", events.number(0, events.column("strain")),
                             report::kUnknown, "", ""});
  section.numbers.push_back({"energy released by an event, median",
                             0.5 * (energy[(energy.size() - 1) / 2] + energy[energy.size() / 2]),
                             report::kUnknown, "eV", "work done less energy kept"});
}

// What makes curve and ranking doubtful, where it does.
void addDoubts(report::ReportSection& section, const nlohmann::json& facts) {
  if (const double stuck = numberOf(facts, "minima_not_converged"); stuck > 0) {
    section.numbers.push_back(
        {"MINIMA NOT CONVERGED", stuck, report::kUnknown, "",
         fmt::format("of {}: the minimiser was stuck above shear.force_tolerance_eV_per_A; "
                     "structure/stress_strain.csv has the forces that are left",
                     facts.value("minima", 0))});
  }
  if (const double moved = numberOf(facts, "moved_at_start_A"); moved > sim::kStartMove_A) {
    section.numbers.push_back(
        {"MOVED BEFORE IT WAS STRAINED", moved, report::kUnknown, "angstrom",
         "the farthest atom: the sample was no minimum of sim.potential, and its descriptors are "
         "of the sample as it was"});
  }
}

// Of the first event where there is one: what follows changes the sample that was described.
void addIndicators(report::ReportSection& section,
                   const std::vector<compare::RankedIndicator>& rows) {
  if (rows.empty()) return;
  const std::string target = rows.front().target;
  report::ReportTable table;
  table.columns = {
      {"descriptor at rest", "Measured before anything was strained"},
      {"ρ within elements", "Rank correlation with D2min among the atoms of one element"},
      {"chance", "Root mean square of that for fields moved and mirrored in the box"},
      {"q", "False-discovery rate over the whole table", 2},
      {"ρ over all", "Rank correlation over all atoms: elements differ in everything"},
      {"AUC, top 10 %", "Probability that it is higher at an atom of the top 10 % than elsewhere"}};
  table.caption = fmt::format(
      "Ranked against {}; structure/indicators.csv has all targets. One sample and one direction "
      "of "
      "strain: another event of the same glass may rank them otherwise",
      report::readableName(target));
  for (const compare::RankedIndicator& row : rows) {
    if (row.target != target) continue;
    table.rows.push_back(
        {row.indicator, {row.withinElements, row.chance, row.q, row.spearman, row.auc10}});
  }
  section.table = table;
}

}  // namespace

void addYield(report::ReportData& data, const Case& c, const RunDirectory& run) {
  if (!fs::exists(run.path(Product::stressStrain))) return;
  report::ReportSection section;
  section.id = "yield";
  section.title = "Where it yields";
  section.intro =
      "The sample at rest was strained step by step without heat. Below the curve: which of its "
      "descriptors, measured before anything was strained, say where it yields first; all of them "
      "are in structure/indicators.csv.";
  section.curves.push_back(stressCurve(c, ownTable(run, Product::stressStrain)));
  addEvents(section, ownTable(run, Product::plasticEvents));
  addDoubts(section, factsOf(run, "shear"));
  if (fs::exists(run.path(Product::indicators))) {
    addIndicators(section, compare::readIndicatorsCsv(run.path(Product::indicators)));
  }
  data.signals.sections.push_back(section);
}

}  // namespace glasscope::pipeline
