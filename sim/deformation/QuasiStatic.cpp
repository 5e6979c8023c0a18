#include "sim/deformation/QuasiStatic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "core/math/Pressure.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "core/system/Progress.h"
#include "sim/deformation/NonAffineMotion.h"
#include "sim/deformation/StrainCheckpoint.h"
#include "sim/deformation/StrainedSample.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

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
           constants::kGPa_per_eV_per_A3;
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

// How far to go next: a whole step; half of the way to where an event is known to have happened
// (`suspect`, infinite where none is known); and over it once it is close.
class StepLength {
 public:
  StepLength(const QuasiStaticSettings& settings, double& suspect)
      : settings_(settings), suspect_(suspect) {}

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
  double& suspect_;
};

// A deformation on its way, in legs. Between two legs nothing is left in LAMMPS: the order of its
// atoms and the history of its box would show in the last digits of what follows, and be missing
// after a restart.
class Deformation {
 public:
  Deformation(const Potential& potential, const Atoms& minimum, const QuasiStaticSettings& settings,
              std::optional<StrainProgress> earlier)
      : potential_(potential),
        minimum_(minimum),
        settings_(settings),
        sign_(settings.largestStrain < 0 ? -1 : 1),
        end_(std::abs(settings.largestStrain)),
        progress_(earlier ? std::move(*earlier) : begun()),
        shown_("shear", static_cast<std::int64_t>(std::ceil(end_ / settings.step))) {
    steps_ = static_cast<std::int64_t>(std::abs(progress_.state.strain) / settings.step);
    shown_.skip(steps_);
  }

  bool ended() const {
    const bool enough =
        settings_.mostEvents > 0 &&
        progress_.run.events.size() >= static_cast<std::size_t>(settings_.mostEvents);
    return enough || std::abs(progress_.state.strain) >= end_ * (1 - 1e-12);
  }
  const StrainProgress& progress() const { return progress_; }

  void leg() {
    constexpr std::size_t kRows = 10;
    const std::size_t until = progress_.run.rows.size() + kRows;
    StrainedSample sample(potential_, minimum_, settings_.forceTolerance_eV_per_A);
    sample.putBack(settings_.path, progress_.state);
    while (!ended() && progress_.run.rows.size() < until) step(sample);
  }

 private:
  StrainProgress begun() const {
    StrainedSample sample(potential_, minimum_, settings_.forceTolerance_eV_per_A);
    StrainProgress progress;
    progress.state = sample.at(settings_.path, 0);
    progress.run.first = progress.run.last = sample.fetch();
    record(progress);
    return progress;
  }

  void record(StrainProgress& progress) const {
    const State& state = progress.state;
    progress.run.rows.push_back({state.strain, stressAlong(settings_.path, state),
                                 state.energy_eV / static_cast<double>(minimum_.size()),
                                 state.forceNorm_eV_per_A});
    if (state.forceNorm_eV_per_A > settings_.forceTolerance_eV_per_A) ++progress.run.unconverged;
  }

  void step(StrainedSample& sample) {
    stopIfAsked("the deformation");
    const StrainPath path = settings_.path;
    StepLength length(settings_, progress_.suspect);
    State& state = progress_.state;
    const double from = std::abs(state.strain);
    const double taken = std::min(length.from(from), end_ - from);
    const State next = sample.at(path, sign_ * (from + taken));
    const double released = released_eV(path, state, next);
    const bool happened = released > settings_.eventEnergy_eV;
    if (happened && !length.isSmallest(taken)) {
      sample.putBack(path, state);
      length.metEvent(from + taken);
      return;
    }
    const Atoms after = sample.fetch();
    if (happened) {
      PlasticEvent event = eventOf(progress_.run.last, after, settings_.radius_A);
      event.strain = state.strain;
      event.stressDrop_GPa = sign_ * (stressAlong(path, state) - stressAlong(path, next));
      event.energyReleased_eV = released;
      progress_.run.events.push_back(std::move(event));
      length.isolated();
    } else {
      length.passed(from + taken);
    }
    state = next;
    progress_.run.last = after;
    record(progress_);
    for (; static_cast<double>(steps_ + 1) * settings_.step <= std::abs(state.strain); ++steps_)
      shown_.advance();
  }

  const Potential& potential_;
  const Atoms& minimum_;
  const QuasiStaticSettings& settings_;
  double sign_, end_;
  StrainProgress progress_;
  Progress shown_;
  std::int64_t steps_ = 0;
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
  // Below, rounding leaves more; above, nothing is a minimum of anything.
  constexpr double kLeast_eV_per_A = 1e-12, kMost_eV_per_A = 10;
  require(
      forceTolerance_eV_per_A >= kLeast_eV_per_A && forceTolerance_eV_per_A <= kMost_eV_per_A,
      "force_tolerance_eV_per_A", forceTolerance_eV_per_A,
      "forces of a minimum are lowered to 1e-12 at the best and to 10 eV/angstrom at the worst");
}

QuasiStaticRun quasiStatic(const Potential& potential, const Atoms& minimum,
                           const QuasiStaticSettings& settings, const StrainWork& work) {
  settings.validate();
  std::optional<StrainCheckpoint> checkpoint;
  if (!work.folder.empty()) checkpoint.emplace(work.folder, work.identity);
  auto earlier = checkpoint ? checkpoint->load(minimum) : std::nullopt;
  if (earlier)
    logInfo(fmt::format("shear: goes on from a strain of {:.6g}", earlier->state.strain));
  Deformation deformation(potential, minimum, settings, std::move(earlier));
  while (!deformation.ended()) {
    deformation.leg();
    if (checkpoint && !deformation.ended()) checkpoint->save(deformation.progress());
  }
  return deformation.progress().run;
}

}  // namespace glasscope::sim
