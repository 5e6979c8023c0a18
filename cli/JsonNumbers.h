#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "compare/report/ReportData.h"

namespace glasscope::cli {

/// A number of a report, or kUnknown where it is absent or null (JSON has no NaN).
inline double numberOf(const nlohmann::json& json, const char* key) {
  return json.contains(key) && json[key].is_number() ? json[key].get<double>() : compare::kUnknown;
}

/// A list of them.
inline std::vector<double> numbersOf(const nlohmann::json& list) {
  std::vector<double> numbers;
  for (const nlohmann::json& value : list)
    numbers.push_back(value.is_number() ? value.get<double>() : compare::kUnknown);
  return numbers;
}

}  // namespace glasscope::cli
