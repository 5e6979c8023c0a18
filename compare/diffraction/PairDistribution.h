#pragma once

#include <span>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::compare {

/// What is known of the sample, and how its diffraction is reduced. k = 1/d in 1/angstrom.
struct PairDistributionSettings {
  std::vector<int> atomicNumbers;  ///< of the species
  std::vector<double> fractions;   ///< of the atoms, in that order; they add up to 1
  double density_per_A3 = 0;       ///< atoms per volume
  double min_invA = 0.25;          ///< what lies below is taken up by the incident beam
  double max_invA = 0;             ///< where the transform ends; 0: the last ring
  /// N(k), the scale of the intensity, is a polynomial of this degree fitted over the range: 0
  /// where only the beam's current is unknown; 1 takes up multiple scattering too, which moves
  /// intensity towards high angles; -1 does not fit and takes `scale`.
  int scaleDegree = 1;
  double scale = 0;     ///< N of a fixed scale: intensity is N <f^2> where atoms scatter alone
  bool lorch = true;    ///< damping by sin(x)/x, x = pi k / max_invA (E. Lorch, J. Phys. C 2, 229
                        ///< (1969)): no ripples, and peaks that are 0.9 / max_invA wide
  double range_A = 15;  ///< of G(r) and g(r)
  double step_A = 0.02;
};

/// Composition is that of the sample.
void eachField(MaybeConst<PairDistributionSettings> auto& p, auto&& visit) {
  visit(
      Field{"density_per_A3",
            "Atoms per cubic angstrom of a measured sample (glasscope pairs); a simulated foil has "
            "its own",
            kNotNegative},
      p.density_per_A3);
  visit(Field{"min_invA", "Least k of that reduction", kNotNegative}, p.min_invA);
  visit(Field{"max_invA", "Its largest k; 0 takes the largest angle of the pattern", kNotNegative},
        p.max_invA);
  visit(Field{"scale_degree",
              "Degree of the polynomial that the intensity's scale is fitted by: 0 a constant, 1 "
              "takes up multiple scattering",
              {0, 4}},
        p.scaleDegree);
  visit(Field{"lorch", "Lorch's window before the transform to G(r)"}, p.lorch);
}

/// Structure factor and pair distribution as a diffraction experiment sees them: partials weighted
/// by c_a c_b f_a f_b / <f>^2 (Faber and Ziman, Philos. Mag. 11, 153 (1965)).
struct PairDistribution {
  std::vector<double> k_invA;
  std::vector<double> scale;     ///< N(k)
  std::vector<double> s;         ///< S(k) = 1 + (I - N <f^2>) / (N <f>^2)
  std::vector<double> phi_invA;  ///< phi(k) = k (S(k) - 1)
  std::vector<double> r_A;
  std::vector<double> G_per_A2;  ///< 8 pi int phi(k) sin(2 pi k r) dk = 4 pi r rho (g(r) - 1)
  std::vector<double> g;         ///< g(r), absolute, because the density is known
};

/// Reduces azimuthal means of a diffraction pattern, measured or simulated, in any unit of
/// intensity; `k_invA` rises. Scattering factors are those of free atoms, first Born (Lobato and
/// Van Dyck 2014). Below `min_invA` phi is a straight line to zero. Throws Error(usage) for
/// settings that make no sense and Error(input) for rings that cannot be reduced.
PairDistribution pairDistribution(std::span<const double> k_invA, std::span<const double> intensity,
                                  const PairDistributionSettings& settings);

}  // namespace glasscope::compare
