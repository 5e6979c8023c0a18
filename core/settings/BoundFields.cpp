#include "core/settings/BoundFields.h"

#include <cmath>

#include <fmt/format.h>

#include "core/settings/FieldUnit.h"
#include "core/settings/KeyHints.h"
#include "core/settings/NumberRange.h"
#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope {

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& given,
                         const std::string& wanted, const std::string& hint = "") {
  throw Error(ErrorKind::usage, fmt::format("{} = {} is not possible", path, given),
              fmt::format("it must be {}", wanted),
              hint.empty()
                  ? "correct the case file (or --set); 'glasscope help case' lists every key"
                  : hint);
}

std::string withArticle(FieldType type) {
  return (type == FieldType::flag ? "" : "a ") + typeName(type);
}

void collectPaths(const BoundFields& fields, std::vector<std::string>& paths) {
  for (const BoundField& field : fields) {
    if (field.type == FieldType::table) {
      collectPaths(field.members, paths);
    } else {
      paths.push_back(field.path);
    }
  }
}

double checked(const BoundField& field, double value) {
  if (std::isfinite(value) && field.range.contains(value)) return value;
  const std::string range = field.range.text();
  std::string hint;
  if (const auto meant = inUnitOfKey(value, field.path, field.range)) {
    const auto unit = unitOfName(field.name);
    hint = fmt::format("the value is {}: did you mean {:.6g}?",
                       unit.empty() ? "no percentage" : fmt::format("in {}", unit), *meant);
  }
  refuse(field.path, fmt::format("{}", value), range.empty() ? "finite" : range, hint);
}

}  // namespace

std::string typeName(FieldType type) {
  switch (type) {
    case FieldType::flag:
      return "true or false";
    case FieldType::whole:
      return "whole number";
    case FieldType::number:
      return "number";
    case FieldType::text:
      return "text";
    case FieldType::flags:
      return "list of true or false";
    case FieldType::wholes:
      return "list of whole numbers";
    case FieldType::numbers:
      return "list of numbers";
    case FieldType::texts:
      return "list of texts";
    case FieldType::table:
      return "table";
    case FieldType::tables:
      return "list of tables";
  }
  return "";
}

std::string BoundField::limits() const {
  if (!words.empty()) {
    return fmt::format("{} {}", type == FieldType::texts ? "each one of" : "one of",
                       fmt::join(words, ", "));
  }
  const std::string text = range.text();
  const bool list = type == FieldType::numbers || type == FieldType::wholes;
  return list && !text.empty() ? "each " + text : text;
}

const BoundField* findField(const BoundFields& fields, std::string_view name) {
  for (const BoundField& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

FieldValue valuesOf(const BoundFields& fields) {
  FieldValue values = FieldValue::object();
  for (const BoundField& field : fields) {
    FieldValue value = field.get();
    if (!value.is_null()) values[field.name] = std::move(value);
  }
  return values;
}

void setFields(const BoundFields& fields, const FieldValue& values, const std::string& path) {
  if (!values.is_object()) refuse(path.empty() ? "this" : path, tomlText(values), "a table");
  for (const auto& [name, value] : values.items()) {
    const BoundField* field = findField(fields, name);
    if (!field) {
      std::vector<std::string> known;
      collectPaths(fields, known);
      refuseUnknownField(path.empty() ? name : path + "." + name, known);
    }
    GLASSCOPE_ENSURE(field->set, "fields of a const struct can only be read");
    field->set(value);
  }
}

void refuseUnknownField(const std::string& path, const std::vector<std::string>& known) {
  const std::string_view given = path, stemGiven = nameWithoutUnit(path);
  const std::string_view lastCut =
      given.substr(0, given.rfind('_'));  // of a unit that we do not know
  for (const std::string& other : known) {
    const bool dimension = !unitOfName(other.substr(other.rfind('.') + 1)).empty();
    const std::string_view stem = nameWithoutUnit(other);
    if (dimension && (stem == stemGiven || stem == given || stem == lastCut)) {
      throw Error(ErrorKind::usage, fmt::format("Unknown key '{}'", path),
                  "a key that carries a dimension ends in its unit",
                  fmt::format("write '{}' and give the value in that unit", other));
    }
  }
  const std::vector<std::string> meant = keysMeantBy(path, known);
  if (!meant.empty() && meant.size() <= 4) {
    throw Error(ErrorKind::usage, fmt::format("Unknown key '{}'", path),
                "the case file knows no such key",
                fmt::format("did you mean '{}'?", fmt::join(meant, "' or '")));
  }
  const std::string nearest = nearestName(path, known);
  throw Error(ErrorKind::usage, fmt::format("Unknown key '{}'", path),
              "the case file knows no such key",
              nearest.empty() ? "see 'glasscope help case' for all keys"
                              : fmt::format("did you mean '{}'?", nearest));
}

FieldValue recordOfWords(const std::string& text) {
  FieldValue record = FieldValue::object();
  for (const std::string_view word : splitWords(text)) {
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) {
      throw Error(ErrorKind::usage, fmt::format("'{}' cannot be used", text),
                  fmt::format("'{}' has no value", word), "write key=value key=value");
    }
    const std::string name(word.substr(0, equals)), value(word.substr(equals + 1));
    const FieldValue parsed = FieldValue::parse(value, nullptr, false);
    const bool number = parsed.is_number() || parsed.is_boolean();
    record[name] = number ? parsed : FieldValue(value);
  }
  return record;
}

namespace fields {

bool flagOf(const BoundField& field, const FieldValue& value) {
  if (!value.is_boolean()) refuse(field.path, tomlText(value), "true or false");
  return value.get<bool>();
}

double numberOf(const BoundField& field, const FieldValue& value) {
  if (!value.is_number()) refuse(field.path, tomlText(value), withArticle(field.type));
  return checked(field, value.get<double>());
}

std::int64_t wholeOf(const BoundField& field, const FieldValue& value, std::int64_t low,
                     std::int64_t high) {
  if (!value.is_number_integer()) refuse(field.path, tomlText(value), withArticle(field.type));
  checked(field, value.get<double>());
  const bool tooLarge =
      value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
  if (tooLarge || value.get<std::int64_t>() < low || value.get<std::int64_t>() > high)
    refuse(field.path, tomlText(value), fmt::format("from {} to {}", low, high));
  return value.get<std::int64_t>();
}

std::string textOf(const BoundField& field, const FieldValue& value) {
  if (!value.is_string()) refuse(field.path, tomlText(value), withArticle(field.type));
  return value.get<std::string>();
}

FieldValue listOf(const BoundField& field, const FieldValue& value) {
  if (field.type == FieldType::numbers && value.is_string())
    return numbersOfRange(value.get<std::string>(), field.path);
  if (!value.is_array()) refuse(field.path, tomlText(value), withArticle(field.type));
  return value;
}

void refuseLength(const BoundField& field, const FieldValue& value, std::size_t wanted) {
  refuse(field.path, tomlText(value), fmt::format("a list of {} numbers", wanted));
}

}  // namespace fields

}  // namespace glasscope
