#pragma once

#include <complex>
#include <vector>

#include "core/math/Array2.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// A plane wave after the specimen.
struct PlaneWaveResult {
  Grid grid;
  Array2<std::complex<float>> exitWave;  ///< [x, y] of the last snapshot, incident amplitude one
  /// Diffracted intensity [kx, ky], fraction of the incident beam, zero frequency at (nx/2, ny/2),
  /// averaged over snapshots.
  Array2<float> diffraction;
};

}  // namespace glasscope::multislice
