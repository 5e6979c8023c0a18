#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/run/Ledger.h"
#include "pipeline/stages/Stage.h"

namespace glasscope::pipeline {

/// All that the result of a stage depends on: its revision, the seed, its keys and the content of
/// the files of others that it reads (`settings`, a hash), and the content of the products that it
/// reads. Where files lie and which program wrote them does not matter.
struct StageKey {
  std::string settings;
  std::vector<InputRecord> inputs;

  /// Reads what lies there now.
  static StageKey of(const Stage& stage, const Case& c, const Ledger& ledger,
                     Check check = Check::fast);
  /// One hash of it all.
  std::string identity() const;
};

/// How a stage's result stands to the case and to what it read.
enum class StageState : std::uint8_t {
  done,             ///< it is what the case asks for
  missing,          ///< it was never finished
  outputsChanged,   ///< a file of it is gone, or is not what was written
  settingsChanged,  ///< it belongs to other settings, or files of others
  inputsChanged,    ///< it was made from other results of earlier stages
  unknown           ///< a file of others that it read is gone
};

struct StageStatus {
  StageState state = StageState::missing;
  std::vector<std::string> files;  ///< that changed or are gone
};

/// Compares what the ledger says of a stage with what there is.
StageStatus statusOf(const Stage& stage, const StageKey& key, const Ledger& ledger,
                     Check check = Check::fast);

/// The whole of a run, stage by stage; what was made from a result that is not what the case asks
/// for is not either.
std::vector<StageStatus> statusOf(const std::vector<Stage>& stages, const Case& c,
                                  const Ledger& ledger, Check check);

}  // namespace glasscope::pipeline
