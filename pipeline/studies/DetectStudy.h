#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare/detectability/DetectPoint.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// One clean scan of the study: a sample under one set of optics.
struct DetectScan {
  std::string folder;  ///< below that of the study: "sample_0/40A_4.3A_0A"
  compare::DetectCondition condition;
  std::vector<std::string> overrides;  ///< of the case: "table.key=value"
};

/// The samples of a study: where each is made and what of the case differs. Glasses of other seeds,
/// or `detect.samples`; one sample where the configuration is somebody's and no others are given.
/// Throws Error(usage) when a file is named twice.
struct DetectSample {
  std::string folder;
  std::vector<std::string> overrides;
};
std::vector<DetectSample> detectSamples(const Case& c);

/// Every combination of thickness, probe and defocus for one sample.
std::vector<DetectScan> detectScans(const Case& c, const DetectSample& sample);

/// Makes the samples, scans each under every set of optics once, records the clean scans with every
/// dose, and searches the signals for the extremes of every descriptor. Every sample and scan is a
/// run of its own below `folder` and is not done again. Writes detect.csv, detect.txt and
/// detect.json (rank 0). Collective; the points come back on rank 0 alone.
std::vector<compare::DetectPoint> runDetectStudy(const Case& c,
                                                 const std::filesystem::path& folder);

}  // namespace glasscope::pipeline
