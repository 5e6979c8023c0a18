#include "compare/files/AssociationFiles.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <type_traits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/CsvLine.h"
#include "core/formats/JsonNumber.h"
#include "core/formats/TextTable.h"
#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope::compare {

using Json = nlohmann::ordered_json;

namespace {

/// Where a value stands in a table that was read.
struct Field {
  std::size_t row = 0, column = 0;
};

/// The last value of a choice.
template <class Choice>
constexpr int kLast = 0;
template <>
constexpr int kLast<RowRole> = static_cast<int>(RowRole::null);
template <>
constexpr int kLast<Verdict> = static_cast<int>(Verdict::untested);

/// The value of a field; a choice is written as its number. Throws Error(input) for what a number
/// of that type cannot be.
template <class Value>
Value valueAt(const TextTable& table, Field field) {
  if constexpr (std::is_floating_point_v<Value>)
    return table.numberOrUnknown(field.row, field.column);
  else if constexpr (std::is_same_v<Value, bool>)
    return table.integer(field.row, field.column, 0, 1) != 0;
  else if constexpr (std::is_enum_v<Value>)
    return static_cast<Value>(table.integer(field.row, field.column, 0, kLast<Value>));
  else
    return static_cast<Value>(
        table.integer(field.row, field.column, 0, std::numeric_limits<Value>::max()));
}

/// A column of the table: what it is called, its unit, what it means, how it is written and read.
/// A number that is not known is an empty field.
struct TableColumn {
  std::string name, unit, meaning;
  std::function<std::string(const AssociationRow&)> get;
  std::function<void(AssociationRow&, const TextTable&, Field)> set;
};

/// `at` leads from a row to the value.
template <class At>
TableColumn column(const char* name, const char* meaning, const At& at, const char* unit = "1") {
  return {name, unit, meaning,
          [at](const AssociationRow& row) {
            const auto value = static_cast<double>(at(row));
            return std::isnan(value) ? std::string() : fmt::format("{}", value);
          },
          [at](AssociationRow& row, const TextTable& table, Field field) {
            at(row) = valueAt<std::decay_t<decltype(at(row))>>(table, field);
          }};
}

template <class At>
TableColumn textColumn(const char* name, const char* meaning, const At& at) {
  return {name, "", meaning, [at](const AssociationRow& row) { return at(row); },
          [at](AssociationRow& row, const TextTable& table, Field field) {
            at(row) = table.text(field.row, field.column);
          }};
}

/// The way to a value of the row itself, or of a part of it.
template <class T>
auto at(T AssociationRow::*member) {
  return [=](auto& row) -> auto& {
    return row.*member;
  };
}
template <class Part, class T>
auto at(Part AssociationRow::*part, T Part::*member) {
  return [=](auto& row) -> auto& {
    return row.*part.*member;
  };
}

const std::vector<TableColumn>& tableColumns() {
  using Row = AssociationRow;
  static const std::vector<TableColumn> columns{
      textColumn("descriptor", "truth map, with the scan beside which it lies",
                 at(&Row::descriptor)),
      textColumn("signal", "map of the scan", at(&Row::signal)),
      column("role", "0: a descriptor; 1: a map that knows nothing of the structure",
             at(&Row::role)),
      column("pixels", "pixels where both carry information", at(&Row::pixels)),
      column("pearson", "correlation of the maps as they are",
             at(&Row::correlation, &Row::Correlation::pearson)),
      column("partial", "correlation without slopes, thickness and composition",
             at(&Row::correlation, &Row::Correlation::partial)),
      column("partial_low", "lower end of its 95 % interval",
             at(&Row::correlation, &Row::Correlation::partialLow)),
      column("partial_high", "upper end", at(&Row::correlation, &Row::Correlation::partialHigh)),
      column("spearman", "correlation of ranks",
             at(&Row::correlation, &Row::Correlation::spearman)),
      column("n_effective", "independent samples among the pixels",
             at(&Row::correlation, &Row::Correlation::nEffective)),
      column("p_naive", "p as if all pixels were independent, for contrast only",
             at(&Row::correlation, &Row::Correlation::pNaive)),
      column("p_dutilleul", "p of the modified t test",
             at(&Row::correlation, &Row::Correlation::pDutilleul)),
      column("p_plain", "p of pearson by surrogates",
             at(&Row::significance, &Row::Significance::pPlain)),
      column("samples", "independent samples behind effects, intervals, p_family and q",
             at(&Row::significance, &Row::Significance::samples)),
      column("p_samples", "p of partial over these by Student's t; empty for one sample",
             at(&Row::significance, &Row::Significance::pSamples)),
      column("p_surrogate", "p of partial by surrogates, of the first sample",
             at(&Row::significance, &Row::Significance::pSurrogate)),
      column("surrogates", "surrogates behind it",
             at(&Row::significance, &Row::Significance::surrogates)),
      textColumn("surrogate_kind", "how they are made",
                 at(&Row::significance, &Row::Significance::kind)),
      column("p_family", "chance that any pair of the table does as well by chance",
             at(&Row::significance, &Row::Significance::pFamily)),
      column("q_fdr", "false-discovery rate after Benjamini and Hochberg",
             at(&Row::significance, &Row::Significance::qFdr)),
      column("q_yekutieli", "after Benjamini and Yekutieli",
             at(&Row::significance, &Row::Significance::qYekutieli)),
      column("significant", "1 where a claim is made", at(&Row::claim, &Row::Claim::significant)),
      column("verdict", "0 visible, 1 not beyond chance, 2 could not be seen, 3 too few areas",
             at(&Row::claim, &Row::Claim::verdict)),
      textColumn("advice", "what would allow a claim", at(&Row::claim, &Row::Claim::advice)),
      column("smallest_claim", "smallest correlation that would have been claimed",
             at(&Row::claim, &Row::Claim::smallestClaim)),
      column("smallest_seen", "correlation that is claimed four times in five",
             at(&Row::claim, &Row::Claim::smallestSeen)),
      column("auc", "area under ROC: does the signal find the top of the descriptor",
             at(&Row::top, &Row::TopSearch::auc)),
      column("auc_low", "lower end of its 95 % interval", at(&Row::top, &Row::TopSearch::aucLow)),
      column("auc_high", "upper end", at(&Row::top, &Row::TopSearch::aucHigh)),
      column("p_auc", "its p", at(&Row::top, &Row::TopSearch::pAuc)),
      column("prevalence", "fraction of pixels in that top",
             at(&Row::top, &Row::TopSearch::prevalence)),
      column("average_precision", "of the same search",
             at(&Row::top, &Row::TopSearch::averagePrecision)),
      column("chance_precision", "mean of the same over surrogates",
             at(&Row::top, &Row::TopSearch::chancePrecision)),
      column("p_precision", "its p", at(&Row::top, &Row::TopSearch::pPrecision)),
      column("p_spearman", "p of the correlation of ranks",
             at(&Row::correlation, &Row::Correlation::pSpearman)),
      column("mutual_information", "of ranks in classes",
             at(&Row::dependence, &Row::Dependence::mutualInformation), "nat"),
      column("p_mutual_information", "its p",
             at(&Row::dependence, &Row::Dependence::pMutualInformation)),
      column("distance_correlation", "of ranks",
             at(&Row::dependence, &Row::Dependence::distanceCorrelation)),
      column("p_distance", "its p", at(&Row::dependence, &Row::Dependence::pDistance))};
  return columns;
}

std::string rowsText(const AssociationTable& table) {
  std::vector<std::string> fields;
  for (const TableColumn& c : tableColumns()) fields.push_back(c.name);
  std::string text = csvLine(fields);
  for (const AssociationRow& row : table.rows) {
    fields.clear();
    for (const TableColumn& c : tableColumns()) fields.push_back(c.get(row));
    text += csvLine(fields);
  }
  return text;
}

Json aboutJson(const AssociationTable& table) {
  Json json;
  json["content"] = "glasscope: truth maps against signals";
  json["method"] = table.method;
  json["surrogates"] = table.settings.surrogates;
  json["kind"] = static_cast<int>(table.settings.kind);
  json["seed"] = table.settings.seed;
  json["level"] = table.settings.level;
  json["top_fraction"] = table.settings.topFraction;
  json["effect_of_interest"] = table.settings.effectOfInterest;
  json["tested"] = table.tested;
  json["surrogates_made"] = table.surrogates;
  json["floor_family"] = table.floorFamily;
  json["floor_fdr"] = table.floorFdr;
  json["floor_yekutieli"] = table.floorYekutieli;
  json["critical_z"] = table.criticalZ;
  json["left_out"] = Json::array();
  for (const LeftOut& map : table.leftOut)
    json["left_out"].push_back({{"map", map.map}, {"because", map.why}});
  for (const TableColumn& c : tableColumns())
    json["columns"].push_back({{"name", c.name}, {"unit", c.unit}, {"meaning", c.meaning}});
  return json;
}

void readRows(const std::filesystem::path& path, AssociationTable& table) {
  TableForm form{"associations", "make the comparison again"};
  form.writtenHere = true;
  const TextTable read(path, form);
  table.rows.resize(read.rows());
  for (const TableColumn& column : tableColumns()) {
    const auto at = read.find(column.name);
    if (!at) continue;  // of an earlier program
    for (std::size_t row = 0; row < read.rows(); ++row)
      column.set(table.rows[row], read, {row, *at});
  }
}

}  // namespace

void AssociationFiles::write(const AssociationTable& table) const {
  writeFileAtomically(about, aboutJson(table).dump(2) + "\n");
  writeFileAtomically(rows, rowsText(table));
}

AssociationTable AssociationFiles::read() const {
  AssociationTable table;
  try {
    const Json json = Json::parse(readFile(about));
    table.method = json.at("method");
    table.settings.surrogates = json.at("surrogates");
    table.settings.kind = static_cast<SurrogateKind>(json.at("kind").get<int>());
    table.settings.seed = json.at("seed");
    table.settings.level = json.at("level");
    table.settings.topFraction = json.at("top_fraction");
    table.settings.effectOfInterest = json.at("effect_of_interest");
    table.tested = json.at("tested");
    table.surrogates = json.at("surrogates_made");
    table.floorFamily = numberOf(json.at("floor_family"));
    table.floorFdr = numberOf(json.at("floor_fdr"));
    table.floorYekutieli = numberOf(json.at("floor_yekutieli"));
    table.criticalZ = numberOf(json.at("critical_z"));
    for (const Json& map : json.at("left_out"))
      table.leftOut.push_back({map.at("map"), map.at("because")});
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::input, fmt::format("Cannot understand '{}'", about.string()),
                error.what(), "make the comparison again");
  }
  readRows(rows, table);
  return table;
}

}  // namespace glasscope::compare
