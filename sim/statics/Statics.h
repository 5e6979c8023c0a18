#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/lammps/Lammps.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// Crystals for checks of a potential: fcc, bcc and diamond take one element, b2 (CsCl) two.
enum class LatticeKind { fcc, bcc, b2, diamond };

/// A perfect crystal of `cells`^3 cubic cells; the elements in the order of the sites.
Atoms latticeAtoms(LatticeKind kind, double latticeConstant_A, const std::vector<int>& elements,
                   int cells);

/// Potential energy per atom of a perfect crystal, eV.
double latticeEnergy_eV(const Potential& potential, LatticeKind kind, double latticeConstant_A,
                        const std::vector<int>& elements);

/// Potential energy, forces and per-atom energies of a configuration as it stands.
struct StaticState {
  double energy_eV = 0;               ///< of all atoms
  std::vector<double> atomEnergy_eV;  ///< in the order of the input
  std::vector<Vec3> force_eV_per_A;   ///< in the order of the input
  double pressure_bar = 0;  ///< of the forces alone, over the volume of the box; vacuum included
};
StaticState staticState(const Potential& potential, const Atoms& atoms);

/// Stops the minimiser: norm of all forces, eV/angstrom.
inline constexpr double kForceTolerance_eV_per_A = 1e-3;

/// Throws Error(interrupted) on all ranks alike when any of them was asked to stop `what`.
void stopIfAsked(const std::string& what);

/// Lowers the energy of what LAMMPS holds to the nearest minimum, until the norm of all forces is
/// at most `tolerance_eV_per_A` or the minimiser is stuck, and returns the norm that is left.
/// Interruptible.
double lowerEnergy(Lammps& lammps, double tolerance_eV_per_A);

/// Lowers the energy of what LAMMPS holds to the nearest minimum, and returns the norm of all
/// forces that is left, eV/angstrom; warns when that is more than the tolerance. Interruptible.
double minimise(Lammps& lammps);

/// The energy minimum below a configuration in its own box (conjugate gradients; where their line
/// search is stuck, another one and damped dynamics), with the column `inherent_energy_eV`. Atoms
/// in the order of the input; continuous with it (unwrapped). Where the forces do not fall below
/// the tolerance there is a warning, and the column's description says what is left of them.
/// `logFolder` takes LAMMPS' log; empty: no log.
Atoms inherentStructure(const Potential& potential, const Atoms& atoms,
                        const std::filesystem::path& logFolder = {});

}  // namespace glasscope::sim
