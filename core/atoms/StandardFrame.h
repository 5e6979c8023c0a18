#pragma once

#include <optional>

#include "core/atoms/Atoms.h"

namespace glasscope {

/// The length of the shortest lattice vector along an axis (0 is x), to a millionth of its length,
/// made of at most `kMostRepeats` of each periodic edge; nothing when there is none.
std::optional<double> repeatAlong(const Box& box, int axis);
inline constexpr int kMostRepeats = 12;

/// The turn about z that makes a box repeat along x and along y, where it does not yet and some
/// turn does: a rectangle that stands askew in the xy plane. The identity for all others. The beam
/// travels along z, so nothing but the orientation of an image changes.
Mat3 turnIntoStandardFrame(const Box& box);

/// Turns box, atoms and velocities about the origin of the box; columns stay as they are.
void turn(Atoms& atoms, const Mat3& rotation);

}  // namespace glasscope
