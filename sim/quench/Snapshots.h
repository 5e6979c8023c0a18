#pragma once

#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// Makes snapshots of one trajectory (unwrapped, same atoms, same box) comparable atom by atom: the
/// first is wrapped into its box, every other one follows it by whole cells, and the drift of the
/// centre of mass against the first is taken out.
void alignSnapshots(std::vector<Atoms>& snapshots);

/// Root mean square displacement between two unwrapped configurations of the same atoms, angstrom;
/// a change of the box between them does not count.
double rootMeanSquareShift(const Atoms& from, const Atoms& to);

/// Velocities of a Maxwell-Boltzmann distribution without total momentum, at exactly the
/// temperature (3 N - 3 degrees of freedom); a function of seed and atom alone.
void giveVelocities(Atoms& atoms, double temperature_K, std::uint64_t seed);

/// Instantaneous temperature of such velocities, K.
double temperatureOf(const Atoms& atoms);

}  // namespace glasscope::sim
