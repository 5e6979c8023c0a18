#pragma once

#include "core/scattering/ScatteringFactors.h"
#include "multislice/plane_wave/PlaneWaveResult.h"

namespace glasscope::multislice {

/// One atom in a plane wave, in one slice: the eikonal (Moliere) approximation that a multislice
/// calculation makes of every atom (Kirkland 2010, Sec. 5.3). The cell is so large that its eighth
/// frequency lies at one degree, 6 to 15 angstrom between 400 and 60 kV.
class SingleAtom {
 public:
  /// Throws Error(usage) for a voltage, Error(input) for an element that does not exist.
  SingleAtom(int atomicNumber, double voltage_kV,
             Parametrisation parametrisation = Parametrisation::lobato);

  /// Total elastic cross section by the optical theorem: the forward wave is 1 - sigma / (2 area).
  double total_A2() const;

  /// Elastic cross section per solid angle at 1 to 10 whole degrees: an amplitude psi of the
  /// Fourier series is one of psi area / wavelength.
  double differential_A2_per_sr(int degrees) const;

 private:
  double wavelength_A_, side_A_;
  PlaneWaveResult wave_;
};

}  // namespace glasscope::multislice
