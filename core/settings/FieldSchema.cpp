#include "core/settings/FieldSchema.h"

#include <cmath>

#include "core/settings/FieldUnit.h"

namespace glasscope {

namespace {

void addRange(FieldValue& schema, const Range& range) {
  if (std::isfinite(range.low))
    schema[range.exclusiveLow ? "exclusiveMinimum" : "minimum"] = range.low;
  if (std::isfinite(range.high)) schema["maximum"] = range.high;
}

FieldValue scalar(const BoundField& field, const char* type) {
  FieldValue schema;
  schema["type"] = type;
  if (!field.words.empty()) schema["enum"] = field.words;
  addRange(schema, field.range);
  return schema;
}

FieldValue listOf(FieldValue items) {
  FieldValue schema;
  schema["type"] = "array";
  schema["items"] = std::move(items);
  return schema;
}

// What may be written as a text too.
FieldValue orText(FieldValue schema, const char* pattern) {
  FieldValue text;
  text["type"] = "string";
  text["pattern"] = pattern;
  FieldValue either;
  either["anyOf"] = FieldValue::array({std::move(schema), std::move(text)});
  return either;
}

FieldValue typeSchema(const BoundField& field) {
  switch (field.type) {
    case FieldType::flag:
      return scalar(field, "boolean");
    case FieldType::whole:
      return scalar(field, "integer");
    case FieldType::number:
      return scalar(field, "number");
    case FieldType::text:
      return scalar(field, "string");
    case FieldType::flags:
      return listOf(scalar(field, "boolean"));
    case FieldType::wholes:
      return listOf(scalar(field, "integer"));
    case FieldType::numbers:
      return orText(listOf(scalar(field, "number")), "^[^:]+:[^:]+:[^:]+$");
    case FieldType::texts:
      return listOf(scalar(field, "string"));
    case FieldType::table:
      return fieldSchema(field.members);
    case FieldType::tables:
      return listOf(orText(fieldSchema(field.members), "="));
  }
  return {};
}

}  // namespace

FieldValue fieldSchema(const BoundFields& fields) {
  FieldValue properties = FieldValue::object();
  for (const BoundField& field : fields) {
    FieldValue schema = typeSchema(field);
    const std::string unit = unitOfName(field.name);
    schema["description"] = unit.empty() ? field.help : field.help + " (" + unit + ")";
    if (field.type != FieldType::table && field.type != FieldType::tables) {
      FieldValue value = field.get();
      if (!value.is_null()) schema["default"] = std::move(value);
    }
    properties[field.name] = std::move(schema);
  }
  FieldValue schema;
  schema["type"] = "object";
  schema["properties"] = std::move(properties);
  schema["additionalProperties"] = false;
  return schema;
}

}  // namespace glasscope
