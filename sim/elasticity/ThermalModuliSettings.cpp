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
  constexpr double kLongest_ps = 1e6;  // a microsecond takes years
  require(time_ps <= kLongest_ps && 1000 * time_ps >= interval_fs * kAffinesPerBlock * blocks,
          "time_ps", time_ps,
          "each block holds eight stresses at least (longer, or fewer blocks), and a time is at "
          "most 1e6 ps");
  require(equilibration_ps >= 0 && equilibration_ps <= kLongest_ps, "equilibration_ps",
          equilibration_ps, "a time is not negative, and at most 1e6 ps");
  require(1000 * (time_ps + equilibration_ps) / timestep_fs <= 1e9, "timestep_fs", timestep_fs,
          "more than 1e9 steps take years");
  require(1000 * damping_ps >= timestep_fs && damping_ps <= kLongest_ps, "damping_ps", damping_ps,
          "a time constant is a time step at least, and at most 1e6 ps");
}

}  // namespace glasscope::sim
