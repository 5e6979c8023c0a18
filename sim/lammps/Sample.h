#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/lammps/Lammps.h"
#include "sim/lammps/LammpsCell.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// A configuration inside LAMMPS: turned into LAMMPS' frame, numbered 1, 2, ... in the order in
/// which it was given, with its potential; and the way back.
class Sample {
 public:
  /// Throws Error(input) on invalid atoms, Error(usage) when the potential does not know an element
  /// or the box is smaller than the reach of the potential. `restart`: LAMMPS goes on from that
  /// file, which it wrote for the same atoms.
  Sample(const Potential& potential, const Atoms& atoms, const std::filesystem::path& log = {},
         const std::filesystem::path& restart = {});

  Lammps& lammps() { return lammps_; }
  const Lammps& lammps() const { return lammps_; }

  /// The present atoms with velocities: ids and order as given, positions continuous with the given
  /// ones (unwrapped), no columns. Open directions keep the given extent.
  Atoms fetch() const;
  /// Forces, eV/angstrom, with every atom moved by so much from where it was given; in the given
  /// frame. The box must not have changed.
  std::vector<Vec3> forcesAt(const std::vector<Vec3>& displacements);
  std::vector<Vec3> forces() const;  ///< of the last run, eV/angstrom, in the given frame

  /// Scales the box (and the atoms with it) to another volume, cubic angstrom.
  void setVolume(double volume_A3);
  bool isTriclinic() const { return lammps_.isTriclinic(); }
  /// One an atom, angstrom/ps, in the given frame and order.
  void setVelocities(const std::vector<Vec3>& velocities);

  /// The middle of the box as it was given, in LAMMPS' frame: does not move with the dynamics.
  Vec3 middle() const { return 0.5 * (cell_.box.low + cell_.box.high); }

  /// The potential commands, masses and neighbour settings, for the input deck.
  const std::vector<std::string>& interactionCommands() const { return interactions_; }

 private:
  void createAtoms(const Potential& potential);

  Atoms given_;
  LammpsCell cell_;
  std::vector<Vec3> wrapped_;  ///< LAMMPS' frame, inside the cell
  std::vector<Vec3> shift_;    ///< whole cells between `wrapped_` and the given positions
  std::vector<std::string> interactions_;
  Lammps lammps_;
};

}  // namespace glasscope::sim
