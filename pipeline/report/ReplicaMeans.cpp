#include "pipeline/report/ReplicaMeans.h"

#include <filesystem>

#include <fmt/format.h>

#include "core/system/Files.h"
#include "pipeline/report/JsonNumbers.h"

namespace glasscope::pipeline {

ReplicaMeans::ReplicaMeans(const RunDirectory& run) {
  if (!read(run.path(Product::replicas), "independent samples"))
    read(run.path(Product::structureSeries), "frames");
}

bool ReplicaMeans::read(const std::filesystem::path& path, const char* of) {
  if (!std::filesystem::exists(path)) return false;
  const auto json = nlohmann::json::parse(readFile(path));
  const auto samples = json.at("step").size();
  const auto& quantities = json.at("quantities");
  const bool process = quantities.empty() || quantities.front().at("mean").is_null();
  if (samples < 2 || process) return false;
  quantities_ = quantities;
  if (json.contains("g_of_r")) pairs_ = json.at("g_of_r");
  over_ = fmt::format("{} {}", samples, of);
  text_ = fmt::format("mean and {} over {}", json.at("errors").get<std::string>(), over_);
  return true;
}

bool ReplicaMeans::take(const std::string& quantity, double factor, double& value,
                        double& error) const {
  for (const auto& q : quantities_)
    if (q.at("name") == quantity && !q.at("mean").is_null()) {
      value = factor * numberOf(q, "mean");
      error = factor * numberOf(q, "standard_error");
      return true;
    }
  return false;
}

}  // namespace glasscope::pipeline
