#pragma once

#include <cstdint>

namespace glasscope::sim {

/// How often, how hot and how long a configuration is let go.
struct PropensitySettings {
  int runs = 20;
  double temperature_K = 300;
  double time_ps = 20;  ///< after which displacements are taken
  int times = 4;        ///< and at halves of it: so many in all
  double timestep_fs = 2;
  std::uint64_t seed = 1;  ///< of the velocities

  void validate() const;  ///< throws Error(usage)
};

}  // namespace glasscope::sim
