#include "pipeline/report/ReportStructure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/atoms/Elements.h"
#include "core/formats/H5md.h"
#include "core/math/Constants.h"
#include "core/system/Files.h"
#include "pipeline/report/JsonNumbers.h"
#include "pipeline/report/ReplicaMeans.h"
#include "pipeline/report/TableFile.h"
#include "voronoi/structure/SampleNames.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using report::kUnknown;
using report::ReportData;
using Json = nlohmann::json;

namespace {

constexpr int kHistogramBins = 40;

/// Pairs of g(r); where they have errors, with these.
void addPairs(ReportData& data, const Json& list, const std::string& title) {
  if (list.empty()) return;
  report::ReportCurves pairs;
  pairs.name = "pair_distribution";
  pairs.title = "Pair distribution g(r)";
  pairs.description = title;
  pairs.xLabel = "distance r";
  pairs.xUnit = "angstrom";
  pairs.yLabel = "g(r)";
  pairs.x = numbersOf(list[0].at("r_A"));
  for (const Json& partial : list) {
    pairs.curves.push_back({partial.at("pair"), numbersOf(partial.at("g")),
                            partial.contains("standard_error")
                                ? numbersOf(partial.at("standard_error"))
                                : std::vector<double>{}});
  }
  data.structure.pairs.push_back(pairs);
}

void addConventions(ReportData& data, const Json& rows, const ReplicaMeans& replicas) {
  for (const Json& row : rows) {
    for (const Json& fraction : row.at("icosahedra")) {
      report::ReportConvention shown;
      const std::string weighting = row.at("weighting"), convention = row.at("convention");
      shown.convention = fmt::format("{}, {}", weighting, convention);
      shown.species = fraction.at("element");
      shown.motif = "<0,0,12,0>";
      shown.percent = 100 * numberOf(fraction, "fraction");
      shown.error_percent = 100 * numberOf(fraction, "standard_error");
      shown.validPercent = 100 * numberOf(row, "valid_fraction");
      shown.validError_percent = 100 * numberOf(row, "valid_standard_error");
      shown.used = row.at("used");
      const auto how = fmt::format("({}; {})", weighting, convention);
      replicas.take(fmt::format("icosahedra_{} {}", shown.species, how), 100, shown.percent,
                    shown.error_percent);
      replicas.take("valid_fraction " + how, 100, shown.validPercent, shown.validError_percent);
      data.structure.motifs.spread.push_back(shown);
    }
  }
}

/// A number over independent samples where there are some, which the note then says.
report::ReportNumber overReplicas(report::ReportNumber number, const std::string& quantity,
                                  const ReplicaMeans& replicas) {
  if (replicas.take(quantity, 1, number.value, number.error))
    number.note += (number.note.empty() ? "" : "; ") + replicas.text();
  return number;
}

void addChemicalOrder(ReportData& data, const Json& json, const ReplicaMeans& replicas) {
  const auto add = [&](const report::ReportNumber& number, const std::string& quantity) {
    data.structure.chemicalOrder.push_back(overReplicas(number, quantity, replicas));
  };
  add({"Cargill-Spaepen eta", numberOf(json, "cargill_spaepen"), kUnknown, "",
       "nearly free of the convention; 0 is a random alloy"},
      "cargill_spaepen");
  for (const Json& pair : json.at("warren_cowley")) {
    const std::string centre = pair.at("centre"), neighbour = pair.at("neighbour");
    add({fmt::format("Warren-Cowley {}-{}", centre, neighbour), numberOf(pair, "value"), kUnknown,
         "", "negative: the pair is preferred; not symmetric in the two species"},
        fmt::format("warren_cowley_{}_{}", centre, neighbour));
  }
  add({"mean coordination", numberOf(json, "mean_coordination"),
       numberOf(json, "mean_coordination_error"), "", "faces of the Voronoi cell"},
      "coordination");
  for (const Json& species : json.at("species")) {
    const std::string element = species.at("element");
    add({fmt::format("coordination of {}", element), numberOf(species, "coordination"),
         numberOf(species, "coordination_error"), "", "faces of the Voronoi cell"},
        "coordination_" + element);
    add({fmt::format("mean cell of {}", element), numberOf(species, "mean_volume_A3"),
         numberOf(species, "mean_volume_error_A3"), "angstrom^3", ""},
        fmt::format("mean_volume_{}_A3", element));
  }
}

// Bins from the 0.5th to the 99.5th percentile, so that a few extreme cells do not squeeze the
// rest; what lies outside is counted in the outermost bins.
std::vector<double> histogramEdges(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  double low = at(0.005), high = at(0.995);
  if (!(high > low)) {
    low -= 0.5;
    high = low + 1;
  }
  std::vector<double> edges;
  for (int i = 0; i <= kHistogramBins; ++i) {
    edges.push_back(low + (high - low) * i / kHistogramBins);
  }
  return edges;
}

report::ReportHistogram histogramOf(const Atoms& atoms, const Column& column) {
  report::ReportHistogram histogram{column.name, column.unit, column.description, {}, {}};
  std::vector<double> finite;
  for (const double value : column.values) {
    if (std::isfinite(value)) finite.push_back(value);
  }
  if (finite.empty()) return histogram;
  histogram.edges = histogramEdges(finite);
  const double low = histogram.edges.front();
  const double step = histogram.edges[1] - low;
  for (const int z : atoms.species()) {
    report::ReportHistogram::Series series{std::string(elementSymbol(z)),
                                           std::vector<double>(kHistogramBins, 0.0)};
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      if (atoms.atomicNumbers[i] != z || !std::isfinite(column.values[i])) continue;
      const double position = std::floor((column.values[i] - low) / step);
      ++series.counts[static_cast<std::size_t>(std::clamp(position, 0.0, kHistogramBins - 1.0))];
    }
    histogram.series.push_back(std::move(series));
  }
  return histogram;
}

}  // namespace

void addThermo(ReportData& data, const RunDirectory& run) {
  if (!fs::exists(run.path(Product::thermo))) return;
  const TextTable table = ownTable(run, Product::thermo);
  report::ReportThermo thermo;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto number = [&](std::size_t column) { return table.number(row, column); };
    if (thermo.stages.empty() || thermo.stages.back().name != table.text(row, 0))
      thermo.stages.push_back({table.text(row, 0), number(1)});
    thermo.time_ps.push_back(number(1));
    thermo.temperature_K.push_back(number(2));
    thermo.energy_eV_per_atom.push_back(number(3));
    thermo.volume_A3_per_atom.push_back(number(4));
    thermo.pressure_GPa.push_back(constants::kGPa_per_bar * number(5));
  }
  if (!thermo.time_ps.empty()) data.structure.thermo = thermo;
}

void addStructure(ReportData& data, const RunDirectory& run) {
  if (!fs::exists(run.path(Product::structureReport))) return;
  const Json json = Json::parse(readFile(run.path(Product::structureReport)));
  const ReplicaMeans replicas(run);
  addPairs(data, replicas.pairs(), replicas.text());
  addPairs(data, json.at("g_of_r"), "reference structure");
  addPairs(data, json.at("g_of_r_thermal"), "first thermal snapshot");
  data.structure.motifs.convention = json.at("convention");
  data.structure.motifs.errors = json.value("errors_of_fractions", std::string("binomial"));
  for (const Json& motif : json.at("motifs")) {
    data.structure.motifs.rows.push_back(
        {motif.at("element"), motif.at("index"), 100 * numberOf(motif, "fraction"),
         100 * numberOf(motif, "standard_error"),
         voronoi::motifNumber(motif.at("element"), motif.at("index"))});
  }
  if (!replicas.empty()) data.structure.motifs.errors = replicas.text();
  for (auto& motif : data.structure.motifs.rows)
    replicas.take(motif.quantity, 100, motif.percent, motif.error_percent);
  addConventions(data, json.at("convention_spread"), replicas);
  addChemicalOrder(data, json, replicas);
}

void addHistograms(ReportData& data, const Case& c, const RunDirectory& run) {
  if (!fs::exists(run.path(Product::descriptors))) return;
  const Atoms atoms = readH5md(run.path(Product::descriptors)).front().frames.front();
  for (const std::string& name : c.compare.descriptors) {
    if (atoms.columns.has(name)) {
      data.structure.histograms.push_back(histogramOf(atoms, atoms.columns.at(name)));
    }
  }
}

}  // namespace glasscope::pipeline
