#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"
#include "sim/statics/StrainPath.h"

namespace glasscope::sim {

/// What a step of a protocol does to the sample.
enum class StepKind {
  melt,     ///< holds it as a liquid
  quench,   ///< cools it at one rate or several
  hold,     ///< keeps it at its temperature
  anneal,   ///< heats it, holds it there, and cools it to where it was
  age,      ///< keeps it at its temperature; states at ratios of two in time
  heat,     ///< the reverse of quench
  cycle,    ///< between two temperatures, again and again
  strain,   ///< deforms it at its temperature
  relax,    ///< lowers the energy, of the box too; no motion is left
  minimise  ///< lowers the energy in its box; no motion is left
};
constexpr auto wordsOf(StepKind) {
  return std::array{Word{StepKind::melt, "melt"},        Word{StepKind::quench, "quench"},
                    Word{StepKind::hold, "hold"},        Word{StepKind::anneal, "anneal"},
                    Word{StepKind::age, "age"},          Word{StepKind::heat, "heat"},
                    Word{StepKind::cycle, "cycle"},      Word{StepKind::strain, "strain"},
                    Word{StepKind::relax, "relax"},      Word{StepKind::minimise, "minimise"},
                    Word{StepKind::minimise, "minimize"}};
}

/// No metal is anything but a hot gas above it, and no potential was fitted there.
inline constexpr double kHottest_K = 1e4;

/// One step of a protocol. A kind has only its own keys (eachField); the others keep what they are.
struct ProtocolStep {
  std::string name;  ///< of its state, and in tables
  StepKind kind = StepKind::hold;
  double temperature_K = 0;
  double time_ps = 5;
  std::vector<double> to_K;           ///< of quench and heat: one temperature after the other
  std::vector<double> rates_K_per_s;  ///< one for all of them, or one each
  double rate_K_per_s = 1e14;         ///< of anneal and cycle
  double low_K = 77, high_K = 300;    ///< of cycle
  int cycles = 10;
  int states = 5;  ///< of age
  StrainPath direction = StrainPath::shearXy;
  double strain = 0.05;
  double strainRate_per_s = 1e9;
  std::optional<double> pressure_bar;  ///< nothing: that of the protocol
  bool constantVolume = false;

  /// As it is before its own keys.
  static ProtocolStep usual(const std::string& name, StepKind kind);
};

/// Whether the box of a step may be left as it is, or be put under a pressure of its own.
constexpr bool choosesBox(StepKind kind) {
  return kind != StepKind::strain && kind != StepKind::relax && kind != StepKind::minimise;
}

/// Whether a step keeps the sample at one temperature for a time.
constexpr bool takesTime(StepKind kind) {
  return kind == StepKind::melt || kind == StepKind::hold || kind == StepKind::age;
}

void eachField(MaybeConst<ProtocolStep> auto& s, auto&& visit) {
  constexpr Range kTemperature{0, kHottest_K, true};
  visit(Field{"kind",
              "What is done: melt, quench (one rate or several), hold, anneal (heats, holds, cools "
              "to where it was), age (as hold, with states on the way), heat, cycle (between two "
              "temperatures), strain (at its temperature), relax (lowers the energy, the box gives "
              "way), minimise (lowers the energy in its box)"},
        s.kind);
  if (s.kind == StepKind::melt || s.kind == StepKind::anneal)
    visit(Field{"temperature_K", "Temperature that is held", kTemperature}, s.temperature_K);
  if (s.kind == StepKind::hold || s.kind == StepKind::age)
    visit(Field{"temperature_K",
                "Temperature of a sample that has none (behind relax or minimise), for which "
                "velocities are drawn; 0 keeps the one that it has",
                {0, kHottest_K}},
          s.temperature_K);
  if (takesTime(s.kind) || s.kind == StepKind::anneal)
    visit(Field{"time_ps", "Time at that temperature", kPositive}, s.time_ps);
  if (s.kind == StepKind::age)
    visit(Field{"states",
                "States that are kept: at the end, and at a half, a quarter, ... of the time",
                {1, 30}},
          s.states);
  if (s.kind == StepKind::quench || s.kind == StepKind::heat) {
    visit(Field{"to_K", "Temperature at the end; several are reached one after the other",
                kTemperature},
          s.to_K);
    visit(Field{"rates_K_per_s", "Rate of cooling or heating: one for all of to_K, or one each",
                kPositive},
          s.rates_K_per_s);
  }
  if (s.kind == StepKind::cycle) {
    visit(Field{"low_K", "Colder end", kTemperature}, s.low_K);
    visit(Field{"high_K", "Hotter end, at which the step ends", kTemperature}, s.high_K);
    visit(Field{"cycles", "How often", {1, 100000}}, s.cycles);
    visit(Field{"time_ps", "Time at each end", kNotNegative}, s.time_ps);
  }
  if (s.kind == StepKind::cycle || s.kind == StepKind::anneal)
    visit(Field{"rate_K_per_s", "Rate of heating and of cooling", kPositive}, s.rate_K_per_s);
  if (s.kind == StepKind::strain) {
    visit(Field{"direction",
                "xy, xz, yz: simple shear at constant volume, the first direction moves along the "
                "second; x, y, z: one edge becomes longer (shorter), the others give way to "
                "sim.pressure_bar where the sample fills its box"},
          s.direction);
    visit(Field{"strain", "Strain that is added (of an edge: over its length before)", {-0.5, 1}},
          s.strain);
    visit(Field{"strain_rate_per_s", "Strain rate", kPositive}, s.strainRate_per_s);
  }
  if (choosesBox(s.kind))
    visit(Field{"constant_volume", "The box stays as it is, whatever the pressure becomes"},
          s.constantVolume);
  if (choosesBox(s.kind) || s.kind == StepKind::relax)
    visit(Field{"pressure_bar", "Mean pressure of this step; without it sim.pressure_bar"},
          s.pressure_bar);
}

}  // namespace glasscope::sim
