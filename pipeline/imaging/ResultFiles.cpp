#include "pipeline/imaging/ResultFiles.h"

#include "compare/film/MeasuredFilm.h"
#include "pipeline/run/Products.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

bool isMeasuredFilm(const Case& c) {
  const fs::path file = c.configuration.file;
  return !file.empty() && fs::is_regular_file(file) && compare::isMeasuredFilm(file);
}

compare::FilmFiles filmFiles(const fs::path& run) {
  return {run / fileOf(Product::filmImages).path, run / fileOf(Product::filmScores).path,
          run / fileOf(Product::filmRings).path};
}

compare::AssociationFiles associationFiles(const fs::path& run) {
  return {run / fileOf(Product::associations).path, run / fileOf(Product::associationsAbout).path};
}

compare::ScanPaths comparedScan(const fs::path& run, const std::string& scan) {
  return {scan, run / fileOf(Product::truth, {scan}).path,
          run / fileOf(Product::reductions, {scan}).path};
}

bool isComparable(const ScanCase& scan) {
  return scan.enabled && scan.isUprightRaster() && !scan.series.isOverTilts();
}

std::vector<std::string> comparableScans(const Case& c) {
  std::vector<std::string> scans;
  for (const ScanCase& scan : c.scans) {
    if (isComparable(scan)) scans.push_back(scan.name);
  }
  return scans;
}

compare::Comparison readComparison(const Case& c, const fs::path& run) {
  std::vector<compare::ScanPaths> scans;
  for (const std::string& scan : comparableScans(c)) scans.push_back(comparedScan(run, scan));
  return compare::readComparison(scans, associationFiles(run));
}

}  // namespace glasscope::pipeline
