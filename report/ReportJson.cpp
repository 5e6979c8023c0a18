#include "report/ReportJson.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "report/Answers.h"
#include "report/MapDisplay.h"
#include "report/PageText.h"

namespace glasscope::report {

namespace {

using Json = nlohmann::ordered_json;

// Declared first, so that listOf finds them all.
Json toJson(const ReportNumber&);
Json toJson(const Map2&);
Json toJson(const ReportMap&);
Json toJson(const ReportMotif&);
Json toJson(const ReportConvention&);
Json toJson(const ReportHistogram&);
Json toJson(const ReportCurves&);
Json toJson(const ReportSeries&);
Json toJson(const ReportSection&);
Json toJson(const AssociationRow&);
Json toJson(const ReportAssociations&);
Json toJson(const ReportAnswer&);
Json toJson(const ReportFilm::Score&);
Json toJson(const ReportFact&);
Json toJson(const ReportStage&);

template <class T>
Json listOf(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(toJson(item));
  return list;
}

Json toJson(const ReportNumber& n) {
  return {
      {"name", n.name}, {"value", n.value}, {"error", n.error}, {"unit", n.unit}, {"note", n.note}};
}

Json toJson(const Map2& original) {
  const DisplayMap shown = shrinkForDisplay(original, kLargestMap);
  const Map2& map = shown.map;
  return {{"name", map.name},
          {"unit", map.unit},
          {"description", map.description},
          {"nx", map.nx()},
          {"ny", map.ny()},
          {"pixel", {map.pixel_A.x(), map.pixel_A.y()}},
          {"origin", {map.origin_A.x(), map.origin_A.y()}},
          {"binned", shown.binning},
          {"data", base64Floats(map.values.span())}};
}

Json toJson(const ReportMap& map) {
  Json json = toJson(map.map);
  json["kind"] = map.kind == ReportMap::Kind::signal ? "signal" : "truth";
  json["diverging"] = map.diverging;
  json["centre"] = map.centre;
  json["reciprocal"] = map.reciprocal;
  json["logarithmic"] = map.logarithmic;
  return json;
}

Json toJson(const ReportSample& s) {
  Json composition = Json::array();
  for (const auto& species : s.composition)
    composition.push_back({{"symbol", species.symbol}, {"count", species.count}});
  return {{"name", s.name},
          {"atoms", s.atoms},
          {"composition", composition},
          {"potential", s.potential},
          {"coolingRate_K_per_s", s.coolingRate_K_per_s},
          {"temperature_K", s.foil.temperature_K},
          {"thickness_A", s.foil.thickness_A},
          {"width_A", s.foil.width_A},
          {"height_A", s.foil.height_A},
          {"voltage_kV", s.imaging.voltage_kV},
          {"semiangle_mrad", s.imaging.semiangle_mrad},
          {"snapshots", s.imaging.snapshots},
          {"signals", s.imaging.signals}};
}

Json toJson(const ReportThermo& t) {
  Json stages = Json::array();
  for (const auto& stage : t.stages)
    stages.push_back({{"name", stage.name}, {"start_ps", stage.start_ps}});
  return {{"time_ps", t.time_ps},
          {"temperature_K", t.temperature_K},
          {"energy_eV_per_atom", t.energy_eV_per_atom},
          {"volume_A3_per_atom", t.volume_A3_per_atom},
          {"pressure_GPa", t.pressure_GPa},
          {"stages", stages}};
}

Json toJson(const ReportMotif& m) {
  return {{"species", m.species},
          {"motif", m.motif},
          {"percent", m.percent},
          {"error", m.error_percent}};
}

Json toJson(const ReportConvention& c) {
  return {{"convention", c.convention},
          {"species", c.species},
          {"motif", c.motif},
          {"percent", c.percent},
          {"error", c.error_percent},
          {"coordination", c.meanCoordination},
          {"valid", c.validPercent},
          {"validError", c.validError_percent},
          {"used", c.used}};
}

Json toJson(const ReportHistogram& h) {
  Json series = Json::array();
  for (const auto& one : h.series)
    series.push_back({{"species", one.species}, {"counts", one.counts}});
  return {{"descriptor", h.descriptor},
          {"unit", h.unit},
          {"description", h.description},
          {"edges", h.edges},
          {"series", series}};
}

Json toJson(const ReportCurves& c) {
  Json curves = Json::array();
  for (const auto& one : c.curves)
    curves.push_back({{"name", one.name}, {"y", one.y}, {"error", one.error}});
  return {{"name", c.name},     {"title", c.title}, {"description", c.description},
          {"xLabel", c.xLabel}, {"xUnit", c.xUnit}, {"yLabel", c.yLabel},
          {"yUnit", c.yUnit},   {"x", c.x},         {"logarithmic", c.logarithmic},
          {"curves", curves}};
}

Json toJson(const ReportTable& t) {
  Json columns = Json::array(), rows = Json::array();
  for (const auto& column : t.columns)
    columns.push_back({{"title", column.title}, {"help", column.help}, {"digits", column.digits}});
  for (const auto& row : t.rows) rows.push_back({{"name", row.name}, {"values", row.values}});
  return {{"caption", t.caption}, {"columns", columns}, {"rows", rows}};
}

Json toJson(const ReportSection& s) {
  Json json{{"id", s.id},
            {"title", s.title},
            {"intro", s.intro},
            {"numbers", listOf(s.numbers)},
            {"curves", listOf(s.curves)},
            {"maps", listOf(s.maps)}};
  if (s.table) json["table"] = toJson(*s.table);
  return json;
}

Json toJson(const ReportSeries& s) {
  Json quantities = Json::array();
  for (const auto& q : s.quantities)
    quantities.push_back({{"name", q.name},
                          {"unit", q.unit},
                          {"values", q.values},
                          {"mean", q.mean},
                          {"error", q.error}});
  return {{"title", s.title},
          {"xTitle", s.xTitle},
          {"caption", s.caption},
          {"x", s.x},
          {"quantities", quantities}};
}

Json toJson(const ReportMatrix& m) {
  return {{"names", m.names}, {"values", m.values}, {"caption", m.caption}};
}

Json toJson(const ReportAtoms& a) {
  Json fields = Json::array();
  for (const auto& f : a.fields)
    fields.push_back({{"name", f.name},
                      {"unit", f.unit},
                      {"low", f.low},
                      {"high", f.high},
                      {"levels", base64(f.levels)}});
  return {{"positions", base64Floats(a.position_A)},
          {"species", base64(a.species)},
          {"symbols", a.symbols},
          {"fields", fields},
          {"caption", a.caption}};
}

Json toJson(const ReportScan& s) {
  return {{"rx", s.positions.nx},
          {"ry", s.positions.ny},
          {"qx", s.pattern.nx},
          {"qy", s.pattern.ny},
          {"rStep", {s.positions.step_A.x(), s.positions.step_A.y()}},
          {"rOrigin", {s.positions.origin_A.x(), s.positions.origin_A.y()}},
          {"qStep", s.pattern.step_invA},
          {"wavelength", s.pattern.wavelength_A},
          {"semiangle", s.pattern.semiangle_mrad},
          {"unit", s.scale.unit},
          {"logMin", s.scale.logMin},
          {"logMax", s.scale.logMax},
          {"mean", base64Floats(s.pattern.mean)},
          {"images", listOf(s.virtualImages)},
          {"source", s.source},
          {"treatment", s.treatment}};
}

Json toJson(const AssociationRow& row) {
  const AssociationRow::Correlation& found = row.correlation;
  return {{"descriptor", row.descriptor},
          {"signal", row.signal},
          {"r", found.pearson},
          {"spearman", found.spearman},
          {"n", row.pixels > 0 ? static_cast<double>(row.pixels) : kUnknown},
          {"neff", found.nEffective},
          {"pNaive", found.pNaive},
          {"samples", static_cast<double>(row.significance.samples)},
          {"pSamples", row.significance.pSamples},
          {"pSurrogate", row.significance.pSurrogate},
          {"pDutilleul", found.pDutilleul},
          {"q", row.significance.qFdr},
          {"pFamily", row.significance.pFamily},
          {"verdict", textOf(row.claim.verdict)},
          {"effect", found.partial},
          {"low", found.partialLow},
          {"high", found.partialHigh},
          {"smallestSeen", row.claim.smallestSeen},
          {"advice", row.claim.advice},
          {"control", row.role == RowRole::null},
          {"auc", row.top.auc},
          {"precision", row.top.averagePrecision},
          {"prevalence", row.top.prevalence}};
}

Json toJson(const ReportAnswer& a) {
  return {{"question", a.question}, {"descriptors", a.descriptors}, {"best", toJson(a.best)}};
}

Json toJson(const ReportFilm::Score& s) {
  return {{"model", s.model},
          {"nccValid", s.nccValid},
          {"nccInterior", s.nccInterior},
          {"r1", s.r1},
          {"nccHighPass", s.nccHighPass},
          {"ssim", s.ssim},
          {"frcHalfBit", s.frcHalfBit_invA}};
}

Json toJson(const ReportFilm& f) {
  Json json = {{"title", f.title},
               {"source", f.source},
               {"scores", listOf(f.scores)},
               {"parameters", listOf(f.parameters)},
               {"verdict", f.verdict}};
  if (f.ringCorrelation) json["ringCorrelation"] = toJson(*f.ringCorrelation);
  if (f.measured) json["measured"] = toJson(*f.measured);
  if (f.multislice) json["multislice"] = toJson(*f.multislice);
  if (f.linear) json["linear"] = toJson(*f.linear);
  return json;
}

Json toJson(const ReportFact& f) {
  return {{"group", f.group}, {"name", f.name}, {"value", f.value}};
}

Json toJson(const ReportStage& s) {
  return {
      {"name", s.name}, {"wall_s", s.wall_s}, {"memory", s.peakMemory_bytes}, {"state", s.state}};
}

// What is empty is left out.
template <class T>
void addTo(Json& json, const char* key, const std::vector<T>& list) {
  if (!list.empty()) json[key] = listOf(list);
}
template <class T>
void addTo(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = toJson(*value);
}

void addStructure(Json& json, const ReportStructure& structure) {
  addTo(json, "thermo", structure.thermo);
  addTo(json, "pairs", structure.pairs);
  const ReportMotifs& motifs = structure.motifs;
  if (!motifs.rows.empty()) {
    json["motifs"] = listOf(motifs.rows);
    json["motifConvention"] = motifs.convention;
    json["motifErrors"] = motifs.errors;
  }
  addTo(json, "conventionSpread", motifs.spread);
  addTo(json, "chemicalOrder", structure.chemicalOrder);
  addTo(json, "histograms", structure.histograms);
  addTo(json, "curves", structure.curves);
  addTo(json, "series", structure.series);
  addTo(json, "order", structure.order);
  addTo(json, "descriptorMatrix", structure.descriptorMatrix);
  addTo(json, "atoms", structure.atoms);
}

Json toJson(const ReportAssociations& table) {
  return {{"rows", listOf(table.rows)},       {"qThreshold", table.qThreshold},
          {"surrogates", table.surrogates},   {"method", table.method},
          {"leftOut", listOf(table.leftOut)}, {"answers", listOf(answersOf(table))}};
}

void addSignals(Json& json, const ReportSignals& signals) {
  addTo(json, "maps", signals.maps);
  addTo(json, "sections", signals.sections);
  addTo(json, "scan", signals.scan);
  addTo(json, "associations", signals.associations);
}

void addRun(Json& json, const ReportRun& run) {
  if (!run.warnings.empty()) json["warnings"] = run.warnings;
  if (!run.caseToml.empty()) json["caseToml"] = run.caseToml;
  addTo(json, "facts", run.facts);
  addTo(json, "stages", run.stages);
  if (!run.conventions.empty()) json["conventions"] = run.conventions;
}

}  // namespace

std::string reportJson(const ReportData& data) {
  checkReport(data);
  Json json = {{"title", data.title},
               {"summary", data.summary},
               {"created", data.run.created},
               {"sample", toJson(data.sample)},
               {"headline", listOf(data.headline)}};
  addStructure(json, data.structure);
  addSignals(json, data.signals);
  if (data.film) json["film"] = toJson(*data.film);
  addRun(json, data.run);
  // Names that are not UTF-8 (file names may be anything) become replacement characters.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace glasscope::report
