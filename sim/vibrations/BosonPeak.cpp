#include "sim/vibrations/BosonPeak.h"

#include <algorithm>
#include <cmath>

#include "core/atoms/Elements.h"
#include "core/math/Constants.h"

namespace glasscope::sim {

SoundVelocities soundVelocities(const Atoms& atoms, double shear_GPa, double bulk_GPa) {
  // 1 GPa over 1 g/mol per cubic angstrom, 1660.539 kg/m^3, is 602,214 m^2/s^2; 1 m/s is 0.01
  // angstrom/ps.
  constexpr double kPerDensity = 60.2214076;
  double mass = 0;
  for (const int element : atoms.atomicNumbers) mass += elementMass(element);
  const double density = mass / atoms.box.volume();
  return {std::sqrt(kPerDensity * shear_GPa / density),
          std::sqrt(kPerDensity * (bulk_GPa + 4.0 / 3 * shear_GPa) / density)};
}

double firstPhonon_THz(const Atoms& atoms, const SoundVelocities& velocities) {
  return velocities.transverse_A_per_ps / atoms.box.lengths().minCoeff();
}

BosonPeak bosonPeak(const DensityOfStates& states, const Atoms& atoms,
                    const SoundVelocities& velocities) {
  BosonPeak peak;
  peak.firstPhonon_THz = firstPhonon_THz(atoms, velocities);
  const double lowest = std::max(peak.firstPhonon_THz, 4 * states.resolution_THz());
  const double step = 0.25 * states.resolution_THz();
  for (double nu = lowest; nu < states.top_THz(); nu += step) {
    const double reduced = states.density_per_THz(nu) / (nu * nu);
    if (reduced <= peak.reducedDensity_per_THz3) continue;
    peak.reducedDensity_per_THz3 = reduced;
    peak.frequency_THz = nu;
  }
  const double slowness = 2 / std::pow(velocities.transverse_A_per_ps, 3) +
                          1 / std::pow(velocities.longitudinal_A_per_ps, 3);
  const double debye =
      4 * constants::kPi * atoms.box.volume() / (3 * static_cast<double>(atoms.size())) * slowness;
  peak.overDebye = peak.reducedDensity_per_THz3 / debye;
  peak.limitedByBox = peak.frequency_THz < 1.5 * lowest;
  return peak;
}

}  // namespace glasscope::sim
