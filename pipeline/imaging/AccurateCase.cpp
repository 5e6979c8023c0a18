#include "pipeline/imaging/AccurateCase.h"

#include <algorithm>

#include "core/system/Files.h"
#include "multislice/convergence/AccuracyJson.h"

namespace glasscope::pipeline {

Case accurateCase(const Case& c, const std::string& scan, const std::filesystem::path& file) {
  Case accurate = c;
  const auto own = std::ranges::find(accurate.scans, scan, &ScanCase::name);
  if (own == accurate.scans.end() || own->accuracy_percent == 0) return accurate;
  own->statedAccuracy = readFile(file);
  const auto chosen = multislice::accuracyChoice(own->statedAccuracy, c.microscope);
  accurate.microscope = chosen.microscope;
  if (chosen.standardError > 0) own->standardError_percent = 100 * chosen.standardError;
  return accurate;
}

Case accurateCase(const Case& c, const std::string& scan, const RunDirectory& run) {
  return accurateCase(c, scan, run.path(Product::accuracy, {scan}));
}

std::string accuracyStageName(const std::string& scan) {
  return scan + " accuracy";
}

std::vector<ProductFile> accuracyFiles(const ScanCase& scan) {
  if (scan.accuracy_percent == 0) return {};
  return {fileOf(Product::accuracy, {scan.name})};
}

}  // namespace glasscope::pipeline
