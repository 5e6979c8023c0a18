#include "voronoi/structure/StructureSeriesFiles.h"

#include <cmath>

#include <fmt/format.h>

#include "core/settings/ResultJson.h"
#include "voronoi/structure/StructureFields.h"

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

std::string structureSeriesCsv(const StructureSeries& series) {
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

std::string structureSeriesJson(const StructureSeries& series) {
  return resultJson(series).dump(1) + "\n";
}

}  // namespace glasscope::voronoi
