#include "pipeline/report/ReportComparison.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "pipeline/imaging/ResultFiles.h"
#include "report/NumberText.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using report::ReportData;

namespace {

// Maps of another scan carry its name where there are several.
bool isOfAnother(const Map2& map, const ScanCase& scan) {
  const auto at = map.name.rfind('@');
  return at != std::string::npos && map.name.substr(at + 1) != scan.name;
}

bool isSigned(const Map2& map) {
  return map.name.starts_with("com_x") || map.name.starts_with("com_y") ||
         map.name.find("first_ring_e") != std::string::npos;
}

void addAssociations(ReportData& data, const compare::AssociationTable& table) {
  if (table.rows.empty()) return;
  report::ReportAssociations result;
  result.qThreshold = table.settings.level;
  std::map<std::string, int> kinds;  // the largest number of each kind
  result.rows = table.rows;
  for (const AssociationRow& row : table.rows) {
    int& count = kinds[row.significance.kind];
    count = std::max(count, row.significance.surrogates);
  }
  std::vector<std::string> parts;
  for (const auto& [kind, count] : kinds) parts.push_back(fmt::format("up to {} {}", count, kind));
  result.surrogates = fmt::format("{}", fmt::join(parts, " or "));
  result.method = table.method;
  for (const compare::LeftOut& map : table.leftOut)
    result.leftOut.push_back({"left out", map.map, map.why});
  data.signals.associations = result;
}

// The mean pattern as a map over k, with the zero frequency at its place.
report::ReportMap meanPatternOf(const compare::Reductions& reductions) {
  report::ReportMap shown;
  shown.map.name = "mean_pattern";
  shown.map.unit = std::string("1");
  shown.map.description = "Mean of all patterns of the scan; the colours are logarithmic.";
  shown.map.values = reductions.meanPattern;
  shown.map.pixel_A = {reductions.qStep_invA, reductions.qStep_invA};
  const int zeroX = reductions.meanPattern.nx() / 2, zeroY = reductions.meanPattern.ny() / 2;
  shown.map.origin_A = {-zeroX * reductions.qStep_invA, -zeroY * reductions.qStep_invA};
  shown.reciprocal = shown.logarithmic = true;
  return shown;
}

// Whatever a scan showed beyond its maps.
void addFindings(ReportData& data, const compare::Comparison& file) {
  report::ReportSection section;
  section.id = "signals";
  section.title = "What the scans show as a whole";
  section.intro =
      "Means and variances over each scan. Errors are one standard error; where blocks of the scan "
      "are left out one at a time, they allow for neighbouring positions seeing the same atoms.";
  for (const Findings& findings : file.findings) {
    section.curves.insert(section.curves.end(), findings.curves.begin(), findings.curves.end());
    for (Quantity number : findings.numbers) {
      number.name = fmt::format("{}: {}", report::readableName(findings.scan), number.name);
      section.numbers.push_back(number);
    }
  }
  for (const compare::ScanReductions& of : file.reductions) {
    if (of.reductions.meanPattern.empty()) continue;
    section.maps.push_back(meanPatternOf(of.reductions));
    if (file.reductions.size() > 1) section.maps.back().map.name += "@" + of.scan;
  }
  if (!section.curves.empty() || !section.maps.empty()) data.signals.sections.push_back(section);
}

}  // namespace

void addComparison(ReportData& data, const Case& c, const RunDirectory& run,
                   const ScanCase* shown) {
  if (!fs::exists(run.path(Product::associations))) return;
  const compare::Comparison file = readComparison(c, run.folder());
  for (const Map2& map : file.signals)
    data.signals.maps.push_back({map, report::ReportMap::Kind::signal, isSigned(map), 0});
  for (const Map2& map : file.truths)
    data.signals.maps.push_back({map, report::ReportMap::Kind::truth, false, 0});
  addAssociations(data, file.table);
  addFindings(data, file);
  if (data.signals.scan && shown) {
    // The signals on the scan's grid are what a reader wants to click on.
    for (const Map2& map : file.signals) {
      const bool sameGrid = map.nx() == data.signals.scan->positions.nx &&
                            map.ny() == data.signals.scan->positions.ny;
      if (sameGrid && !isOfAnother(map, *shown)) {
        data.signals.scan->virtualImages.push_back(map);
      }
    }
  }
}

}  // namespace glasscope::pipeline
