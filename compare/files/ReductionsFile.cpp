#include "compare/files/ReductionsFile.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/EmdArrays.h"
#include "core/formats/JsonNumber.h"
#include "core/system/Error.h"

namespace glasscope::compare {

using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kMeanPattern = "mean_pattern";
constexpr const char* kError = "_standard_error";

std::vector<double> steps(int count, double origin, double step) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(origin + i * step);
  return values;
}

EmdArray arrayOf(const Map2& map) {
  return {map.name,
          map.unit,
          map.description,
          {{"x", "A", steps(map.nx(), map.origin_A.x(), map.pixel_A.x())},
           {"y", "A", steps(map.ny(), map.origin_A.y(), map.pixel_A.y())}},
          {map.values.begin(), map.values.end()}};
}

// Origin, step and whether it repeats stand beside the array as they were: the difference of two
// positions is not exactly the step.
Json headOf(const Map2& map) {
  return {{"name", map.name},
          {"origin_A", {map.origin_A.x(), map.origin_A.y()}},
          {"pixel_A", {map.pixel_A.x(), map.pixel_A.y()}},
          {"periodic", map.periodic}};
}

Vec2 vectorOf(const Json& json) {
  return Vec2(json.at(0).get<double>(), json.at(1).get<double>());
}

Map2 mapOf(const EmdArray& array, const Json& head) {
  Map2 map;
  map.name = array.name;
  map.unit = array.unit;
  map.description = array.description;
  map.origin_A = vectorOf(head.at("origin_A"));
  map.pixel_A = vectorOf(head.at("pixel_A"));
  map.periodic = head.at("periodic");
  map.values = Array2<double>(static_cast<int>(array.axes.at(0).values.size()),
                              static_cast<int>(array.axes.at(1).values.size()));
  std::copy(array.values.begin(), array.values.end(), map.values.begin());
  return map;
}

// [curve, x]; the curves' names stand in the metadata.
EmdArray arrayOf(const Curves& curves, bool errors) {
  EmdArray array{curves.name + (errors ? kError : ""),
                 curves.yUnit,
                 errors ? "One standard error of " + curves.name : curves.description,
                 {{"curve", "1", steps(static_cast<int>(curves.curves.size()), 0, 1)},
                  {curves.xLabel, curves.xUnit, curves.x}},
                 {}};
  for (const Curves::Curve& curve : curves.curves) {
    std::vector<double> values(errors ? curve.error : curve.y);
    values.resize(curves.x.size(), std::nan(""));
    array.values.insert(array.values.end(), values.begin(), values.end());
  }
  return array;
}

bool anyError(const Curves& curves) {
  return std::any_of(curves.curves.begin(), curves.curves.end(),
                     [](const Curves::Curve& curve) { return !curve.error.empty(); });
}

Json headOf(const Curves& curves) {
  Json legends = Json::array(), withErrors = Json::array();
  for (const Curves::Curve& curve : curves.curves) {
    legends.push_back(curve.name);
    withErrors.push_back(!curve.error.empty());
  }
  return {{"name", curves.name},      {"title", curves.title},
          {"y_label", curves.yLabel}, {"logarithmic", curves.logarithmic},
          {"curves", legends},        {"have_errors", withErrors}};
}

Curves curvesOf(const std::vector<EmdArray>& arrays, const Json& head) {
  const EmdArray& values = arrayNamed(arrays, head.at("name"));
  Curves curves;
  curves.name = values.name;
  curves.title = head.at("title");
  curves.description = values.description;
  curves.xLabel = values.axes.at(1).name;
  curves.xUnit = values.axes.at(1).unit;
  curves.yLabel = head.at("y_label");
  curves.yUnit = values.unit;
  curves.logarithmic = head.at("logarithmic");
  curves.x = values.axes.at(1).values;
  const auto row = [&](const EmdArray& array, std::size_t i) {
    const auto from = array.values.begin() + static_cast<std::ptrdiff_t>(i * curves.x.size());
    return std::vector<double>(from, from + static_cast<std::ptrdiff_t>(curves.x.size()));
  };
  for (std::size_t i = 0; i < head.at("curves").size(); ++i) {
    Curves::Curve curve{head.at("curves").at(i), row(values, i), {}};
    if (head.at("have_errors").at(i))
      curve.error = row(arrayNamed(arrays, curves.name + kError), i);
    curves.curves.push_back(std::move(curve));
  }
  return curves;
}

Json headOf(const Quantity& number) {
  return {{"name", number.name},
          {"value", number.value},
          {"standard_error", number.error},
          {"unit", number.unit},
          {"note", number.note}};
}

Quantity quantityOf(const Json& json) {
  return {json.at("name"), numberOf(json.at("value")), numberOf(json.at("standard_error")),
          json.at("unit"), json.at("note")};
}

// Calls visit(key, field) for each range: one list for writing and reading.
template <class Settings, class Visit>
void eachRange(Settings& used, const Visit& visit) {
  visit("bright_field_invA", used.brightField_invA);
  visit("ring_inner_invA", used.ringInner_invA);
  visit("ring_outer_invA", used.ringOuter_invA);
  visit("dark_inner_invA", used.darkInner_invA);
  visit("dark_outer_invA", used.darkOuter_invA);
  visit("max_symmetry", used.maxSymmetry);
  visit("azimuth_bins", used.azimuthBins);
  visit("counts", used.counts);
  visit("thickness_window", used.thicknessWindow);
}

EmdArray patternArray(const Reductions& reductions) {
  const Array2<double>& pattern = reductions.meanPattern;
  const double q = reductions.qStep_invA;
  return {kMeanPattern,
          "1",
          "Mean of all patterns of the scan; the zero frequency at index n/2",
          {{"Qx", "A^-1", steps(pattern.nx(), -q * (pattern.nx() / 2), q)},
           {"Qy", "A^-1", steps(pattern.ny(), -q * (pattern.ny() / 2), q)}},
          {pattern.begin(), pattern.end()}};
}

Reductions reductionsOf(const std::vector<EmdArray>& arrays, const Json& head) {
  Reductions reductions;
  reductions.qStep_invA = head.at("q_step_invA");
  eachRange(reductions.used,
            [&](const char* key, auto& field) { head.at("used").at(key).get_to(field); });
  const EmdArray& pattern = arrayNamed(arrays, kMeanPattern);
  reductions.meanPattern = Array2<double>(static_cast<int>(pattern.axes.at(0).values.size()),
                                          static_cast<int>(pattern.axes.at(1).values.size()));
  std::copy(pattern.values.begin(), pattern.values.end(), reductions.meanPattern.begin());
  return reductions;
}

}  // namespace

void ReductionsFile::write(const std::filesystem::path& path) const {
  std::vector<EmdArray> arrays;
  Json head;
  head["scan"] = findings.scan;
  head["maps"] = head["curves"] = head["numbers"] = Json::array();
  for (const Map2& map : signals) {
    arrays.push_back(arrayOf(map));
    head["maps"].push_back(headOf(map));
  }
  for (const Curves& curves : findings.curves) {
    if (curves.x.empty() || curves.curves.empty()) continue;
    arrays.push_back(arrayOf(curves, false));
    if (anyError(curves)) arrays.push_back(arrayOf(curves, true));
    head["curves"].push_back(headOf(curves));
  }
  for (const Quantity& number : findings.numbers) head["numbers"].push_back(headOf(number));
  if (reductions) {
    arrays.push_back(patternArray(*reductions));
    head["q_step_invA"] = reductions->qStep_invA;
    eachRange(reductions->used,
              [&](const char* key, const auto& field) { head["used"][key] = field; });
  }
  writeEmdArrays(path, arrays, {{"content", head.dump()}});
}

ReductionsFile ReductionsFile::read(const std::filesystem::path& path) {
  const std::vector<EmdArray> arrays = readEmdArrays(path);
  const EmdMetadata metadata = readEmdMetadata(path);
  ReductionsFile file;
  try {
    const Json head = Json::parse(metadata.at("content"));
    file.findings.scan = head.at("scan");
    for (const Json& map : head.at("maps"))
      file.signals.push_back(mapOf(arrayNamed(arrays, map.at("name")), map));
    for (const Json& curves : head.at("curves"))
      file.findings.curves.push_back(curvesOf(arrays, curves));
    for (const Json& number : head.at("numbers"))
      file.findings.numbers.push_back(quantityOf(number));
    if (head.contains("used")) file.reductions = reductionsOf(arrays, head);
  } catch (const std::out_of_range&) {
    throw Error(ErrorKind::input, path.string() + " is damaged",
                "its arrays do not have the form that its metadata tell",
                "make the comparison again");
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::input, path.string() + " holds no reductions of ours", error.what(),
                "give the reductions.h5 of a run");
  }
  return file;
}

}  // namespace glasscope::compare
