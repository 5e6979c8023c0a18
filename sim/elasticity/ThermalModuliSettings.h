#pragma once

#include <cstdint>

#include "core/settings/Fields.h"

namespace glasscope::sim {

/// How the moduli of a sample are measured at a temperature, beside those at rest.
struct ThermalModuliSettings {
  bool enabled = false;
  double temperature_K = 300;
  double time_ps = 100;
  double equilibration_ps = 5;
  double timestep_fs = 2;
  double interval_fs = 20;  ///< from one stress to the next
  int blocks = 10;
  double damping_ps = 0.5;  ///< of Langevin's thermostat
  std::uint64_t seed = 1;

  /// Born's terms of a block: each costs as much as some ten steps, and it changes little.
  static constexpr int kAffinesPerBlock = 8;

  void validate() const;  ///< throws Error(usage)
};

/// The seed is set beside them.
void eachField(MaybeConst<ThermalModuliSettings> auto& s, auto&& visit) {
  visit(Field{"enabled",
              "The elastic tensor of the sample by three routes, side by side: linear response and "
              "strained minima at rest, and fluctuations of the stress at a temperature"},
        s.enabled);
  visit(Field{"temperature_K", "Temperature of the third", {0, 10000, true}}, s.temperature_K);
  visit(Field{"time_ps", "Time over which stresses fluctuate; four times as long halves the error",
              kPositive},
        s.time_ps);
  visit(Field{"equilibration_ps", "Time at that temperature before", kNotNegative},
        s.equilibration_ps);
  visit(Field{"timestep_fs", "Time step of the dynamics", {0, 20, true}}, s.timestep_fs);
  visit(Field{"interval_fs", "Time from one stress that counts to the next", kPositive},
        s.interval_fs);
  visit(Field{"blocks",
              "Blocks of the time, from which the errors come: each longer than stresses remember",
              {2, 1000}},
        s.blocks);
  visit(Field{"damping_ps", "Time constant of Langevin's thermostat", kPositive}, s.damping_ps);
}

}  // namespace glasscope::sim
