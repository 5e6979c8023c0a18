#pragma once

#include <string>

#include "sim/quench/Protocol.h"

namespace glasscope::sim {

/// The "fix" of a stage; its id is the stage's name.
std::string ensembleCommand(const Protocol& protocol, const ProtocolStage& stage);

/// A LAMMPS input that repeats a protocol from start.data, for the lammps program.
/// `meanBoxCommand`: the change_box before a stage `inMeanBox`, may be empty.
std::string inputDeck(const Protocol& protocol, const Potential& potential,
                      const std::vector<std::string>& interactionCommands,
                      const std::string& meanBoxCommand);

}  // namespace glasscope::sim
