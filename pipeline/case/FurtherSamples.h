#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// One more independent sample of the material of a case, beside the case's own.
struct FurtherSample {
  std::string name;   ///< "glass_1" of another seed, "sample_1" of a file
  Case settings;      ///< the same from the structure to the comparison, without images and series
  bool made = false;  ///< of another seed (voronoi.samples); else a file (voronoi.replicas)

  /// Where its own run lies below that of the case.
  std::filesystem::path folder() const { return std::filesystem::path("replicas") / name; }
};

/// Glasses of other seeds, then files. What a sample is does not depend on how many there are.
std::vector<FurtherSample> furtherSamples(const Case& c);

/// The seed of glass `index`: case.seed of the first (0), drawn from it for the others.
std::int64_t sampleSeed(const Case& c, int index);

}  // namespace glasscope::pipeline
