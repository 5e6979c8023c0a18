#include "pipeline/report/ReplicaMeans.h"

#include <filesystem>

#include <fmt/format.h>

#include "core/system/Files.h"
#include "pipeline/report/JsonNumbers.h"

namespace glasscope::pipeline {

ReplicaMeans::ReplicaMeans(const RunDirectory& run) {
  if (!std::filesystem::exists(run.structureReplicas())) return;
  const auto json = nlohmann::json::parse(readFile(run.structureReplicas()));
  const auto samples = json.at("step").size();
  if (samples < 2) return;
  quantities_ = json.at("quantities");
  text_ = fmt::format("mean and {} over {} independent samples",
                      json.at("errors").get<std::string>(), samples);
}

bool ReplicaMeans::take(const std::string& quantity, double factor, double& value,
                        double& error) const {
  for (const auto& q : quantities_)
    if (q.at("name") == quantity) {
      value = factor * numberOf(q, "mean");
      error = factor * numberOf(q, "standard_error");
      return true;
    }
  return false;
}

}  // namespace glasscope::pipeline
