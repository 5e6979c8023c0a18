#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "report/ReportData.h"

namespace glasscope::pipeline {

/// A number of a report, or kUnknown where it is absent or null (JSON has no NaN).
inline double numberOf(const nlohmann::json& json, const char* key) {
  return json.contains(key) && json[key].is_number() ? json[key].get<double>() : report::kUnknown;
}

/// A list of them.
inline std::vector<double> numbersOf(const nlohmann::json& list) {
  std::vector<double> numbers;
  for (const nlohmann::json& value : list)
    numbers.push_back(value.is_number() ? value.get<double>() : report::kUnknown);
  return numbers;
}

}  // namespace glasscope::pipeline
