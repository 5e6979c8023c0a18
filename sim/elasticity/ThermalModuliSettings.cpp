#include "sim/elasticity/ThermalModuliSettings.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

void ThermalModuliSettings::validate() const {
  const auto require = [](bool fine, const char* name, double value, const char* rule) {
    if (fine) return;
    throw Error(ErrorKind::usage, fmt::format("moduli cannot have {} = {:g}", name, value), rule,
                "correct that setting");
  };
  require(temperature_K > 0 && temperature_K <= 10000, "temperature_K", temperature_K,
          "a temperature lies in (0, 10000] K");
  require(timestep_fs > 0 && timestep_fs <= 20, "timestep_fs", timestep_fs,
          "a time step lies in (0, 20] fs");
  require(std::isfinite(interval_fs) && interval_fs >= timestep_fs, "interval_fs", interval_fs,
          "stresses are at least a time step apart");
  require(blocks >= 2, "blocks", blocks, "errors need two blocks at least");
  require(std::isfinite(time_ps) && 1000 * time_ps >= interval_fs * kAffinesPerBlock * blocks,
          "time_ps", time_ps, "each block holds eight stresses at least: longer, or fewer blocks");
  require(std::isfinite(equilibration_ps) && equilibration_ps >= 0, "equilibration_ps",
          equilibration_ps, "a time is not negative");
  require(std::isfinite(damping_ps) && damping_ps > 0, "damping_ps", damping_ps,
          "a time constant is positive");
}

}  // namespace glasscope::sim
