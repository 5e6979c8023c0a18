#pragma once

#include <optional>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/elasticity/StrainAnswer.h"
#include "sim/potentials/Potential.h"
#include "sim/springs/EamTables.h"
#include "sim/springs/StillingerWeber.h"

namespace glasscope::sim {

/// What the stress of a configuration does when all atoms follow a strain (Born's term), at rest or
/// not. In the convention of ElasticResponse.h.
struct AffineResponse {
  ElasticTensor tensor_GPa = ElasticTensor::Zero();
  SixStrains stress_GPa = SixStrains::Zero();  ///< of the forces, tension positive
};

/// Born's term of one configuration after the other, for a potential whose second derivatives are
/// analytic: EAM, and Stillinger-Weber of one element.
class AffineModel {
 public:
  /// Nothing for other potentials.
  static std::optional<AffineModel> of(const Potential& potential);

  /// Throws Error(input) when a density is off the tables.
  AffineResponse at(const Atoms& atoms, Curvature curvature = Curvature::smooth) const;

 private:
  AffineModel() = default;

  std::vector<int> elements_;
  std::optional<EamTables> tables_;
  std::optional<StillingerWeber> model_;
};

}  // namespace glasscope::sim
