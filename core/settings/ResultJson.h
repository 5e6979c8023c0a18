#pragma once

#include <array>
#include <optional>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope {

/// A value of a result as JSON: structs by their lists of fields (Fields.h), enumerations by their
/// words, numbers that are not finite as null. Every value is taken while its list is gone through,
/// so that a list may make it on the spot (the symbol of an element, say).
template <class T>
nlohmann::ordered_json resultJson(const T& value);

namespace result_json {

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;
template <class T, std::size_t N>
inline constexpr bool kIsList<std::array<T, N>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

}  // namespace result_json

template <class T>
nlohmann::ordered_json resultJson(const T& value) {
  using Json = nlohmann::ordered_json;
  if constexpr (result_json::kIsOptional<T>) {
    return value ? resultJson(*value) : Json();
  } else if constexpr (Worded<T>) {
    return Json(textOf(value));
  } else if constexpr (result_json::kIsList<T>) {
    Json list = Json::array();
    for (const auto& each : value) list.push_back(resultJson(each));
    return list;
  } else if constexpr (HasFields<const T>) {
    Json object = Json::object();
    eachField(value, [&](const Field& field, const auto& member) {
      object[std::string(field.name)] = resultJson(member);
    });
    return object;
  } else {
    return Json(value);
  }
}

}  // namespace glasscope
