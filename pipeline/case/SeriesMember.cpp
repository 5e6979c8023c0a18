#include "pipeline/case/SeriesMember.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/settings/FieldUnit.h"
#include "core/system/Error.h"
#include "multislice/optics/Aberrations.h"
#include "pipeline/case/CaseTables.h"
#include "pipeline/case/ResolveCase.h"

namespace glasscope::pipeline {

namespace {

constexpr std::array kTables = {"foil", "thermal", "microscope", "record"};

std::string lastPart(const std::string& key) {
  return key.substr(key.rfind('.') + 1);
}

// "haadf.defocus_A" of "defocus_A"; the key of another table is full already.
std::string fullKey(const std::string& element, const SeriesCase& series) {
  return isOfElement(series) ? element + "." + series.key : series.key;
}

[[noreturn]] void refuse(const std::string& element, const SeriesCase& series,
                         const std::string& why, const std::string& remedy) {
  throw Error(ErrorKind::usage,
              fmt::format("The series of '{}' over '{}' cannot be made", element, series.key), why,
              remedy);
}

// The members of a stack have one raster, and a scan averages over as many configurations at each.
bool changesRaster(const std::string& key) {
  const std::string last = lastPart(key);
  return last.starts_with("scan_") || last == "snapshots" || last == "standard_error_percent" ||
         last == "accuracy_percent" || last.starts_with("tile_") || last == "truth_resolution_A" ||
         last == "compression";
}

void checkTilts(const ScanCase& scan) {
  if (scan.recordsPatterns())
    refuse(scan.name, scan.series, "a tilt series is a stack of maps",
           "write records = \"map\"; other detectors of the scan are recorded too");
  if (!scan.isUprightRaster())
    refuse(scan.name, scan.series, "a tilt series is a stack of images along the axes of the foil",
           "scan a raster without a turn; turn the tilt axis by tilt_series.axis_deg");
  for (const double angle_deg : scan.series.values) {
    if (!(std::abs(angle_deg) <= 360))
      refuse(scan.name, scan.series, fmt::format("{} degrees is no tilt", angle_deg),
             "give angles from -360 to 360");
  }
}

void check(const Case& c, const std::string& element, const SeriesCase& series) {
  if (series.empty() && series.values.empty()) return;
  if (series.empty() || series.values.empty())
    throw Error(ErrorKind::usage, fmt::format("The series of '{}' is not complete", element),
                series.empty() ? "it says no key" : "it has no values",
                "write series = {key = \"defocus_A\", values = [-50, 0, 50]}");
  if (series.isOverTilts()) return;
  const auto dot = series.key.find('.');
  if (dot != std::string::npos &&
      std::find(kTables.begin(), kTables.end(), series.key.substr(0, dot)) == kTables.end())
    refuse(element, series, "it is no key of the scan itself",
           "take a number of it, of foil, thermal, microscope or record, or tilt_deg");
  const BoundFields tables = caseTables(c);
  const BoundField& key = caseKey(tables, fullKey(element, series));
  if (key.type != FieldType::number && key.type != FieldType::whole)
    refuse(element, series, fmt::format("it is a {}", typeName(key.type)),
           "take a key that holds one number");
  if (changesRaster(series.key))
    refuse(element, series, "the members of a series have the same positions and averages",
           "make several scans of it");
  for (const double value : series.values) memberOf(c, element, series, value);
}

}  // namespace

double ownValue(const Case& c, const std::string& element, const SeriesCase& series) {
  if (series.isOverTilts()) return 0;
  const BoundFields tables = caseTables(c);
  return caseKey(tables, fullKey(element, series)).get().get<double>();
}

Case memberOf(const Case& c, const std::string& element, const SeriesCase& series, double value) {
  Case member = c;
  for (ScanCase& scan : member.scans) scan.series = {};
  for (ImageCase& image : member.images) image.series = {};
  const BoundFields tables = caseTables(member);
  const BoundField& key = caseKey(tables, fullKey(element, series));
  if (key.type == FieldType::whole && value == std::floor(value) && std::abs(value) < 1e15)
    key.set(static_cast<std::int64_t>(value));
  else
    key.set(value);
  resolveCase(member);
  return member;
}

std::vector<double> otherValues(const Case& c, const std::string& element,
                                const SeriesCase& series) {
  if (series.empty()) return {};
  std::vector<double> others = series.values;
  std::erase(others, ownValue(c, element, series));
  return others;
}

bool hasMembers(const SeriesCase& series) {
  return !series.empty() && !series.isOverTilts() && !series.isOfRecord();
}

bool isOfElement(const SeriesCase& series) {
  return series.key.find('.') == std::string::npos;
}

bool variesAberrations(const SeriesCase& series) {
  multislice::Aberrations aberrations;
  return findField(bindFields(aberrations), series.key) != nullptr;
}

std::string axisName(const SeriesCase& series) {
  return std::string(nameWithoutUnit(lastPart(series.key)));
}

std::string axisUnit(const SeriesCase& series) {
  const std::string last = lastPart(series.key), name = axisName(series);
  return last.size() > name.size() ? last.substr(name.size() + 1) : "";
}

std::string memberName(const SeriesCase& series, std::size_t index, double value) {
  return fmt::format("{}_{}_{:g}{}", axisName(series), index, value, axisUnit(series));
}

void checkSeries(const Case& c) {
  for (const ScanCase& scan : c.scans) {
    if (scan.series.key == "semiangle_mrad" && scan.probeFwhm_A > 0)
      refuse(scan.name, scan.series, "the width of the probe (probe_fwhm_A) decides over it",
             "take probe_fwhm_A as the key, or set it to 0");
    check(c, scan.name, scan.series);
    if (scan.series.isOverTilts()) checkTilts(scan);
  }
  for (const ImageCase& image : c.images) {
    check(c, image.name, image.series);
    if (image.series.empty() || image.series.isOfRecord()) continue;
    multislice::HrtemSettings lens;
    if (image.series.isOverTilts() ||
        (isOfElement(image.series) && !findField(bindFields(lens), image.series.key)))
      refuse(image.name, image.series,
             "an image's series is over the lens, the foil, the microscope or the record",
             "take a number of the lens (defocus_A, c30_A, aperture_mrad, ...), or one like "
             "foil.thickness_A");
  }
}

}  // namespace glasscope::pipeline
