#include "multislice/convergence/settingKnobs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "multislice/convergence/levelValues.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

namespace {

constexpr int kMoreSlices[] = {2, 4, 8};
constexpr int kFinerPotentials[] = {2, 4};
constexpr int kFinestPotentials = 8;  // that a case can ask for

const auto kAsNow = [](MicroscopeSettings&) {};

}  // namespace

ConvergenceKnob samplingKnob(const MicroscopeSettings& now, double carried_mrad,
                             std::span<const double> factors, const LevelMaker& level) {
  const int points = now.grid_points;
  ConvergenceKnob knob{"sampling",
                       points > 0 ? "microscope.grid_points" : "microscope.max_angle_mrad",
                       points > 0 ? "" : "mrad", true, ErrorLaw::power};
  const double present = points > 0 ? points : floorTo5(carried_mrad);
  knob.levels = {level(present, 1, {}, kAsNow)};
  knob.present = {settingOf(knob, present)};
  for (const double factor : factors) {
    const int finer = Grid::friendlySize(static_cast<int>(std::ceil(factor * points)));
    const double value = points > 0 ? finer : floorTo5(factor * carried_mrad);
    knob.levels.push_back(
        level(value, factor, {settingOf(knob, value)}, [&](MicroscopeSettings& m) {
          if (points > 0)
            m.grid_points = finer;
          else
            m.max_angle_mrad = value;
        }));
  }
  return knob;
}

ConvergenceKnob sliceKnob(const MicroscopeSettings& now, const Foil& foil,
                          const LevelMaker& level) {
  const int slices = sliceCount(now, foil);
  const bool counted = now.slices > 0;
  ConvergenceKnob knob{"slice thickness",
                       counted ? "microscope.slices" : "microscope.slice_thickness_A",
                       counted ? "slices" : "A", counted, ErrorLaw::increments};
  const auto valueOf = [&](int n) { return counted ? n : ceilTo5(foil.thickness_A() / n); };
  knob.levels = {level(valueOf(slices), 1, {}, kAsNow)};
  knob.present = {settingOf(knob, valueOf(slices))};
  for (const int factor : kMoreSlices) {
    const int n = slices * factor;
    const double value = valueOf(n);
    knob.levels.push_back(
        level(value, factor, {settingOf(knob, value)}, [&](MicroscopeSettings& m) {
          m.slices = counted ? n : 0;
          if (!counted) m.slice_thickness_A = value;
        }));
  }
  for (ConvergenceLevel& l : knob.levels)
    l.facts = fmt::format("{} slices", sliceCount(l.studied.microscope, foil));
  return knob;
}

std::optional<ConvergenceKnob> oversamplingKnob(const MicroscopeSettings& now,
                                                const LevelMaker& level) {
  const int present = now.potentialOversampling;
  if (present >= kFinestPotentials) return std::nullopt;
  ConvergenceKnob knob{"oversampling", "microscope.potential_oversampling", "", true,
                       ErrorLaw::power};
  knob.levels = {level(present, 1, {}, kAsNow)};
  knob.present = {settingOf(knob, present)};
  for (const int factor : kFinerPotentials) {
    const int finer = std::min(factor * present, kFinestPotentials);
    if (finer == knob.levels.back().studied.microscope.potentialOversampling) break;
    knob.levels.push_back(level(finer, static_cast<double>(finer) / present,
                                {oversamplingSetting(finer)},
                                [&](MicroscopeSettings& m) { m.potentialOversampling = finer; }));
  }
  for (ConvergenceLevel& l : knob.levels)
    l.facts = fmt::format("{} x the waves' points", l.studied.microscope.potentialOversampling);
  return knob;
}

void sayOversampling(ConvergenceLevel& level, int automatic) {
  level.automaticOversampling = automatic;
  const int made = level.asRun.microscope.potentialOversampling;
  const std::string setting = oversamplingSetting(made);
  const bool said = std::ranges::find(level.settings, setting) != level.settings.end();
  if (!said && automatic != made) level.settings.push_back(setting);
}

}  // namespace glasscope::multislice
