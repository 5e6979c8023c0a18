#include "pipeline/report/ReportOrder.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compare/statistics/Correlation.h"
#include "core/atoms/Elements.h"
#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "pipeline/report/JsonNumbers.h"
#include "pipeline/report/ReplicaMeans.h"
#include "voronoi/structure/SampleNames.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using report::kUnknown;
using report::ReportData;
using Json = nlohmann::json;

namespace {

constexpr std::size_t kMostAtoms = 40000;   // in the picture: a few megabytes with all fields
constexpr std::size_t kMostRanked = 20000;  // atoms behind a rank correlation
constexpr std::size_t kFewestValues = 3;    // a column of fewer different values is a label

void addStructureFactor(ReportData& data, const Json& json) {
  report::ReportCurves totals, partials;
  totals.x = partials.x = numbersOf(json.at("k_invA"));
  totals.xLabel = partials.xLabel = "k = 1/d, Q = 2πk";
  totals.xUnit = partials.xUnit = "1/angstrom";
  totals.yLabel = partials.yLabel = "S(k)";
  totals.name = "structure_factor";
  partials.name = "partial_structure_factors";
  totals.title = "Structure factor S(k)";
  partials.title = "Partial structure factors";
  totals.description = partials.description =
      fmt::format("Faber-Ziman; {}", json.at("method").get<std::string>());
  for (const Json& total : json.at("totals"))
    totals.curves.push_back({total.at("weights"), numbersOf(total.at("s")), {}});
  for (const Json& partial : json.at("partials"))
    partials.curves.push_back({partial.at("pair"), numbersOf(partial.at("s")), {}});
  data.structure.curves.push_back(totals);
  if (partials.curves.size() > 1) data.structure.curves.push_back(partials);
}

void addCorrelations(ReportData& data, const Json& list) {
  if (list.empty()) return;
  report::ReportCurves curves;
  curves.title = "Spatial correlation of descriptors";
  curves.name = "spatial_correlation";
  curves.xLabel = "distance r";
  curves.xUnit = "angstrom";
  curves.yLabel = "C(r)";
  curves.description = "Bars are one standard error, leaving out an eighth of the box at a time";
  for (const Json& field : list) {
    curves.x = numbersOf(field.at("r_A"));
    curves.curves.push_back(
        {field.at("field"), numbersOf(field.at("c")), numbersOf(field.at("c_error"))});
    data.structure.order.push_back(
        {fmt::format("correlation length of {}", field.at("field").get<std::string>()),
         numberOf(field, "length_A"), numberOf(field, "length_error_A"), "angstrom",
         fmt::format("exponential fit; Moran's I {:.3f}, {:.1f} standard deviations",
                     numberOf(field, "moran_i"), numberOf(field, "moran_z"))});
  }
  data.structure.curves.push_back(curves);
}

std::string errorsOf(const Json& json) {
  return "error: " + json.value("errors_of_fractions", std::string("binomial"));
}

/// A number over samples or frames where there are some, which the note then says.
report::ReportNumber overReplicas(report::ReportNumber number, const std::string& quantity,
                                  double factor, const ReplicaMeans& replicas) {
  if (replicas.take(quantity, factor, number.value, number.error)) number.note = replicas.text();
  return number;
}

void addTetrahedra(ReportData& data, const Json& json, const ReplicaMeans& replicas) {
  const Json& order = json["tetrahedral_order"];
  data.structure.order.push_back(overReplicas(
      {"mean tetrahedrality", numberOf(order, "mean_tetrahedrality"), kUnknown, "", "1 is perfect"},
      "mean_tetrahedrality", 1, replicas));
  struct Form {
    std::string density, neighbours;
  };
  for (const Form& form :
       {Form{"low", "four neighbours"}, Form{"high", "five and more neighbours"}}) {
    const std::string fraction = form.density + "_density_fraction";
    data.structure.order.push_back(overReplicas(
        {fmt::format("{}-density atoms", form.density), 100 * numberOf(order, fraction.c_str()),
         100 * numberOf(order, (form.density + "_density_standard_error").c_str()), "%",
         fmt::format("{}; {}", form.neighbours, errorsOf(json))},
        fraction, 100, replicas));
  }
}

void addLinks(ReportData& data, const Json& network, const ReplicaMeans& replicas) {
  for (const char* kind : {"interpenetrating", "face", "edge", "vertex"}) {
    const auto name = fmt::format("{}_links_per_icosahedron", kind);
    data.structure.order.push_back(overReplicas(
        {fmt::format("{} links of an icosahedron", kind), numberOf(network, name.c_str()),
         numberOf(network, (name + "_error").c_str()), "", "connected icosahedra, mean"},
        name, 1, replicas));
  }
}

void addShell(ReportData& data, const Json& shell, const ReplicaMeans& replicas) {
  const int number = shell.at("shell").get<int>();
  const auto limits = fmt::format("{:.2f} to {:.2f} angstrom", numberOf(shell, "inner_A"),
                                  numberOf(shell, "outer_A"));
  auto shown = overReplicas({fmt::format("neighbours in shell {}", number),
                             numberOf(shell, "neighbours"), kUnknown, "", ""},
                            fmt::format("shell_{}_neighbours", number), 1, replicas);
  shown.note = shown.note.empty() ? limits : limits + "; " + shown.note;
  data.structure.order.push_back(shown);
}

void addNumbers(ReportData& data, const Json& json, const ReplicaMeans& replicas) {
  const Json& network = json.at("icosahedral_network");
  addLinks(data, network, replicas);
  const std::string along = network.at("interpenetrating_percolates_along");
  data.structure.order.push_back(
      {"largest interpenetrating cluster", numberOf(network, "largest_interpenetrating_cluster"),
       kUnknown, "",
       along.empty() ? "icosahedra; does not percolate"
                     : fmt::format("icosahedra; percolates along {}", along)});
  data.structure.order.push_back(
      overReplicas({"atoms in icosahedra", 100 * numberOf(network, "atoms_in_network_fraction"),
                    100 * numberOf(network, "atoms_in_network_standard_error"), "%",
                    fmt::format("centres and shells; {}", errorsOf(json))},
                   "icosahedral_network_fraction", 100, replicas));
  const Json& crystals = json.at("crystals");
  data.structure.order.push_back(overReplicas(
      {"crystal-like atoms", 100 * numberOf(crystals, "fraction"),
       100 * numberOf(crystals, "standard_error"), "%",
       fmt::format("{} grain(s); {}", crystals.at("grains").get<int>(), errorsOf(json))},
      "crystal_fraction", 100, replicas));
  if (json.contains("tetrahedral_order")) addTetrahedra(data, json, replicas);
  for (const Json& shell : json.at("coordination_shells"))
    if (shell.at("pair") == voronoi::pairName(0, 0)) addShell(data, shell, replicas);
}

void addSeriesOf(ReportData& data, const fs::path& path, const std::string& title, bool inTime) {
  if (!fs::exists(path)) return;
  const Json json = Json::parse(readFile(path));
  report::ReportSeries series;
  series.title = title;
  series.caption = json.at("errors");
  const auto time = numbersOf(json.at("time_ps")), step = numbersOf(json.at("step"));
  const auto moves = [](const std::vector<double>& x) {
    return x.size() > 1 && std::is_sorted(x.begin(), x.end()) && x.back() > x.front();
  };
  series.xTitle = "frame";
  for (std::size_t i = 0; i < step.size(); ++i) series.x.push_back(static_cast<double>(i));
  if (inTime && moves(time)) {
    series.x = time;
    series.xTitle = "time (ps)";
  } else if (inTime && moves(step)) {
    series.x = step;
    series.xTitle = "time step";
  } else if (!inTime) {
    series.xTitle = "sample";
  }
  if (series.x.size() < 2) return;  // one frame is no series
  for (const Json& q : json.at("quantities"))
    series.quantities.push_back({q.at("name"), q.at("unit"), numbersOf(q.at("values")),
                                 numberOf(q, "mean"), numberOf(q, "standard_error")});
  data.structure.series.push_back(std::move(series));
}

/// Those nearest to the middle plane along z, when there are too many for a page.
std::vector<std::size_t> shownAtoms(const Atoms& atoms) {
  std::vector<std::size_t> out(atoms.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = i;
  if (out.size() <= kMostAtoms) return out;
  const double middle = atoms.box.toCartesian(Vec3::Constant(0.5)).z();
  const auto depth = [&](std::size_t i) {
    return std::abs(atoms.box.wrap(atoms.positions[i]).z() - middle);
  };
  std::nth_element(out.begin(), out.begin() + kMostAtoms, out.end(),
                   [&](std::size_t a, std::size_t b) { return depth(a) < depth(b); });
  out.resize(kMostAtoms);
  std::sort(out.begin(), out.end());
  return out;
}

report::ReportAtoms::Field fieldOf(const Column& column, const std::vector<std::size_t>& shown) {
  report::ReportAtoms::Field field{column.name, column.unit, 0, 1, {}};
  std::vector<double> finite;
  for (const auto i : shown)
    if (std::isfinite(column.values[i])) finite.push_back(column.values[i]);
  if (!finite.empty()) {
    std::sort(finite.begin(), finite.end());
    const auto at = [&](double part) {
      return finite[static_cast<std::size_t>(part * static_cast<double>(finite.size() - 1))];
    };
    field.low = at(0.005);
    field.high = at(0.995);
    if (!(field.high > field.low)) {  // nearly all alike: show what differs
      field.low = finite.front();
      field.high = finite.back();
    }
  }
  const double span = field.high > field.low ? field.high - field.low : 1;
  for (const auto i : shown) {
    const double v = column.values[i];
    const double level = 1 + 254 * std::clamp((v - field.low) / span, 0.0, 1.0);
    field.levels.push_back(std::isfinite(v) ? static_cast<std::uint8_t>(std::lround(level)) : 0);
  }
  return field;
}

report::ReportAtoms picture(const Atoms& atoms, const Case& c) {
  report::ReportAtoms out;
  const auto shown = shownAtoms(atoms);
  const auto species = atoms.species();
  for (const int z : species) out.symbols.emplace_back(elementSymbol(z));
  for (const auto i : shown) {
    const Vec3 p = atoms.box.wrap(atoms.positions[i]);
    out.position_A.insert(out.position_A.end(), {p.x(), p.y(), p.z()});
    out.species.push_back(static_cast<std::uint8_t>(
        std::lower_bound(species.begin(), species.end(), atoms.atomicNumbers[i]) -
        species.begin()));
  }
  // What is compared with signals comes first in the list.
  const auto compared = [&](const Column& column) {
    return std::count(c.compare.descriptors.begin(), c.compare.descriptors.end(), column.name) > 0;
  };
  for (const bool first : {true, false})
    for (const Column& column : atoms.columns)
      if (compared(column) == first) out.fields.push_back(fieldOf(column, shown));
  out.caption = fmt::format(
      "Colours span the 0.5th to the 99.5th percentile; empty circles are atoms without a value "
      "(surface). Larger circles are heavier elements.{}",
      shown.size() < atoms.size()
          ? fmt::format(" Shown are the {} atoms nearest to the middle plane along z", kMostAtoms)
          : "");
  return out;
}

/// The different values of a column, kFewestValues of them at most; NaN does not count.
std::vector<double> someValuesOf(const Column& column) {
  std::vector<double> values;
  for (const double v : column.values) {
    if (!std::isfinite(v) || std::ranges::find(values, v) != values.end()) continue;
    values.push_back(v);
    if (values.size() == kFewestValues) break;
  }
  std::ranges::sort(values);
  return values;
}

/// Few values are the label of a class, but 0 and 1 say no and yes.
bool isRanked(const Column& column) {
  const std::vector<double> values = someValuesOf(column);
  return values.size() == kFewestValues || values == std::vector<double>{0, 1};
}

/// Ranks of a column over the atoms where every column is defined.
report::ReportMatrix matrixOf(const Atoms& atoms) {
  std::vector<const Column*> columns;
  for (const Column& column : atoms.columns)
    if (isRanked(column)) columns.push_back(&column);
  const std::size_t stride = std::max<std::size_t>(1, atoms.size() / kMostRanked);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < atoms.size(); i += stride)
    if (std::all_of(columns.begin(), columns.end(),
                    [&](const Column* column) { return std::isfinite(column->values[i]); }))
      rows.push_back(i);
  report::ReportMatrix out;
  std::vector<std::vector<double>> ranked;
  for (const Column* column : columns) {
    std::vector<double> values;
    for (const auto i : rows) values.push_back(column->values[i]);
    // What is alike in all of them, such as being at a surface, has no ranks.
    if (std::ranges::adjacent_find(values, std::not_equal_to<>()) == values.end()) continue;
    ranked.push_back(compare::ranks(values));
    out.names.push_back(column->name);
  }
  for (const auto& a : ranked)
    for (const auto& b : ranked) out.values.push_back(compare::pearson(a, b));
  out.caption = fmt::format(
      "Over {} atoms, atom by atom; both signs matter, and descriptors that "
      "say the same stand out",
      rows.size());
  return out;
}

}  // namespace

void addOrder(ReportData& data, const RunDirectory& run) {
  if (!fs::exists(run.path(Product::structureReport))) return;
  const Json json = Json::parse(readFile(run.path(Product::structureReport)));
  if (json.contains("icosahedral_network")) addNumbers(data, json, ReplicaMeans(run));
  if (json.contains("structure_factor")) addStructureFactor(data, json["structure_factor"]);
  if (json.contains("spatial_correlations")) addCorrelations(data, json["spatial_correlations"]);
  addSeriesOf(data, run.path(Product::structureSeries), "Frame by frame", true);
  addSeriesOf(data, run.path(Product::replicas), "Independent samples", false);
}

void addAtoms(ReportData& data, const Case& c, const RunDirectory& run) {
  if (!fs::exists(run.path(Product::descriptors))) return;
  const Atoms atoms = readH5md(run.path(Product::descriptors)).front().frames.front();
  if (atoms.columns.empty()) return;
  data.structure.atoms = picture(atoms, c);
  if (atoms.size() > 2) data.structure.descriptorMatrix = matrixOf(atoms);
}

}  // namespace glasscope::pipeline
