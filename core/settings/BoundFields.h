#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope {

/// A value of any type: what JSON and TOML can hold, keys in the order in which they were put.
using FieldValue = nlohmann::ordered_json;

/// What a field holds.
enum class FieldType { flag, whole, number, text, flags, wholes, numbers, texts, table, tables };

/// "true or false", "whole number", ..., "list of texts", "table", "list of tables".
std::string typeName(FieldType type);

/// A field of a struct that lives, its type erased: what is said of it, and ways to read and to set
/// it. It must not outlive the struct.
struct BoundField {
  std::string path;  ///< "haadf.semiangle_mrad"
  std::string name;  ///< "semiangle_mrad"
  std::string help;
  Range range;
  bool affectsResult = true;
  FieldType type = FieldType::number;
  std::vector<std::string> words;  ///< that an enumeration knows; else empty
  std::function<FieldValue()> get;
  /// Checks type, range and words; a list of numbers may be a text (NumberRange.h). The struct
  /// stays as it is when that fails. Throws Error(usage) naming the path, what was given and what
  /// it must be. Empty in a struct that is const.
  std::function<void(const FieldValue&)> set;
  /// Of a table, its fields; of a list of tables, those of an element as it is made.
  std::vector<BoundField> members;
  std::shared_ptr<const void> example;  ///< that element

  /// "> 0", "one of a, b", "each >= 0"; "" for anything of its type.
  std::string limits() const;
};

using BoundFields = std::vector<BoundField>;

/// Binds the fields of a struct; `path` is put before their names. From a const struct they can
/// only be read.
template <HasFields S>
BoundFields bindFields(S& s, const std::string& path = "");

/// The member of this name, or null.
const BoundField* findField(const BoundFields& fields, std::string_view name);

/// All values as one object, by name. A field that is absent (optional) is left out.
FieldValue valuesOf(const BoundFields& fields);

/// Sets those fields that `values` (an object) names. Throws Error(usage), also for a name that is
/// unknown, and tells the nearest known one.
void setFields(const BoundFields& fields, const FieldValue& values, const std::string& path = "");

/// Throws Error(usage): there is no field `path`; names the nearest one of `known`, or, when only
/// the unit differs or is missing, the unit that is wanted.
[[noreturn]] void refuseUnknownField(const std::string& path,
                                     const std::vector<std::string>& known);

/// The same two for a struct itself.
template <HasFields S>
FieldValue valuesOf(const S& s) {
  return valuesOf(bindFields(s));
}
template <HasFields S>
void setFields(S& s, const FieldValue& values, const std::string& path = "") {
  setFields(bindFields(s, path), values, path);
}

/// "key=value key=value" as an object: values that look like a number are numbers.
FieldValue recordOfWords(const std::string& text);

namespace fields {

// Checks of one value: each throws Error(usage) naming the path.
bool flagOf(const BoundField& field, const FieldValue& value);
double numberOf(const BoundField& field, const FieldValue& value);
std::int64_t wholeOf(const BoundField& field, const FieldValue& value, std::int64_t low,
                     std::int64_t high);
std::string textOf(const BoundField& field, const FieldValue& value);
FieldValue listOf(const BoundField& field, const FieldValue& value);
[[noreturn]] void refuseLength(const BoundField& field, const FieldValue& value,
                               std::size_t wanted);

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// A vector of Eigen, of fixed size.
template <class T>
concept FixedVector = requires {
  T::RowsAtCompileTime;
  T::ColsAtCompileTime;
}
&&std::is_floating_point_v<typename T::Scalar>;

template <class T>
constexpr FieldType typeOf() {
  if constexpr (kIsOptional<T>) {
    return typeOf<typename T::value_type>();
  } else if constexpr (std::is_same_v<T, bool>) {
    return FieldType::flag;
  } else if constexpr (std::is_integral_v<T>) {
    return FieldType::whole;
  } else if constexpr (std::is_floating_point_v<T>) {
    return FieldType::number;
  } else if constexpr (std::is_same_v<T, std::string> || Worded<T>) {
    return FieldType::text;
  } else if constexpr (FixedVector<T>) {
    return FieldType::numbers;
  } else if constexpr (kIsList<T>) {
    constexpr FieldType each = typeOf<typename T::value_type>();
    return each == FieldType::flag     ? FieldType::flags
           : each == FieldType::whole  ? FieldType::wholes
           : each == FieldType::number ? FieldType::numbers
           : each == FieldType::text   ? FieldType::texts
                                       : FieldType::tables;
  } else {
    static_assert(HasFields<T>,
                  "a field needs a type that this file knows, words, or an eachField");
    return FieldType::table;
  }
}

template <class T>
FieldValue get(const T& value) {
  if constexpr (kIsOptional<T>) {
    return value ? get(*value) : FieldValue();
  } else if constexpr (Worded<T>) {
    return std::string(glasscope::textOf(value));
  } else if constexpr (FixedVector<T> || kIsList<T>) {
    FieldValue list = FieldValue::array();
    for (const auto& each : value) list.push_back(get(each));
    return list;
  } else if constexpr (HasFields<const T>) {
    return valuesOf(value);
  } else {
    return value;
  }
}

template <class T>
void set(const BoundField& field, const FieldValue& given, T& value) {
  if constexpr (kIsOptional<T>) {
    typename T::value_type inner{};
    if (!given.is_null()) set(field, given, inner);
    value = given.is_null() ? T() : T(std::move(inner));
  } else if constexpr (std::is_same_v<T, bool>) {
    value = flagOf(field, given);
  } else if constexpr (std::is_integral_v<T>) {
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    constexpr auto high =
        static_cast<std::int64_t>(std::min<std::uint64_t>(largest, std::numeric_limits<T>::max()));
    constexpr auto low = std::is_signed_v<T>
                             ? static_cast<std::int64_t>(std::numeric_limits<T>::lowest())
                             : std::int64_t{0};
    value = static_cast<T>(wholeOf(field, given, low, high));
  } else if constexpr (std::is_floating_point_v<T>) {
    value = static_cast<T>(numberOf(field, given));
  } else if constexpr (std::is_same_v<T, std::string>) {
    value = textOf(field, given);
  } else if constexpr (Worded<T>) {
    value = valueOfWord<T>(textOf(field, given), field.path);
  } else if constexpr (FixedVector<T>) {
    T vector;
    const FieldValue list = listOf(field, given);
    if (list.size() != static_cast<std::size_t>(vector.size()))
      refuseLength(field, given, static_cast<std::size_t>(vector.size()));
    for (std::size_t i = 0; i < list.size(); ++i)
      set(field, list[i], vector[static_cast<decltype(vector.size())>(i)]);
    value = vector;
  } else if constexpr (kIsList<T>) {
    T list;
    const FieldValue values = listOf(field, given);
    for (const FieldValue& each : values) {
      typename T::value_type element{};
      set(field, each, element);
      list.push_back(std::move(element));
    }
    value = std::move(list);
  } else {
    T changed = value;
    const bool words = given.is_string() && field.type == FieldType::tables;
    setFields(changed, words ? recordOfWords(given.get<std::string>()) : given, field.path);
    value = std::move(changed);
  }
}

template <class T>
std::vector<std::string> wordsIn() {
  if constexpr (kIsOptional<T> || kIsList<T>) {
    return wordsIn<typename T::value_type>();
  } else if constexpr (Worded<T>) {
    return allWords<T>();
  } else {
    return {};
  }
}

template <class T>
BoundField bind(const Field& field, T& value, const std::string& path) {
  using Plain = std::remove_const_t<T>;
  BoundField bound;
  bound.name = field.name;
  bound.path = path.empty() ? bound.name : path + "." + bound.name;
  bound.help = field.help;
  bound.range = field.range;
  bound.affectsResult = field.affectsResult;
  bound.type = typeOf<Plain>();
  bound.words = wordsIn<Plain>();
  if constexpr (kIsList<Plain>) {
    if constexpr (HasFields<typename Plain::value_type>) {
      const auto element = std::make_shared<typename Plain::value_type>();
      bound.members = bindFields(*element, bound.path);
      bound.example = element;
    }
  }
  bound.get = [&value] { return get(value); };
  if constexpr (!std::is_const_v<T>) {
    bound.set = [about = bound, &value](const FieldValue& given) { set(about, given, value); };
  }
  return bound;
}

// A table: its fields are bound one by one, so that one of them can be set alone.
template <class S>
BoundField bindTable(const Field& field, S& s, const std::string& path) {
  BoundField bound;
  bound.name = field.name;
  bound.path = path.empty() ? bound.name : path + "." + bound.name;
  bound.help = field.help;
  bound.affectsResult = field.affectsResult;
  bound.type = FieldType::table;
  bound.members = bindFields(s, bound.path);
  bound.get = [members = bound.members] { return valuesOf(members); };
  bound.set = [members = bound.members, path = bound.path](const FieldValue& given) {
    setFields(members, given, path);
  };
  return bound;
}

}  // namespace fields

template <HasFields S>
BoundFields bindFields(S& s, const std::string& path) {
  BoundFields bound;
  eachField(s, [&](const Field& field, auto&& value) {
    using T = std::remove_cvref_t<decltype(value)>;
    if constexpr (fields::typeOf<T>() == FieldType::table && !fields::kIsOptional<T>) {
      bound.push_back(fields::bindTable(field, value, path));
    } else {
      bound.push_back(fields::bind(field, value, path));
    }
  });
  return bound;
}

}  // namespace glasscope
