#pragma once

#include <limits>

#include <nlohmann/json.hpp>

namespace glasscope {

/// A number of a JSON file; NaN for one that is not known: JSON has no NaN, and null is written in
/// its place. Throws nlohmann::json::exception on what is neither.
template <class Json>
double numberOf(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.template get<double>();
}

}  // namespace glasscope
