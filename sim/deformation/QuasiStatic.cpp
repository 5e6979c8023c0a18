#include "sim/deformation/QuasiStatic.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "sim/deformation/NonAffineMotion.h"
#include "sim/deformation/StrainedSample.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

constexpr double kGPa_per_eV_per_A3 = 160.2176634;

using State = StrainedSample::State;

double stressAlong(StrainPath path, const State& state) {
  const auto [row, column] = componentOf(path);
  return state.stress_GPa(row, column);
}

// What the area that the stress works on is to the volume: an edge that grows takes its own share.
double areaShare(StrainPath path, double strain) {
  return isShear(path) ? 1 : 1 / (1 + strain);
}

// Work done on the sample along a step, less the energy that it keeps.
double released_eV(StrainPath path, const State& before, const State& after) {
  const auto pull = [&](const State& state) {
    return stressAlong(path, state) * state.volume_A3 * areaShare(path, state.strain) /
           kGPa_per_eV_per_A3;
  };
  const double work = 0.5 * (pull(before) + pull(after)) * (after.strain - before.strain);
  return work - (after.energy_eV - before.energy_eV);
}

PlasticEvent eventOf(const Atoms& before, const Atoms& after, double radius_A) {
  PlasticEvent event;
  event.d2min_A2 = nonAffineMotion(before, after, radius_A).d2min_A2;
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < event.d2min_A2.size(); ++i) {
    const double d2min = event.d2min_A2[i];
    if (!std::isfinite(d2min)) continue;  // an atom without neighbours
    sum += d2min;
    squares += d2min * d2min;
    if (d2min <= event.largestD2min_A2) continue;
    event.largestD2min_A2 = d2min;
    event.centre = i;
  }
  if (squares > 0)
    event.participation = sum * sum / (static_cast<double>(event.d2min_A2.size()) * squares);
  return event;
}

// How far to go next: a whole step; half of the way to where an event is known to have happened;
// and over it once it is close.
class StepLength {
 public:
  explicit StepLength(const QuasiStaticSettings& settings) : settings_(settings) {}

  /// From `strain`, both in the direction of the run.
  double from(double strain) const {
    if (suspect_ == kNone) return settings_.step;
    const double gap = suspect_ - strain;
    return gap <= settings_.smallestStep * kClose ? gap : std::max(settings_.smallestStep, gap / 2);
  }
  bool isSmallest(double taken) const { return taken <= settings_.smallestStep * kClose; }
  void metEvent(double strain) { suspect_ = strain; }
  void passed(double strain) {
    if (strain >= suspect_ - 1e-12) suspect_ = kNone;
  }
  void isolated() { suspect_ = kNone; }

 private:
  static constexpr double kNone = std::numeric_limits<double>::infinity();
  static constexpr double kClose = 1.000001;  // rounding of sums of steps

  const QuasiStaticSettings& settings_;
  double suspect_ = kNone;
};

}  // namespace

void QuasiStaticSettings::validate() const {
  const auto require = [](bool fine, const char* name, double value, const char* rule) {
    if (fine) return;
    throw Error(ErrorKind::usage, fmt::format("shear cannot have {} = {:g}", name, value), rule,
                "correct that setting");
  };
  require(std::abs(largestStrain) > 0 && std::abs(largestStrain) <= 0.5, "largest_strain",
          largestStrain, "a strain of the box is at most a half, and not zero");
  // A strain that rounding swallows would be taken for ever.
  constexpr double kLeast = 1e-9;
  require(step >= kLeast && step <= std::abs(largestStrain), "step", step,
          "a step is at least 1e-9 and no larger than the strain");
  require(smallestStep >= kLeast && smallestStep <= step, "smallest_step", smallestStep,
          "the smallest step is at least 1e-9 and no larger than the step");
  require(eventEnergy_eV > 0, "event_energy_eV", eventEnergy_eV, "an event releases energy");
  require(mostEvents >= 0, "most_events", mostEvents, "a number of events is not negative");
  require(radius_A > 0, "radius_A", radius_A, "a radius is positive");
  require(forceTolerance_eV_per_A > 0, "force_tolerance_eV_per_A", forceTolerance_eV_per_A,
          "forces are not lowered to nothing");
}

QuasiStaticRun quasiStatic(const Potential& potential, const Atoms& minimum,
                           const QuasiStaticSettings& settings) {
  settings.validate();
  const StrainPath path = settings.path;
  StrainedSample sample(potential, minimum, settings.forceTolerance_eV_per_A);
  const double sign = settings.largestStrain < 0 ? -1 : 1, end = std::abs(settings.largestStrain);
  QuasiStaticRun run;
  const auto record = [&](const State& state) {
    run.rows.push_back({state.strain, stressAlong(path, state),
                        state.energy_eV / static_cast<double>(minimum.size()),
                        state.forceNorm_eV_per_A});
    if (state.forceNorm_eV_per_A > settings.forceTolerance_eV_per_A) ++run.unconverged;
  };
  State state = sample.at(path, 0);
  record(state);
  run.first = run.last = sample.fetch();
  StepLength length(settings);
  Progress progress("shear", static_cast<std::int64_t>(std::ceil(end / settings.step)));
  std::int64_t shown = 0;
  const auto enough = [&] {
    return settings.mostEvents > 0 &&
           run.events.size() >= static_cast<std::size_t>(settings.mostEvents);
  };
  while (std::abs(state.strain) < end * (1 - 1e-12) && !enough()) {
    stopIfAsked("the deformation");
    const double from = std::abs(state.strain);
    const double taken = std::min(length.from(from), end - from);
    const State next = sample.at(path, sign * (from + taken));
    const double released = released_eV(path, state, next);
    const bool happened = released > settings.eventEnergy_eV;
    if (happened && !length.isSmallest(taken)) {
      sample.putBack(path, state);
      length.metEvent(from + taken);
      continue;
    }
    const Atoms after = sample.fetch();
    if (happened) {
      PlasticEvent event = eventOf(run.last, after, settings.radius_A);
      event.strain = state.strain;
      event.stressDrop_GPa = sign * (stressAlong(path, state) - stressAlong(path, next));
      event.energyReleased_eV = released;
      run.events.push_back(std::move(event));
      length.isolated();
    } else {
      length.passed(from + taken);
    }
    state = next;
    run.last = after;
    record(state);
    for (; static_cast<double>(shown + 1) * settings.step <= std::abs(state.strain); ++shown)
      progress.advance();
  }
  return run;
}

}  // namespace glasscope::sim
