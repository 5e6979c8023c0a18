#pragma once

#include <string>

#include "sim/Protocol.h"

namespace glasscope::sim {

/// The "fix" of a stage; its id is the stage's name.
std::string ensembleCommand(const Protocol& protocol, const ProtocolStage& stage);

/// A LAMMPS input that repeats a protocol from start.data, for the lammps program.
/// `meanVolume_A3_per_atom`: the volume to which a stage `inMeanBox` was scaled, 0 for none.
std::string inputDeck(const Protocol& protocol, const Potential& potential,
                      const std::vector<std::string>& interactionCommands,
                      double meanVolume_A3_per_atom);

}  // namespace glasscope::sim
