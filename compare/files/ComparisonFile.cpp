#include "compare/files/ComparisonFile.h"

#include <functional>

#include "compare/files/ComparisonLayout.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

struct TableColumn {
  const char* name;
  std::function<double(const AssociationRow&)> get;
  std::function<void(AssociationRow&, double)> set;
};

template <class T>
TableColumn column(const char* name, T AssociationRow::*member) {
  return {name, [member](const AssociationRow& row) { return static_cast<double>(row.*member); },
          [member](AssociationRow& row, double value) { row.*member = static_cast<T>(value); }};
}

const std::vector<TableColumn>& tableColumns() {
  using Row = AssociationRow;
  static const std::vector<TableColumn> columns{
      column("pixels", &Row::pixels),
      column("role", &Row::role),
      column("pearson", &Row::pearson),
      column("partial", &Row::partial),
      column("partial_low", &Row::partialLow),
      column("partial_high", &Row::partialHigh),
      column("spearman", &Row::spearman),
      column("n_effective", &Row::nEffective),
      column("p_naive", &Row::pNaive),
      column("p_dutilleul", &Row::pDutilleul),
      column("p_plain", &Row::pPlain),
      column("p_surrogate", &Row::pSurrogate),
      column("surrogates", &Row::surrogates),
      column("p_family", &Row::pFamily),
      column("q_fdr", &Row::qFdr),
      column("q_yekutieli", &Row::qYekutieli),
      column("significant", &Row::significant),
      column("verdict", &Row::verdict),
      column("smallest_claim", &Row::smallestClaim),
      column("smallest_seen", &Row::smallestSeen),
      column("auc", &Row::auc),
      column("auc_low", &Row::aucLow),
      column("auc_high", &Row::aucHigh),
      column("p_auc", &Row::pAuc),
      column("prevalence", &Row::prevalence),
      column("average_precision", &Row::averagePrecision),
      column("chance_precision", &Row::chancePrecision),
      column("p_precision", &Row::pPrecision),
      column("p_spearman", &Row::pSpearman),
      column("mutual_information", &Row::mutualInformation),
      column("p_mutual_information", &Row::pMutualInformation),
      column("distance_correlation", &Row::distanceCorrelation),
      column("p_distance", &Row::pDistance)};
  return columns;
}

void putTable(const Hdf5& file, const AssociationTable& table) {
  Hdf5 group = file.createGroup("table");
  group.setAttribute("method", table.method);
  group.setAttribute("surrogates", table.settings.surrogates);
  group.setAttribute("kind", static_cast<int>(table.settings.kind));
  group.setAttribute("seed", static_cast<std::int64_t>(table.settings.seed));
  group.setAttribute("level", table.settings.level);
  group.setAttribute("top_fraction", table.settings.topFraction);
  group.setAttribute("effect_of_interest", table.settings.effectOfInterest);
  group.setAttribute("tested", table.tested);
  group.setAttribute("surrogates_made", table.surrogates);
  group.setAttribute("floor_family", table.floorFamily);
  group.setAttribute("floor_fdr", table.floorFdr);
  group.setAttribute("floor_yekutieli", table.floorYekutieli);
  group.setAttribute("critical_z", table.criticalZ);
  std::vector<std::string> left, why;
  for (const LeftOut& map : table.leftOut) {
    left.push_back(map.map);
    why.push_back(map.why);
  }
  if (!left.empty()) {
    group.write("left_out", left);
    group.write("left_out_because", why);
  }
  if (table.rows.empty()) return;
  std::vector<std::string> descriptors, signals, kinds, advice;
  for (const AssociationRow& row : table.rows) {
    descriptors.push_back(row.descriptor);
    signals.push_back(row.signal);
    kinds.push_back(row.surrogateKind);
    advice.push_back(row.advice);
  }
  group.write("descriptor", descriptors);
  group.write("signal", signals);
  group.write("surrogate_kind", kinds);
  group.write("advice", advice);
  for (const TableColumn& c : tableColumns()) {
    std::vector<double> values;
    for (const AssociationRow& row : table.rows) values.push_back(c.get(row));
    layout::putVector(group, c.name, values);
  }
}

AssociationTable getTable(const Hdf5& file) {
  const Hdf5 group = file.group("table");
  AssociationTable table;
  table.method = group.stringAttribute("method");
  table.settings.surrogates = static_cast<int>(group.numberAttribute("surrogates"));
  table.settings.kind = static_cast<SurrogateKind>(static_cast<int>(group.numberAttribute("kind")));
  table.settings.seed = static_cast<std::uint64_t>(group.numberAttribute("seed"));
  table.settings.level = group.numberAttribute("level");
  table.settings.topFraction = group.numberAttribute("top_fraction");
  table.settings.effectOfInterest = group.numberAttribute("effect_of_interest");
  table.tested = static_cast<int>(group.numberAttribute("tested"));
  table.surrogates = static_cast<int>(group.numberAttribute("surrogates_made"));
  table.floorFamily = group.numberAttribute("floor_family");
  table.floorFdr = group.numberAttribute("floor_fdr");
  table.floorYekutieli = group.numberAttribute("floor_yekutieli");
  table.criticalZ = group.numberAttribute("critical_z");
  if (group.has("left_out")) {
    const auto left = group.readTexts("left_out"), why = group.readTexts("left_out_because");
    for (std::size_t i = 0; i < left.size(); ++i) table.leftOut.push_back({left[i], why.at(i)});
  }
  if (!group.has("descriptor")) return table;
  const auto descriptors = group.readTexts("descriptor"), signals = group.readTexts("signal");
  const auto kinds = group.readTexts("surrogate_kind"), advice = group.readTexts("advice");
  table.rows.resize(descriptors.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    table.rows[i].descriptor = descriptors[i];
    table.rows[i].signal = signals.at(i);
    table.rows[i].surrogateKind = kinds.at(i);
    table.rows[i].advice = advice.at(i);
  }
  for (const TableColumn& c : tableColumns()) {
    const std::vector<double> values = layout::getVector(group, c.name);
    for (std::size_t i = 0; i < table.rows.size(); ++i) c.set(table.rows[i], values.at(i));
  }
  return table;
}

}  // namespace

void ComparisonFile::write(const std::filesystem::path& path) const {
  Hdf5 file = Hdf5::create(path);
  file.setAttribute("content", "glasscope comparison");
  file.setAttribute("layout_version", 2);
  file.setAttribute("provenance", provenance);
  layout::putMaps(file, "truths", truths);
  layout::putMaps(file, "signals", signals);
  putTable(file, table);
  layout::putFindings(file, findings);
  if (reductions) layout::putReductions(file, *reductions);
  if (film) layout::putFilm(file, *film);
  file.commit();
}

ComparisonFile ComparisonFile::read(const std::filesystem::path& path) {
  const Hdf5 file = Hdf5::open(path);
  if (!file.hasAttribute("content") || file.stringAttribute("content") != "glasscope comparison") {
    throw Error(ErrorKind::input, path.string() + " is not a comparison",
                "it does not carry the mark of one", "give the comparison.h5 of a run");
  }
  try {
    ComparisonFile result;
    result.provenance = file.stringAttribute("provenance");
    result.truths = layout::getMaps(file, "truths");
    result.signals = layout::getMaps(file, "signals");
    result.table = getTable(file);
    result.findings = layout::getFindings(file);
    if (file.has("reductions")) result.reductions = layout::getReductions(file);
    if (file.has("film")) result.film = layout::getFilm(file);
    return result;
  } catch (const std::out_of_range&) {
    throw Error(ErrorKind::input, path.string() + " is damaged",
                "two of its columns differ in length", "make the comparison again");
  }
}

}  // namespace glasscope::compare
