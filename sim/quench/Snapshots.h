#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/statics/FreeMotion.h"

namespace glasscope::sim {

/// Of all that dynamics begin with: box, elements, positions, ids.
std::string hashOf(const Atoms& atoms);

/// Makes snapshots of one trajectory (unwrapped, same atoms, same box) comparable atom by atom: the
/// first is wrapped into its box, every other one follows it by whole cells, the drift of the
/// centre of mass against the first is taken out, and of what can turn freely (`motion`) the
/// rotation against the first.
void alignSnapshots(std::vector<Atoms>& snapshots, const FreeMotion& motion);

/// Root mean square displacement between two unwrapped configurations of the same atoms, angstrom;
/// a change of the box between them does not count.
double rootMeanSquareShift(const Atoms& from, const Atoms& to);

/// Velocities of a Maxwell-Boltzmann distribution without total momentum, nor angular momentum
/// about axes of free rotation, at exactly the temperature; a function of seed, atom and the number
/// of the draw alone.
void giveVelocities(Atoms& atoms, double temperature_K, std::uint64_t seed,
                    const FreeMotion& motion = {}, std::uint64_t draw = 0);

/// Instantaneous temperature, K, from 3 N - `freedomsTaken` degrees of freedom.
double temperatureOf(const Atoms& atoms, int freedomsTaken = 3);

}  // namespace glasscope::sim
