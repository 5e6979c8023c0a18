#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/Recording.h"
#include "cli/Stages.h"

namespace glasscope::cli {

std::string runRecordStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  if (c.haadf.enabled) recordMaps(c, run.haadf(), run.recordedHaadf());
  if (c.nanodiffraction.enabled)
    recordScan(c, run.nanodiffraction(), run.recordedNanodiffraction(), hash);
  return nlohmann::ordered_json{{"steps", nlohmann::ordered_json::parse(recordingText(c))}}.dump();
}

}  // namespace glasscope::cli
