#include "pipeline/sweep/SweepAxis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "pipeline/case/CaseTables.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

// What an entry says beside its values, which may be of any type.
struct Entry {
  std::string key, zip, files;
  std::optional<AxisRange> range;
  std::optional<AxisRandom> random;
  std::optional<AxisSobol> sobol;
};

void eachField(MaybeConst<Entry> auto& e, auto&& visit) {
  visit(Field{"key", "Key of the case"}, e.key);
  visit(Field{"zip", "Axes of the same name go together"}, e.zip);
  visit(Field{"files", "Pattern of file names"}, e.files);
  visit(Field{"range", "Numbers from one to another"}, e.range);
  visit(Field{"random", "Random numbers"}, e.random);
  visit(Field{"sobol", "Numbers of Sobol's sequence"}, e.sobol);
}

[[noreturn]] void refuse(const std::string& where, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, where + " cannot be used", why, remedy);
}

// Keys that do not vary a sample, or that change which keys there are.
void refuseKey(const std::string& where, const std::string& key) {
  const std::string last = key.substr(key.rfind('.') + 1);
  const auto isOneOf = [](const std::string& name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (isOneOf(key, {"voronoi.replicas", "voronoi.samples"}) || isOneOf(last, {"series"}))
    refuse(where, "every sample of a sweep stands for itself",
           "take an axis over case.seed, or over the setting of the series");
  if ((key.starts_with("scan.") && isOneOf(last, {"records"})) ||
      (key.starts_with("step.") && isOneOf(last, {"kind"})))
    refuse(where, "it decides which keys there are", "make a sweep for each of its values");
  if (isOneOf(last, {"scan_file"}))
    refuse(where, "positions are read once, with the case", "take an axis over scan_list_A");
  for (const char* table : {"film.", "detect.", "blind.", "indicators.", "calibration."}) {
    if (key.starts_with(table))
      refuse(where, "nothing that a sample holds depends on it",
             "take a key of the glass, the foil, the microscope, a scan or the record");
  }
}

// The files whose names match, in the order of the names. The pattern is of the last part alone.
std::vector<FieldValue> matching(const std::string& pattern, const std::string& where,
                                 const fs::path& folder) {
  const fs::path given = pattern, path = given.is_absolute() ? given : folder / given;
  const fs::path parent = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  if (parent.string().find_first_of("*?[") != std::string::npos)
    refuse(where, fmt::format("files = \"{}\" has a pattern in the name of a folder", pattern),
           "write the folder as it is, and a pattern for the names in it");
  std::vector<std::string> names;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, missing)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && fnmatch(path.filename().c_str(), name.c_str(), FNM_PERIOD) == 0)
      names.push_back((parent / name).string());
  }
  if (names.empty()) {
    throw Error(ErrorKind::input, where + " has no files",
                missing
                    ? fmt::format("'{}' cannot be listed: {}", parent.string(), missing.message())
                    : fmt::format("nothing in '{}' matches '{}'", parent.string(),
                                  path.filename().string()),
                "check the pattern; it is sought beside the sweep file");
  }
  std::sort(names.begin(), names.end());
  return {names.begin(), names.end()};
}

void requireOneSource(const SweepAxis& axis, bool hasValues) {
  const std::array given{hasValues, !axis.files.empty(), axis.range.has_value(),
                         axis.random.has_value(), axis.sobol.has_value()};
  const auto sources = std::count(given.begin(), given.end(), true);
  if (sources == 1) return;
  refuse(axis.where(), sources == 0 ? "it has no values" : "its values are given in several ways",
         "give one of values = [...], range, random, sobol and files");
}

void requireNumbers(const SweepAxis& axis) {
  if (!axis.range && !axis.random && !axis.sobol) return;
  if (axis.type == FieldType::number || axis.type == FieldType::whole) return;
  refuse(axis.where(), fmt::format("the key holds no number but {}", typeName(axis.type)),
         "list its values = [...]");
}

// A file is sought beside the sweep file, as in a case.
FieldValue besideSweep(const FieldValue& value, const fs::path& folder) {
  if (!value.is_string()) return value;
  const fs::path path = value.get<std::string>();
  if (path.empty() || path.is_absolute() || fs::exists(path) || !fs::exists(folder / path))
    return value;
  return (folder / path).string();
}

FieldValue asValue(const SweepAxis& axis, double number) {
  if (axis.type != FieldType::whole) return number;
  const double whole = std::round(number);
  const bool exact = axis.range && axis.range->scale == AxisScale::linear;
  if (exact && std::abs(whole - number) > 1e-9 * std::max(1.0, std::abs(number)))
    refuse(axis.where(), fmt::format("{:g} is no whole number", number),
           "choose count or step so that all of them are");
  return static_cast<std::int64_t>(whole);
}

}  // namespace

std::int64_t SweepAxis::size() const {
  if (range) return range->size(where() + " (range)");
  if (random) return random->size(where() + " (random)");
  if (sobol) return sobol->size(where() + " (sobol)");
  return static_cast<std::int64_t>(values.size());
}

SweepAxis axisOf(const FieldValue& entry, std::size_t index, const Case& base,
                 const fs::path& folder) {
  const std::string where = fmt::format("axis {}", index + 1);
  if (!entry.is_object()) refuse(where, "it is no table", "write [[axis]] and its keys below it");
  FieldValue rest = entry;
  const auto listed = rest.find("values");
  const bool hasValues = listed != rest.end();
  const FieldValue values = hasValues ? *listed : FieldValue::array();
  if (hasValues) rest.erase("values");
  Entry given;
  setFields(given, rest, where);
  if (given.key.empty()) refuse(where, "it names no key", "write key = \"foil.thickness_A\", say");
  const BoundFields tables = caseTables(base);
  const BoundField& key = caseKey(tables, given.key);
  SweepAxis axis{key.path,    given.zip,   key.type,     {},
                 given.files, given.range, given.random, given.sobol};
  refuseKey(axis.where(), axis.key);
  requireOneSource(axis, hasValues);
  requireNumbers(axis);
  if (!given.files.empty()) {
    if (axis.key != kConfigurationKey)
      refuse(axis.where(), "files are values of configuration.file alone",
             "write key = \"configuration.file\"");
    axis.values = matching(given.files, axis.where(), folder);
  }
  if (hasValues && (!values.is_array() || values.empty()))
    refuse(axis.where(), "its values are no list of at least one", "write values = [20, 40]");
  for (const FieldValue& value : values)
    axis.values.push_back(axis.key == kConfigurationKey ? besideSweep(value, folder) : value);
  axis.size();
  return axis;
}

std::vector<FieldValue> valuesOfAxis(const SweepAxis& axis, std::uint64_t seed,
                                     const std::vector<double>& points) {
  std::vector<FieldValue> values = axis.values;
  const std::int64_t count = axis.size();
  for (std::int64_t i = 0; i < count && values.size() < static_cast<std::size_t>(count); ++i) {
    if (axis.range) values.push_back(asValue(axis, axis.range->at(i)));
    if (axis.random) values.push_back(asValue(axis, axis.random->at(i, seed, axis.key)));
    if (axis.sobol)
      values.push_back(asValue(axis, axis.sobol->at(points.at(static_cast<std::size_t>(i)))));
  }
  // Draws may meet by chance, as whole numbers do.
  if (axis.random || axis.sobol) return values;
  std::set<std::string> seen;
  for (const FieldValue& value : values) {
    if (seen.insert(tomlText(value)).second) continue;
    refuse(axis.where(), fmt::format("the value {} is there twice", tomlText(value)),
           "each value once; independent glasses come from an axis over case.seed");
  }
  return values;
}

}  // namespace glasscope::pipeline
