#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/math/Vec.h"
#include "sim/quench/Protocol.h"

namespace glasscope::sim {

/// The "fix" of a stage; its id is the stage's name. Where a stage strains an edge, the others are
/// under the pressure one by one. A barostat scales the sample about
/// `fixedPoint` (LAMMPS' frame): without it LAMMPS takes the middle of the box at the moment of the
/// command, which after a restart differs in the last bit, and so does everything after it.
std::string ensembleCommand(const Protocol& protocol, const ProtocolStage& stage,
                            const Vec3& fixedPoint);

/// What has to follow the fix of a stage of a particle that can turn: its thermostat counts
/// `freedomsTaken` degrees of freedom less than 3 N. Nothing for LAMMPS' own 3.
std::vector<std::string> freedomCommands(const ProtocolStage& stage, int freedomsTaken);

/// The commands that deform the box in a stage, none where it does not: a cell that can lean, and
/// the fix NAME_box. `height` is the edge across which a shear acts, a number or an expression.
std::vector<std::string> strainCommands(const ProtocolStage& stage, const std::string& height);

/// One round of the relaxation of box and atoms together.
std::vector<std::string> relaxBoxCommands(double pressure_bar);

/// What the deck takes from the sample that LAMMPS holds.
struct DeckSample {
  std::array<bool, 3> periodic{true, true, true};
  std::vector<std::string> interactionCommands;
  std::string meanBoxCommand;  ///< the change_box before a stage `inMeanBox`, may be empty
  Vec3 fixedPoint = Vec3::Zero();
  int freedomsTaken = 3;
};

/// A LAMMPS input that repeats a protocol from start.data, for the lammps program.
std::string inputDeck(const Protocol& protocol, const Potential& potential,
                      const DeckSample& sample);

}  // namespace glasscope::sim
