#include "pipeline/report/StageFacts.h"

namespace glasscope::pipeline {

nlohmann::json factsOf(const RunDirectory& run, const std::string& stage) {
  for (const StageRecord& record : run.stages()) {
    if (record.name == stage && !record.facts.empty()) return nlohmann::json::parse(record.facts);
  }
  return nlohmann::json::object();
}

}  // namespace glasscope::pipeline
