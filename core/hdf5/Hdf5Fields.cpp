#include "core/hdf5/Hdf5Fields.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope {

namespace {

std::string elementName(const std::string& list, std::size_t index) {
  return fmt::format("{}/{:04}", list, index);
}

void writeValue(Hdf5& group, const std::string& name, FieldType type, const FieldValue& value) {
  switch (type) {
    case FieldType::flag:
      return group.setAttribute(name, value.get<bool>());
    case FieldType::whole:
      return group.setAttribute(name, value.get<std::int64_t>());
    case FieldType::number:
      return group.setAttribute(name, value.get<double>());
    case FieldType::text:
      return group.setAttribute(name, value.get<std::string>());
    case FieldType::flags:
    case FieldType::wholes: {
      std::vector<std::int64_t> wholes;
      for (const FieldValue& each : value)
        wholes.push_back(each.is_boolean() ? each.get<bool>() : each.get<std::int64_t>());
      return group.setAttribute(name, std::span<const std::int64_t>(wholes));
    }
    case FieldType::numbers:
      return group.setAttribute(name, std::span<const double>(value.get<std::vector<double>>()));
    case FieldType::texts:
      return group.setAttribute(name, value.get<std::vector<std::string>>());
    case FieldType::table:
    case FieldType::tables:
      break;
  }
  GLASSCOPE_ENSURE(false, "tables are groups, not attributes");
}

FieldValue wholeOf(double value) {
  return value == std::floor(value) ? FieldValue(static_cast<std::int64_t>(value))
                                    : FieldValue(value);
}

FieldValue readValue(const Hdf5& group, const std::string& name, FieldType type) {
  switch (type) {
    case FieldType::flag:
      return group.numberAttribute(name) != 0;
    case FieldType::whole:
      return wholeOf(group.numberAttribute(name));
    case FieldType::number:
      return group.numberAttribute(name);
    case FieldType::text:
      return group.stringAttribute(name);
    case FieldType::numbers:
      return group.numbersAttribute(name);
    case FieldType::texts:
      return group.stringsAttribute(name);
    default:
      break;
  }
  FieldValue list = FieldValue::array();
  for (const double value : group.numbersAttribute(name))
    list.push_back(type == FieldType::flags ? FieldValue(value != 0) : wholeOf(value));
  return list;
}

FieldValue readTable(const Hdf5& group, const BoundFields& fields) {
  FieldValue values = FieldValue::object();
  for (const BoundField& field : fields) {
    const std::string& name = field.name;
    if (field.type == FieldType::table) {
      if (group.has(name)) values[name] = readTable(group.group(name), field.members);
    } else if (field.type == FieldType::tables) {
      if (!group.has(name)) continue;
      values[name] = FieldValue::array();
      for (std::size_t i = 0; group.has(elementName(name, i)); ++i)
        values[name].push_back(readTable(group.group(elementName(name, i)), field.members));
    } else if (group.hasAttribute(name)) {
      values[name] = readValue(group, name, field.type);
    }
  }
  return values;
}

void writeTable(Hdf5& group, const BoundFields& fields, const FieldValue& values) {
  for (const BoundField& field : fields) {
    if (!values.contains(field.name)) continue;
    const FieldValue& value = values[field.name];
    if (field.type == FieldType::table) {
      Hdf5 inner = group.createGroup(field.name);
      writeTable(inner, field.members, value);
    } else if (field.type == FieldType::tables) {
      group.createGroup(field.name);  // also of a list without elements
      for (std::size_t i = 0; i < value.size(); ++i) {
        Hdf5 element = group.createGroup(elementName(field.name, i));
        writeTable(element, field.members, value[i]);
      }
    } else {
      writeValue(group, field.name, field.type, value);
    }
  }
}

}  // namespace

void writeFields(Hdf5& group, const BoundFields& fields) {
  writeTable(group, fields, valuesOf(fields));
}

void readFields(const Hdf5& group, const BoundFields& fields) {
  setFields(fields, readTable(group, fields));
}

}  // namespace glasscope
