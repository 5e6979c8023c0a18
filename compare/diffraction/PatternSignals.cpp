#include "compare/diffraction/PatternSignals.h"

namespace glasscope::compare {

const std::vector<PatternSignalRow>& patternSignals() {
  static const std::vector<PatternSignalRow> rows = {
      {"virtual_detectors", "bright field, annular dark field and intensity of the first ring",
       "radii, found where not given", makeVirtualDetectors},
      {"centre_of_mass", "where the intensity of a pattern lies", "nothing", makeCentreOfMass},
      {"azimuthal_mean", "mean over the azimuth against k", "nothing", makeAzimuthalMean},
      {"fluctuations", "normalised variances of fluctuation microscopy against k",
       "several positions; electrons a pattern for the shot noise", makeFluctuations},
      {"angular_symmetry", "angular power P_n of the first ring", "a diffuse ring",
       makeAngularSymmetry},
      {"ring_shape", "radius of the first ring and the strain that its shape tells",
       "a diffuse ring", makeRingShape},
      {"speckle_size", "autocorrelation of the speckle on the first ring, and its width",
       "a diffuse ring", makeSpeckleSize},
  };
  return rows;
}

}  // namespace glasscope::compare
