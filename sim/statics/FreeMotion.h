#pragma once

#include <array>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// Wider than any gap between the layers of a solid, angstrom: a gap of this width across a sample
/// is vacuum, and atoms on its two sides hardly feel each other.
inline constexpr double kVacuumGap_A = 6;

/// The rigid motions that cost a sample no energy: translations always, rotations where it does not
/// hang together with its own periodic images (a free particle: three axes; a wire: its own).
struct FreeMotion {
  std::array<bool, 3> open{};  ///< directions across which there is vacuum, whatever the box says
  Vec3 cut = Vec3::Zero();     ///< fraction in the middle of that vacuum, where `open`
  std::vector<Vec3> axes;      ///< of free rotation: three, one or none; unit vectors

  bool hasVacuum() const { return open[0] || open[1] || open[2]; }
  int freedoms() const { return 3 + static_cast<int>(axes.size()); }
};

/// A direction is open when the box is, or when no atom lies in a layer of `gap_A` across it.
FreeMotion freeMotion(const Atoms& atoms, double gap_A = kVacuumGap_A);

/// Positions of a sample as one piece: moved by whole cells so that the vacuum, and not the box,
/// ends it. Directions without vacuum are left alone.
std::vector<Vec3> inOnePiece(const Atoms& atoms, const FreeMotion& motion);

/// Centre of mass of vectors, one an atom.
Vec3 centreOfMass(const Atoms& atoms, const std::vector<Vec3>& vectors);

/// The rotation about the centres of mass, among those that are free, that brings `from` onto `to`
/// with the least mass-weighted squared distance (Kabsch, Acta Cryst. A 32, 922 (1976)).
Mat3 bestRotation(const Atoms& atoms, const std::vector<Vec3>& from, const std::vector<Vec3>& to,
                  const FreeMotion& motion);

/// Takes the angular momentum about the free axes out of the velocities.
void stopRotation(Atoms& atoms, const FreeMotion& motion);

}  // namespace glasscope::sim
