#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/deformation/AthermalModuli.h"
#include "sim/elasticity/ElasticResponse.h"
#include "sim/elasticity/StressFluctuations.h"

namespace glasscope::sim {

/// One modulus by the three routes, GPa; NaN where a route was not gone.
struct ModulusRow {
  std::string name;   ///< "shear", "bulk", "c11", ..., "c56"
  double affine = 0;  ///< at rest, if all atoms followed the strain
  double response = 0, strained = 0;
  double hotAffine = 0, hot = 0, hotError = 0;
};

/// What the routes that were gone say of each other.
enum class RouteVerdict {
  agree,
  restDiffers,   ///< the two at rest differ: the sample is no minimum, or yields within the strain
  softer,        ///< with heat, beyond the error: what heat does, or relaxations that take time
  stiffer,       ///< with heat, beyond the error
  tooUncertain,  ///< the error of the hot one is larger than a tenth of it
  oneRoute       ///< the potential has no analytic second derivatives
};

/// The averages over orientations, then the 21 components.
std::vector<ModulusRow> modulusRows(const std::optional<ElasticResponse>& response,
                                    const AthermalModuli& strained,
                                    const std::optional<FluctuationModuli>& hot);

/// At rest two routes agree within 2 %: second derivatives of a table jump at its knots by half a
/// per cent, and a strain of 1e-4 is not straight in the softest directions. With heat, within two
/// standard errors.
RouteVerdict verdictOf(const ModulusRow& row);
/// For people, with how much.
std::string verdictText(const ModulusRow& row);

/// A table with a header, one line a modulus, the verdict last.
std::string modulusCsv(const std::vector<ModulusRow>& rows);

}  // namespace glasscope::sim
