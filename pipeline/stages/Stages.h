#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/run/RunDirectory.h"

namespace glasscope::pipeline {

/// One step of a run: what it is called, what it depends on, what it writes.
struct Stage {
  std::string name;
  std::string room;                 ///< whose verb does it: "multislice"
  std::string about;                ///< for progress: "making the glass"
  std::vector<std::string> tables;  ///< of the case
  std::vector<std::string> after;   ///< stages whose results it reads
  bool collective = false;          ///< all ranks work; else rank 0 alone
  bool (*wanted)(const Case&) = [](const Case&) { return true; };
  std::vector<std::string> (*outputs)(const Case&) = nullptr;
  /// Does the work; returns facts for the provenance as a JSON object.
  std::string (*run)(const Case&, const RunDirectory&, const std::string& hash) = nullptr;
};

/// All stages in the order in which they run.
const std::vector<Stage>& stages();

/// The names of those of one room, with all that they read.
std::set<std::string> stagesOf(const std::string& room);

/// The MRC stacks of a tilt series, one a number of a detector in their order, relative to the run.
std::vector<std::string> tiltStacks(const Case& c);

// The work of each stage, in files of their own.
std::string runSimStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runVoronoiStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runHaadfStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runNanodiffractionStage(const Case& c, const RunDirectory& run,
                                    const std::string& hash);
std::string runHrtemStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runTiltSeriesStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runTiltRecordStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runRecordStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runCompareStage(const Case& c, const RunDirectory& run, const std::string& hash);
std::string runReportStage(const Case& c, const RunDirectory& run, const std::string& hash);

}  // namespace glasscope::pipeline
