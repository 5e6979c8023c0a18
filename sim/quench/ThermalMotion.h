#pragma once

#include <array>

#include "core/settings/Words.h"

namespace glasscope::sim {

/// Where the thermal motion of somebody's configuration comes from.
enum class ThermalMotion {
  automatic,  ///< several frames: from them; one: dynamics when the potential knows its elements
  dynamics,   ///< short dynamics
  frames,     ///< the frames themselves, which vibrate about one structure
  harmonic,   ///< drawn from the harmonic vibrations about its inherent structure
  none,
  series  ///< none: the frames are a process (heating, straining), and the last one is described
};
constexpr auto wordsOf(ThermalMotion) {
  return std::array{
      Word{ThermalMotion::automatic, "auto"}, Word{ThermalMotion::dynamics, "dynamics"},
      Word{ThermalMotion::frames, "frames"},  Word{ThermalMotion::harmonic, "harmonic"},
      Word{ThermalMotion::none, "none"},      Word{ThermalMotion::series, "series"}};
}

}  // namespace glasscope::sim
