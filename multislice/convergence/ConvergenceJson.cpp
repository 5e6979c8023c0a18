#include "multislice/convergence/ConvergenceJson.h"

#include <nlohmann/json.hpp>

#include "core/system/Provenance.h"
#include "multislice/convergence/AccuracyJson.h"

namespace glasscope::multislice {

namespace {

using Json = nlohmann::ordered_json;  // writes NaN and infinity as null
using multislice::ConvergenceKnob;
using multislice::ConvergenceLevel;
using multislice::ConvergenceReport;

Json differencesJson(const ConvergenceLevel& level) {
  Json all = Json::array();
  for (const multislice::SignalDifference& d : level.differences) {
    all.push_back(
        {{"mean", d.mean}, {"mean_error", d.meanError}, {"rms", d.rms}, {"error", d.error}});
  }
  return all;
}

Json levelJson(const ConvergenceLevel& level) {
  Json json = {{"value", level.value}, {"refinement", level.refinement},
               {"facts", level.facts}, {"set", level.settings},
               {"cost", level.cost},   {"computed", level.computed()}};
  if (!level.skipped.empty()) json["left_out"] = level.skipped;
  json["differences"] = differencesJson(level);
  json["values"] = level.values;
  return json;
}

Json knobJson(const ConvergenceKnob& knob) {
  const char* words[] = {"converged", "not_converged", "undecided"};
  Json levels = Json::array();
  for (const ConvergenceLevel& level : knob.levels) levels.push_back(levelJson(level));
  return {
      {"name", knob.name},
      {"key", knob.key},
      {"unit", knob.unit},
      {"verdict", words[static_cast<int>(knob.verdict)]},
      {"why", knob.why},
      {"recommended", knob.recommended < 0 ? Json() : Json(knob.levels[knob.recommended].value)},
      {"order", knob.order},
      {"judged", knob.judged},
      {"levels", levels}};
}

Json positionsJson(const multislice::ScanGrid& scan) {
  Json positions = Json::array();
  for (int i = 0; i < scan.nx; ++i) {
    positions.push_back({scan.position(i, 0).x(), scan.position(i, 0).y()});
  }
  return positions;
}

Json reportJson(const ConvergenceReport& report) {
  Json json;
  json["scan"] = report.label;
  json["converged"] = report.converged();
  json["positions_A"] = positionsJson(report.positions);
  json["signals"] = Json::array();
  for (std::size_t s = 0; s < report.signals.size(); ++s) {
    json["signals"].push_back({{"name", report.signals[s].name},
                               {"components", report.signals[s].components},
                               {"size", report.sizes[s]}});
  }
  json["settings"] = Json::array();
  for (const ConvergenceKnob& knob : report.knobs) json["settings"].push_back(knobJson(knob));
  json["configurations"] = {{"used", report.snapshots.used},
                            {"measured", report.snapshots.measured},
                            {"standard_error", report.snapshots.standardError},
                            {"needed", report.snapshots.needed}};
  return json;
}

}  // namespace

std::string convergenceJson(const std::vector<ConvergenceReport>& reports,
                            const std::vector<std::string>& recommended,
                            const std::vector<AccuracyChoice>& choices) {
  Json json;
  json["program"] = "glasscope " + versionText();
  json["tolerance"] = reports.empty() ? Json() : Json(reports.front().settings.tolerance);
  json["set"] = recommended;
  json["scans"] = Json::array();
  for (const ConvergenceReport& report : reports) json["scans"].push_back(reportJson(report));
  json["choices"] = Json::array();
  for (const AccuracyChoice& choice : choices)
    json["choices"].push_back(Json::parse(accuracyJson(choice)));
  return json.dump(1) + "\n";
}

}  // namespace glasscope::multislice
