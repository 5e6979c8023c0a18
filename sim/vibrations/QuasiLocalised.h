#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/vibrations/SoftSpots.h"

namespace glasscope::sim {

/// One mode of a sample.
struct SoftestMode {
  double frequency_THz = 0;
  double participationRatio =
      0;                    ///< 1 / (N sum |e_i|^4), mass-weighted: 1 when all take part alike
  std::size_t centre = 0;   ///< index of the atom that has most of it
  double largestShare = 0;  ///< |e_i|^2 of that atom
};

/// The softest modes, and those among them that are no sound waves.
struct QuasiLocalised {
  std::vector<SoftestMode> modes;  ///< ascending
  double firstPhonon_THz = 0;      ///< below it the box holds no sound wave
  std::size_t below = 0;           ///< modes below that
  /// The softest one not below it was found, so that `below` counts them all.
  bool complete = false;
};

/// The settings.modes lowest modes by filtered subspaces (SoftSubspace.h; double precision, 1e-8 of
/// the edge). Below the frequency of the first sound wave, modes are quasi-localised (Lerner,
/// Duering and Bouchbinder, Phys. Rev. Lett. 117, 035501 (2016)); where there are such, adds the
/// column quasi_localised_participation (1): N times the atom's mean share of them. Nothing where
/// springs are not analytic. Works on this rank alone. Throws Error(input) as softModes,
/// Error(usage) where there are not as many modes.
std::optional<QuasiLocalised> addQuasiLocalised(const Potential& potential, Atoms& atoms,
                                                const SoftSpotSettings& settings,
                                                double firstPhonon_THz);

/// One line a mode, with a header; atoms by id.
std::string modesCsv(const QuasiLocalised& found, const Atoms& atoms);

}  // namespace glasscope::sim
