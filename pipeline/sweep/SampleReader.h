#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/formats/EmdShard.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/sweep/SweepPool.h"
#include "pipeline/sweep/splitByFamily.h"

namespace glasscope::pipeline {

/// Reads finished samples out of the work of a sweep: signals as they were recorded (clean ones,
/// where the case records nothing), truth maps of the scans that have such, labels of the atoms of
/// the foil, and every condition. What samples that follow each other share is read once.
class SampleReader {
 public:
  SampleReader(const Sweep& sweep, const SweepPool& pool) : sweep_(sweep), pool_(pool) {}

  /// Throws Error(usage) where the case asks for labels that its atoms do not have.
  void requireLabels(const SweepSample& sample, const Case& c);

  /// Throws what reading throws.
  EmdSample read(const SweepSample& sample, Split split);

 private:
  using Files = std::map<std::string, std::filesystem::path>;

  void addTruths(const Files& files, const Case& c, EmdSample& out);
  void takeFoil(const Files& files, const Case& c);

  const Sweep& sweep_;
  const SweepPool& pool_;
  std::string foilKey_;
  std::shared_ptr<const LabelledFoil> foil_;
  std::shared_ptr<const Atoms> atoms_;
  std::map<std::string, std::vector<Map2>> truths_;  // of scans of that foil
};

}  // namespace glasscope::pipeline
