#pragma once

#include <array>
#include <vector>

#include "core/settings/Words.h"

namespace glasscope {

/// The published fits of elastic electron scattering by neutral atoms that we know.
enum class Parametrisation {
  kirkland,  ///< Kirkland 2010, Appendix C: 3 Lorentzians + 3 Gaussians, Z = 1 to 103
  lobato,  ///< Lobato & Van Dyck, Acta Cryst. A70, 636 (2014): 5 squared Lorentzians, Z = 1 to 103
  peng  ///< Peng et al., Acta Cryst. A52, 257 (1996): 5 Gaussians, k <= 12 1/angstrom, Z = 1 to 98
};

constexpr auto wordsOf(Parametrisation) {
  return std::array{Word{Parametrisation::lobato, "lobato"},
                    Word{Parametrisation::kirkland, "kirkland"},
                    Word{Parametrisation::peng, "peng"}};
}

/// Scattering factors and projected potentials of isolated neutral atoms. k = 1/d in 1/angstrom.
/// Every function throws Error(input) for Z outside 1 to 103 (peng: 98). A sum of Gaussians (peng)
/// falls faster than an atom: by 10 % on average at k = 6 1/angstrom, and a third is left at 12.
class ScatteringFactors {
 public:
  explicit ScatteringFactors(Parametrisation parametrisation) : parametrisation_(parametrisation) {}

  Parametrisation parametrisation() const { return parametrisation_; }

  /// First Born scattering factor f(k), angstrom, electron rest mass.
  double factor(int atomicNumber, double k_invA) const;

  /// Two-dimensional Fourier transform of the projected potential, V angstrom^3:
  /// h^2 / (2 pi m e) f(k) = 47.878 V angstrom^2 times f.
  double projectedTransform(int atomicNumber, double k_invA) const;

  /// f(k) as a sum of Gaussians, weight exp(-s k^2) with s >= `smallest_A2`; f minus this sum is
  /// the part narrower than that, some weight at the nucleus. Gaussians are what separates k and z.
  /// Peng's terms are their own; Lorentzians are integrals over Gaussians, by the trapezoidal rule
  /// in log s (Beylkin & Monzon, Appl. Comput. Harmon. Anal. 28, 131 (2010)), with an error below
  /// 1e-5 of f(0).
  struct Gaussian {
    double weight_A, s_A2;
  };
  std::vector<Gaussian> gaussians(int atomicNumber, double smallest_A2) const;

  /// Potential projected along the beam from minus to plus infinity at distance r > 0 from the
  /// nucleus, V angstrom.
  double projectedPotential(int atomicNumber, double r_A) const;

 private:
  Parametrisation parametrisation_;
};

}  // namespace glasscope
