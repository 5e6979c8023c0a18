#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/settings/Fields.h"
#include "sim/potentials/Potential.h"
#include "sim/springs/EamTables.h"
#include "sim/vibrations/DensityOfStates.h"

namespace glasscope::sim {

/// How the harmonic vibrations of an inherent structure are measured.
struct SoftSpotSettings {
  bool enabled = true;
  double share = 0.01;  ///< of the modes, the lowest: the soft window
  double halfWidth_THz =
      0.12;          ///< of the window's edge: sets the order of the filter, and the cost
  int vectors = 64;  ///< random vectors; the error of an atom is some 0.94 / sqrt(vectors)
  std::vector<double> bands_THz;  ///< edges of bands of the local density of states; empty: none
  int modes = 0;                  ///< softest ones that are found exactly, one by one
  double temperature_K = 300;     ///< of the harmonic displacements
  std::uint64_t seed = 1;
  Curvature curvature = Curvature::smooth;

  void validate() const;  ///< throws Error(usage)
};

/// Temperature, seed and curvature are set beside it.
void eachField(MaybeConst<SoftSpotSettings> auto& s, auto&& visit) {
  visit(Field{"enabled",
              "Soft spots and harmonic displacements of the inherent structure, from the forces of "
              "its potential"},
        s.enabled);
  visit(Field{"window_share", "Share of the modes, the lowest, that count as soft", {0, 0.5, true}},
        s.share);
  visit(
      Field{"window_width_THz",
            "Half-width of the edge of the soft window; half of it costs twice as much", kPositive},
      s.halfWidth_THz);
  visit(Field{"vectors",
              "Random vectors; an atom's participation has an error of 0.94 over their root",
              {2, 100000}},
        s.vectors);
  visit(Field{"bands_THz",
              "Edges of frequency bands, ascending: the local density of states of every atom in "
              "each of them (columns local_states_1, ...); empty: none",
              kNotNegative},
        s.bands_THz);
  visit(Field{"modes",
              "Softest modes that are found exactly, with their participation ratios and whether "
              "they lie below the first sound wave of the box (structure/modes.csv); 30 of 4,000 "
              "atoms take a minute",
              {0, 2000}},
        s.modes);
}

/// What the springs of a sample say about it as a whole, beside the columns of its atoms.
struct HarmonicVibrations {
  DensityOfStates states;
  double softEdge_THz = 0;   ///< where the soft window ends
  double modesInWindow = 0;  ///< that the window holds by its smooth edge
  double meanU2_A2 = 0;      ///< harmonic, classical, along one axis, mean over the atoms
  double meanU2Quantum_A2 = 0;
  double lowestCounted_THz = 0;  ///< softer modes count in u^2 as if they had this frequency
  double forceNorm_eV_per_A = 0;
  int order = 0, vectors = 0;
  std::size_t rigidMotions = 3;
};

/// Adds to a configuration at its energy minimum the columns
///  - soft_mode_participation (1): N p_i, p_i the share of atom i in the lowest modes,
///    p_i = sum over modes of P(nu) |e_i|^2 / sum over modes of P(nu), e mass-weighted, P the soft
///    window (1 below softEdge_THz, 0 above, an edge of 0.5 erfc((nu - edge) / halfWidth)); mean 1;
///  - soft_mode_participation_error: its standard error;
///  - harmonic_u2_A2, harmonic_u2_error_A2 (angstrom^2): mean square displacement along one axis,
///    k T / m sum over modes of |e|^2 / omega^2 / 3, classical;
///  - local_states_1, ... and local_states_1_error, ... (1/THz): modes of the atom per THz in the
///    first, ... band of bands_THz, sum over modes in it of |e_i|^2 over its width; over all atoms
///    they add up to the modes of the sample per THz. Edges are as wide as the soft window's;
///  - harmonic_u2_quantum_A2: the same with hbar/(2 omega) coth(hbar omega / 2 k T) for k T /
///  omega^2.
/// Random projections through a Chebyshev filter (LocalSpectrum.h). Springs are those of
/// SampleSprings.h: analytic, and this rank works alone, or by finite differences, which all ranks
/// call; nothing is done, and no column added, where these would take more than 6,000 force calls.
/// Throws Error(input) when the sample is no minimum, or is off the potential's table.
std::optional<HarmonicVibrations> addSoftSpots(const Potential& potential, Atoms& atoms,
                                               const SoftSpotSettings& settings);

}  // namespace glasscope::sim
