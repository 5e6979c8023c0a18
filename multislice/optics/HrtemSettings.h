#pragma once

#include <array>
#include <vector>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "multislice/optics/Aberrations.h"

namespace glasscope::multislice {

/// How a focal spread counts in an image. The convergence is an envelope in both.
enum class Coherence {
  average,  ///< intensities are averaged over the spread
  envelope  ///< it damps the transfer function (quasi-coherent), which holds for thin objects
};
constexpr auto wordsOf(Coherence) {
  return std::array{Word{Coherence::average, "average"}, Word{Coherence::envelope, "envelope"}};
}

/// The imaging lens of a plane-wave image.
struct HrtemSettings {
  Aberrations aberrations;
  std::vector<double> defoci_A;  ///< of a focal series; empty: that of `aberrations` alone
  double aperture_mrad = 0;      ///< half-angle of the objective aperture; 0: none
  /// Standard deviation of the defocus, by chromatic aberration and instabilities.
  double focalSpread_A = 0;
  int focalNodes = 0;  ///< defoci of an explicit average; 0: as many as the largest angle asks for
  /// Standard deviation of the angles of illumination along one axis.
  double convergence_mrad = 0;
  Coherence coherence = Coherence::average;
};

/// A focal series is that of the image (its list of defoci is set beside these).
void eachField(MaybeConst<HrtemSettings> auto& s, auto&& visit) {
  eachField(s.aberrations, visit);
  visit(Field{"aperture_mrad", "Half-angle of the objective aperture; 0: none", kNotNegative},
        s.aperture_mrad);
  visit(Field{"focal_spread_A",
              "Focal spread: the standard deviation of the defocus (half-width at 1/e over square "
              "root 2)",
              kNotNegative},
        s.focalSpread_A);
  visit(Field{"focal_nodes",
              "Defoci that the focal spread is averaged over (Gauss-Hermite); 0: as many as the "
              "largest angle asks for",
              {0, 64}},
        s.focalNodes);
  visit(Field{"convergence_mrad",
              "Convergence of the illumination: standard deviation of its angles along one axis",
              kNotNegative},
        s.convergence_mrad);
  visit(Field{"coherence",
              "How the focal spread counts: images are averaged over it, or it damps the transfer "
              "function (quasi-coherent, for thin objects)"},
        s.coherence);
}

}  // namespace glasscope::multislice
