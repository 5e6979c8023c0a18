#include "sim/mobility/PropensitySettings.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

void PropensitySettings::validate() const {
  const auto require = [](bool fine, const char* name, double value, const char* rule) {
    if (fine) return;
    throw Error(ErrorKind::usage, fmt::format("propensity cannot have {} = {:g}", name, value),
                rule, "correct that setting");
  };
  require(runs >= 2 && runs <= 100'000, "runs", runs, "an error needs two runs at least");
  require(temperature_K > 0 && temperature_K <= 10'000, "temperature_K", temperature_K,
          "a temperature lies in (0, 10000] K");
  require(timestep_fs > 0 && timestep_fs <= 20, "timestep_fs", timestep_fs,
          "a time step lies in (0, 20] fs");
  require(times >= 1 && times <= 20, "times", times, "1 to 20 times are looked at");
  constexpr double kLongest_ps = 1e6;  // a microsecond takes years
  require(time_ps <= kLongest_ps && 1000 * time_ps >= timestep_fs * std::exp2(times - 1), "time_ps",
          time_ps, "the shortest of its times is a time step at least, the longest 1e6 ps at most");
  require(1000 * time_ps / timestep_fs <= 1e9, "timestep_fs", timestep_fs,
          "more than 1e9 steps take years");
}

}  // namespace glasscope::sim
