#include "compare/files/Comparison.h"

#include <fmt/format.h>

#include "compare/files/ReductionsFile.h"
#include "core/formats/Emd.h"

namespace glasscope::compare {

namespace {

void append(std::vector<Map2>& all, const std::vector<Map2>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

std::string truthName(const std::string& descriptor, const std::string& scan) {
  return fmt::format("{}@{}", descriptor, scan);
}

void writeTruths(const ScanPaths& paths, const std::vector<Map2>& truths) {
  std::vector<Map2> maps = truths;
  for (Map2& map : maps) map.name = map.name.substr(0, map.name.rfind('@'));
  writeEmdMaps(paths.truth, maps, {{"content", "truth beside the scan " + paths.scan}});
}

Comparison readComparison(const std::vector<ScanPaths>& scans, const AssociationFiles& table) {
  Comparison all;
  for (const ScanPaths& paths : scans) {
    std::vector<Map2> truths = readEmdMaps(paths.truth);
    for (Map2& map : truths) map.name = truthName(map.name, paths.scan);
    append(all.truths, truths);
    const ReductionsFile file = ReductionsFile::read(paths.reductions);
    append(all.signals, file.signals);
    all.findings.push_back(file.findings);
    if (file.reductions) all.reductions.push_back({paths.scan, *file.reductions});
  }
  all.table = table.read();
  return all;
}

}  // namespace glasscope::compare
