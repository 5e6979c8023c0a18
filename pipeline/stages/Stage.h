#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/run/Products.h"
#include "pipeline/run/RunDirectory.h"
#include "pipeline/stages/Room.h"
#include "pipeline/stages/RunPlan.h"

namespace glasscope::pipeline {

/// What a stage works with.
struct StageWork {
  const Case& settings;
  const RunDirectory& run;
  /// Stands for all that the result depends on (StageKey): an unfinished file of the same identity
  /// is continued, any other is begun again.
  std::string identity;
};

/// One step of a run, as it says itself: what it is called, what it reads, what it writes, what it
/// costs, what it does. Each is made in a file of its own (Stages.cpp lists them).
struct Stage {
  std::string name;
  Room room = Room::sim;  ///< whose verb does it
  std::string about;      ///< for progress: "the annular dark-field map"
  /// Raised when the same settings and inputs give another result than before: results of an
  /// earlier revision are then made again. (The version of the program does not enter.)
  int revision = 1;
  bool collective = false;                     ///< all ranks work; else rank 0 alone
  std::vector<std::string> tables;             ///< of the case whose keys the result depends on
  std::string more;                            ///< what else it depends on, as text
  std::vector<std::filesystem::path> files{};  ///< of others that it reads
  std::vector<ProductFile> reads{};            ///< of earlier stages
  /// May be fewer: a streamed sample has no text files. What is not written anew is removed.
  std::vector<ProductFile> writes{};
  /// They are files of a run below this one, which keeps those that are up to date.
  bool writesBelow = false;
  /// Adds what it costs to the plan, and refuses what cannot be.
  std::function<void(const Case&, RunPlan&)> plan{};
  /// Does the work; returns facts for the provenance as a JSON object.
  std::function<std::string(const StageWork&)> run{};
};

}  // namespace glasscope::pipeline
