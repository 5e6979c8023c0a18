#pragma once

#include <limits>
#include <string>
#include <vector>

#include "sim/quench/Glass.h"

namespace glasscope::sim {

/// Enthalpy of an instant, eV an atom: potential energy, 3/2 kB T of motion, pressure by volume.
double enthalpy_eV_per_atom(const ThermoRow& row);

/// What the enthalpy of a stage tells in which the temperature rises or falls evenly. NaN where it
/// tells nothing.
struct HeatCurve {
  double heatCapacity_kB =
      std::numeric_limits<double>::quiet_NaN();  ///< an atom, mean of the stage
  double heatCapacityError_kB = std::numeric_limits<double>::quiet_NaN();
  /// Of a glass that is heated until it is a liquid: where the liquid has the structure that is
  /// frozen in it.
  double fictive_K = std::numeric_limits<double>::quiet_NaN();
  double fictiveError_K = std::numeric_limits<double>::quiet_NaN();

  /// Of the rows of a phase. The heat capacity is the rise of the enthalpy (where the volume stays
  /// the same: of the energy) over that of the
  /// temperature, both by lines in time, so that the scatter of the temperature of a small sample
  /// does not flatten it; of fewer than thirty rows or 100 K there is none. The fictive temperature
  /// is that of equal areas of heat capacity (Moynihan, Easteal, DeBolt, Tucker, J. Am. Ceram. Soc.
  /// 59, 12 (1976)): in terms of the enthalpy, where the line of the glass, over the coldest 30 %
  /// of the stage, meets that of the liquid, over the hottest 30 %, whatever the curve does between
  /// them. None where they do not meet inside the stage by five errors and the slope of the liquid
  /// is not the larger one. Standard errors by leaving out one of ten pieces at a time; for
  /// the fictive temperature they are a little small (two hold in 86 % of planted ramps).
  static HeatCurve of(const std::vector<ThermoRow>& thermo, const std::string& phase);
};

}  // namespace glasscope::sim
