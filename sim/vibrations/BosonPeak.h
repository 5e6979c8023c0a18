#pragma once

#include "core/atoms/Atoms.h"
#include "sim/vibrations/DensityOfStates.h"

namespace glasscope::sim {

/// Where a density of states exceeds Debye's, D(nu) ~ nu^2, most: the largest D / nu^2.
struct BosonPeak {
  double frequency_THz = 0;
  double reducedDensity_per_THz3 = 0;  ///< D / nu^2 there, D as a fraction of all modes per THz
  double overDebye = 0;                ///< over D / nu^2 of the sound waves of the sample
  double firstPhonon_THz = 0;          ///< v_t / L, L the shortest edge: below are no sound waves
  /// The peak is at the end of what the box can hold: in a larger one it may lie lower.
  bool limitedByBox = false;
};

/// Sound velocities (along any direction of an isotropic solid) in angstrom/ps from moduli in GPa.
struct SoundVelocities {
  double transverse_A_per_ps = 0, longitudinal_A_per_ps = 0;
};
SoundVelocities soundVelocities(const Atoms& atoms, double shear_GPa, double bulk_GPa);

/// v_t / L, L the shortest edge: the box holds no slower sound wave.
double firstPhonon_THz(const Atoms& atoms, const SoundVelocities& velocities);

/// Sought above the first transverse phonon and above two widths of the density's kernel, where
/// modes that are smeared towards zero would be divided by nothing. `limitedByBox` where it is
/// found within half of that limit above it. Debye's level is 4 pi V / N (2 / v_t^3 + 1 / v_l^3)
/// nu^2 / 3 of the modes.
BosonPeak bosonPeak(const DensityOfStates& states, const Atoms& atoms,
                    const SoundVelocities& velocities);

}  // namespace glasscope::sim
