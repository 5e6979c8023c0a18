#include "voronoi/structure/StructureSeriesFiles.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace glasscope::voronoi {

namespace {

// Motif names hold commas.
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string doubled;
  for (const char c : text) {
    if (c == '"') doubled += c;
    doubled += c;
  }
  return fmt::format("\"{}\"", doubled);
}

}  // namespace

std::string structureSeriesCsv(const voronoi::StructureSeries& series) {
  std::string text = "frame,step,time_ps,source";
  for (const auto& q : series.quantities) text += fmt::format(",{}", quoted(q.name));
  text += "\n";
  for (std::size_t f = 0; f < series.step.size(); ++f) {
    text +=
        fmt::format("{},{},{},{}", f, series.step[f], series.time_ps[f], quoted(series.source[f]));
    for (const auto& q : series.quantities)
      text += std::isfinite(q.values[f]) ? fmt::format(",{:.8g}", q.values[f]) : ",";
    text += "\n";
  }
  return text;
}

std::string structureSeriesJson(const voronoi::StructureSeries& series) {
  nlohmann::ordered_json json;
  json["errors"] = series.errorMethod;
  json["step"] = series.step;
  json["time_ps"] = series.time_ps;
  json["source"] = series.source;
  json["quantities"] = nlohmann::ordered_json::array();
  for (const auto& q : series.quantities)
    json["quantities"].push_back({{"name", q.name},
                                  {"unit", q.unit},
                                  {"mean", q.mean},
                                  {"standard_error", q.error},
                                  {"values", q.values}});
  return json.dump(1) + "\n";
}

}  // namespace glasscope::voronoi
