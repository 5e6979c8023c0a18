#pragma once

#include <cstdint>
#include <vector>

namespace glasscope::multislice {

/// Independent thermal displacements of atoms.
struct EinsteinSettings {
  /// Root mean square displacement along one axis: one number for all atoms, or one for each
  /// element of the foil by ascending atomic number. Empty: none.
  std::vector<double> rms_A;
  int configurations = 8;  ///< drawn from each snapshot
  std::uint64_t seed = 1;

  bool enabled() const { return !rms_A.empty(); }
};

}  // namespace glasscope::multislice
