#pragma once

#include <cstdint>
#include <vector>

#include "core/settings/Fields.h"

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

void eachField(MaybeConst<EinsteinSettings> auto& e, auto&& visit) {
  visit(
      Field{"einstein_rms_A",
            "Root mean square displacement along one axis: one number for all atoms, or one for "
            "each element of the foil by ascending atomic number; empty adds none. Dynamics carry "
            "their thermal motion already",
            kNotNegative},
      e.rms_A);
  visit(Field{"configurations",
              "Einstein configurations drawn from each snapshot and averaged over",
              {1, 100000}},
        e.configurations);
}

}  // namespace glasscope::multislice
