#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/stages/Stage.h"
#include "pipeline/sweep/Sweep.h"

namespace glasscope::pipeline {

/// The stage that noise belongs to.
inline constexpr const char* kRecordStage = "record";

/// A piece of work of a sweep, done once for all samples that rest on it: a stage of a case, known
/// by its settings and by the pieces that it reads from.
struct WorkNode {
  std::string stage;
  std::string key;                  ///< 32 hexadecimal digits
  std::vector<std::size_t> inputs;  ///< of the pieces that write what it reads
  std::size_t sample = 0;           ///< the first that needs it

  std::string folder() const { return stage + "_" + key.substr(0, 16); }
};

/// One sample of a data set.
struct SweepSample {
  std::size_t index = 0;           ///< in the order in which samples share most
  std::vector<FieldValue> values;  ///< of the axes, in their order
  std::int64_t noiseSeed = 0;      ///< record.noise_seed; 0 where the sweep does not choose it
  std::vector<std::size_t> nodes;  ///< all its work, what comes first first
  std::string key;                 ///< stands for all that its data depend on
  std::string glass;               ///< that of its configuration of atoms
  std::string family;              ///< glasses of one origin, which a split keeps together

  /// Does not depend on what else the sweep holds.
  std::string name() const;
};

/// The samples of a sweep and the work behind them.
struct SweepSamples {
  std::vector<SweepSample> samples;
  std::vector<WorkNode> nodes;
};

/// All samples, numbered so that those that share work follow each other: the glass varies slowest,
/// the recording fastest. Throws Error(usage), naming the values, for a sample whose case cannot
/// be, and for two that would be the same.
SweepSamples samplesOf(const Sweep& sweep);

/// The case of a sample.
Case caseOf(const Sweep& sweep, const SweepSample& sample);

/// The stages that make a sample's data and truth, in their order.
std::vector<Stage> sampleStages(const Case& c);

/// "foil.thickness_A = 40, record.dose_e_per_A2 = 1000"; "the only sample" without axes.
std::string conditionsText(const Sweep& sweep, const SweepSample& sample);

}  // namespace glasscope::pipeline
