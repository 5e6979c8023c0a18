#include "multislice/convergence/chooseAccuracy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "multislice/convergence/ConvergenceLadders.h"
#include "multislice/convergence/LevelErrors.h"
#include "multislice/convergence/boundedError.h"
#include "multislice/convergence/judgeConvergence.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/instrument/samplePositions.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/scan/ScanPlan.h"

namespace glasscope::multislice {

namespace {

/// Combinations that are computed at most.
constexpr int kRounds = 3;
/// The bound over the sum of what the ladders say, where nothing more is measured: errors may add
/// up, and twelve positions bound a random error so far.
constexpr double kUnmeasuredMargin = 1.5;
/// Of the budget, for the ladders.
constexpr double kLadders = 1.0 / 3;

void check(const ScanJob& job, std::span<const Foil> snapshots, const AccuracySettings& s) {
  if (snapshots.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} has no specimen", job.label), "no foil was given",
                "give at least one snapshot");
  }
  if (!(s.accuracy > 0 && s.accuracy < 1) || s.positions < 2 || s.configurations < 1) {
    throw Error(ErrorKind::usage, "Settings cannot be chosen for this accuracy",
                fmt::format("{:g} was asked for, from {} positions and {} configurations",
                            s.accuracy, s.positions, s.configurations),
                "ask for an error between 0 and 1 (1 is 100 %) and look at two positions or more");
  }
  requireChoosable(job.microscope, job.label);
}

/// Evenly over the series, as a scan takes them.
std::vector<Foil> someOf(std::span<const Foil> all, int most) {
  const std::size_t count = std::min(all.size(), static_cast<std::size_t>(most));
  std::vector<Foil> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
  return some;
}

class Search {
 public:
  Search(const ScanJob& job, std::span<const Foil> snapshots, const AccuracySettings& settings)
      : settings_(settings),
        asked_(job),
        snapshots_(static_cast<int>(snapshots.size())),
        foils_(snapshots.begin(), snapshots.begin() + 1),
        ladders_(job, snapshots[0], snapshots_, settings.positions),
        knobs_(ladders_.knobs()),
        positions_(settings.positions) {}

  AccuracyChoice run(std::span<const Foil> snapshots, const ConvergenceReport* measured) {
    foils_ = someOf(snapshots, affordableConfigurations());
    if (measured != nullptr) {
      knobs_ = measured->knobs;
      judge();
    } else {
      measureLadders();
    }
    const double left_s = budget_s() - spent_s_;
    const double first_s = std::max(settings_.verification * laddersCost_s(), left_s);
    const double later_s = measured != nullptr ? first_s : left_s;
    AccuracyChoice best;
    for (int round = 1; round <= kRounds && !best.reached; ++round) {
      std::optional<LevelCombination> next = cheapest(1);
      if (!next && round <= 2) next = leastExpected();
      if (!next) break;
      const double most_s = std::min(settings_.most_s, round == 1 ? first_s : later_s);
      if (verified_s_ + verificationCost_s(*next) > most_s) {
        if (round == 1) return unmeasured(*next);
        break;
      }
      AccuracyChoice found = verified(*next);
      found.rounds = round;
      if (round == 1 || found.bound() < best.bound()) best = std::move(found);
    }
    if (!best.reached) best.why = whyNot(best);
    ScanJob chosen = asked_;
    chosen.microscope = best.microscope;
    best.share = spent_s_ / cost_s(settled(chosen, foils_[0], snapshots_), snapshots_);
    return best;
  }

 private:
  double cost_s(const ScanJob& job, int snapshots) const { return ladders_.cost_s(job, snapshots); }

  ScanJob studied(const ConvergenceLevel& level) const {
    ScanJob job = level.studied;
    job.label = asked_.label + ", accuracy";
    job.scan = samplePositions(asked_.scan, positions_);
    return job;
  }

  double studyCost_s(const ConvergenceLevel& level) const {
    return cost_s(studied(level), static_cast<int>(foils_.size()));
  }

  /// As rank 0 finds it: what is available changes, and all have to do the same.
  bool fits(const ConvergenceLevel& level) const {
    double fitting = fitsHere(level) ? 1 : 0;
    Mpi::broadcast(std::span<double>(&fitting, 1));
    return fitting != 0;
  }

  bool fitsHere(const ConvergenceLevel& level) const {
    try {
      requireMemory(studied(level), foils_[0], static_cast<int>(foils_.size()),
                    settings_.memory_bytes);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::capacity) throw;
      return false;
    }
    return true;
  }

  SignalValues measure(const ConvergenceLevel& level) {
    throwIfInterrupted();
    spent_s_ += studyCost_s(level);
    const MutedLog muted;
    return ladders_.watch().measure(studied(level), foils_);
  }

  double budget_s() const {
    return std::max(settings_.least_s, settings_.share * cost_s(now().asRun, snapshots_));
  }

  double affordable_s() const { return kLadders * budget_s(); }

  /// In more than one, what offsets of slices average out is seen.
  int affordableConfigurations() const {
    double least_s = studyCost_s(now());  // in one: two levels of each setting
    for (const ConvergenceKnob& knob : knobs_)
      if (knob.levels.size() > 1) least_s += studyCost_s(knob.levels[1]);
    const int affordable = static_cast<int>(std::min(1e3, affordable_s() / least_s));
    return std::clamp(affordable, 1, settings_.configurations);
  }

  /// The levels of each setting with all others as they are now, the cheapest first, while they are
  /// affordable; two of each in any case, without which there is nothing to choose.
  void measureLadders() {
    const double most_s = affordable_s();
    const SignalValues present = measure(now());
    std::vector<std::pair<double, ConvergenceLevel*>> next;
    for (ConvergenceKnob& knob : knobs_) {
      knob.levels[0].values = present;
      for (std::size_t i = 1; i < knob.levels.size(); ++i) {
        ConvergenceLevel& level = knob.levels[i];
        if (fits(level)) next.emplace_back(i == 1 ? 0.0 : studyCost_s(level), &level);
      }
    }
    std::stable_sort(next.begin(), next.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [known_s, level] : next) {
      if (spent_s_ + known_s > most_s && known_s > 0) continue;
      level->values = measure(*level);
    }
    judge();
  }

  void judge() {
    const int slices = sliceCount(now().studied.microscope, foils_[0]);
    for (ConvergenceKnob& knob : knobs_) {
      std::erase_if(knob.levels, [](const ConvergenceLevel& l) { return !l.computed(); });
      judgeConvergence(knob, ladders_.watch().signals(), slices, settings_.accuracy);
    }
    errors_ = LevelErrors(knobs_, ladders_.watch().signals().size());
  }

  /// The original number of each level: those that were not computed are gone.
  ConvergenceLevel combined(const LevelCombination& at) const {
    LevelCombination numbers;
    for (std::size_t k = 0; k < knobs_.size(); ++k) {
      const std::vector<ConvergenceLevel>& all = ladders_.knobs()[k].levels;
      const auto same = std::find_if(all.begin(), all.end(), [&](const ConvergenceLevel& level) {
        return level.value == knobs_[k].levels[at[k]].value;
      });
      numbers.push_back(static_cast<std::size_t>(same - all.begin()));
    }
    return ladders_.combined(numbers);
  }

  /// The cheapest combination that was not tried and is expected to leave `part` of what was asked.
  std::optional<LevelCombination> cheapest(double part) const {
    std::optional<LevelCombination> best;
    double least_s = std::numeric_limits<double>::infinity();
    for (const LevelCombination& at : errors_.combinations()) {
      if (tried_.contains(at) || errors_.expected(at) > part * settings_.accuracy) continue;
      const double s = cost_s(combined(at).asRun, snapshots_);
      if (s < least_s) {
        least_s = s;
        best = at;
      }
    }
    return best;
  }

  /// Where none is expected to do: that which is expected to come closest.
  std::optional<LevelCombination> leastExpected() const {
    std::optional<LevelCombination> best;
    double least = std::numeric_limits<double>::infinity();
    for (const LevelCombination& at : errors_.combinations()) {
      // Of equal ones the first is the coarsest.
      if (tried_.contains(at) || errors_.expected(at) >= least) continue;
      least = errors_.expected(at);
      best = at;
    }
    return best;
  }

  /// Every setting that leaves something one level finer, where there is one that fits into memory.
  LevelCombination finerThan(const LevelCombination& at) const {
    LevelCombination finer = at;
    for (std::size_t k = 0; k < knobs_.size(); ++k) {
      if (at[k] + 1 == knobs_[k].levels.size()) continue;
      if (errors_.leavesLittle(k, at[k], settings_.accuracy)) continue;
      ++finer[k];
      if (!fits(combined(finer))) --finer[k];
    }
    return finer;
  }

  double laddersCost_s() const {
    double sum_s = 0;
    for (const ConvergenceKnob& knob : knobs_)
      for (const ConvergenceLevel& level : knob.levels) sum_s += studyCost_s(level);
    return sum_s;
  }

  double verificationCost_s(const LevelCombination& at) const {
    return studyCost_s(combined(at)) + studyCost_s(combined(finerThan(at)));
  }

  /// Computes a combination and a finer one, at more positions where these are too few to tell.
  AccuracyChoice verified(const LevelCombination& at) {
    tried_.insert(at);
    const LevelCombination finer = finerThan(at);
    for (;; positions_ *= 2) {
      AccuracyChoice choice = compared(at, finer);
      const bool more =
          2 * positions_ <= settings_.mostPositions && positions_ < asked_.scan.size();
      if (!choice.reached && more && foundEnough(choice, finer)) continue;
      for (std::size_t s = 0; s < choice.signals.size(); ++s)
        errors_.learn(at, s, choice.signals[s].bound);
      choice.halvingCost = halvingCost(at, choice);
      return choice;
    }
  }

  /// Whether positions alone stand between a combination and what was asked for.
  bool foundEnough(const AccuracyChoice& choice, const LevelCombination& finer) const {
    for (std::size_t s = 0; s < choice.signals.size(); ++s) {
      if (!choice.signals[s].judged) continue;
      if (choice.signals[s].found + errors_.sum(finer, s) > settings_.accuracy) return false;
    }
    return true;
  }

  AccuracyChoice choiceOf(const ConvergenceLevel& level) const {
    AccuracyChoice choice;
    choice.label = asked_.label;
    choice.asked = settings_.accuracy;
    choice.microscope = chosen(level);
    choice.settings = level.settings;
    choice.cost = cost_s(level.asRun, snapshots_) / cost_s(now().asRun, snapshots_);
    choice.positions = samplePositions(asked_.scan, positions_).nx;
    choice.configurations = static_cast<int>(foils_.size());
    return choice;
  }

  /// Nothing but what the ladders say.
  AccuracyChoice unmeasured(const LevelCombination& at) const {
    AccuracyChoice choice = choiceOf(combined(at));
    for (std::size_t s = 0; s < ladders_.watch().signals().size(); ++s) {
      const double error = errors_.sum(at, s);
      choice.signals.push_back(
          {ladders_.watch().signals()[s], errors_.judged(s), error, kUnmeasuredMargin * error});
    }
    choice.why = "it was not computed, which would take more than the budget";
    return choice;
  }

  AccuracyChoice compared(const LevelCombination& at, const LevelCombination& finer) {
    const ConvergenceLevel level = combined(at);
    const SignalValues values = measure(level);
    const SignalValues truth = at == finer ? values : measure(combined(finer));
    verified_s_ += studyCost_s(level) + (at == finer ? 0 : studyCost_s(combined(finer)));
    AccuracyChoice choice = choiceOf(level);
    // Windows that the ladders went through may count an annulus right, and this one not.
    const ScanJob job = studied(level);
    const auto area = [&](std::size_t s) { return ladders_.watch().areaBound(s, job, foils_[0]); };
    for (std::size_t s = 0; s < values.size(); ++s) {
      const WatchedSignal& signal = ladders_.watch().signals()[s];
      const BoundedError error = boundedError(values[s], truth[s], signal.components);
      choice.signals.push_back(
          {signal, errors_.judged(s), error.found, error.bound + errors_.sum(finer, s) + area(s)});
    }
    choice.reached = choice.bound() <= settings_.accuracy;
    return choice;
  }

  ConvergenceLevel now() const { return ladders_.combined(LevelCombination(knobs_.size(), 0)); }

  /// The method stays automatic where nothing asks for one.
  MicroscopeSettings chosen(const ConvergenceLevel& level) const {
    MicroscopeSettings m = level.asRun.microscope;
    const bool free = asked_.microscope.method == WaveMethod::automatic;
    if (free && m.window_A == asked_.microscope.window_A) m.method = WaveMethod::automatic;
    return m;
  }

  double halvingCost(const LevelCombination& at, const AccuracyChoice& choice) const {
    if (choice.bound() == 0) return 1;
    const auto half = cheapest(errors_.expected(at) / settings_.accuracy / 2);
    if (!half) return std::numeric_limits<double>::quiet_NaN();
    return cost_s(combined(*half).asRun, snapshots_) / cost_s(combined(at).asRun, snapshots_);
  }

  /// The worst signal, and the setting that leaves most of it.
  std::string whyNot(const AccuracyChoice& choice) const {
    std::size_t worst = 0;
    for (std::size_t s = 0; s < choice.signals.size(); ++s) {
      if (choice.signals[s].judged && choice.signals[s].bound == choice.bound()) worst = s;
    }
    return fmt::format("{} is up to about {:.2g} % off; {}", choice.signals[worst].signal.name,
                       100 * choice.bound(), errors_.mostOf(worst));
  }

  AccuracySettings settings_;
  ScanJob asked_;
  int snapshots_;
  std::vector<Foil> foils_;
  ConvergenceLadders ladders_;
  std::vector<ConvergenceKnob> knobs_;  ///< with the levels that were computed
  int positions_;
  LevelErrors errors_;
  std::set<LevelCombination> tried_;
  double spent_s_ = 0, verified_s_ = 0;  ///< in all, and on combinations
};

}  // namespace

void requireChoosable(const MicroscopeSettings& microscope, const std::string& label) {
  if (microscope.prism_interpolation == 1 && microscope.partitions == 0) return;
  throw Error(ErrorKind::usage, fmt::format("{} cannot be made to an accuracy", label),
              "it interpolates the scattering matrix, and what that leaves is not measured beside "
              "the other settings",
              "leave microscope.prism_interpolation at 1 and partitions at 0, or ask for none");
}

AccuracyChoice chooseAccuracy(const ScanJob& job, std::span<const Foil> snapshots,
                              const AccuracySettings& settings, const ConvergenceReport* measured) {
  check(job, snapshots, settings);
  return Search(job, snapshots, settings).run(snapshots, measured);
}

}  // namespace glasscope::multislice
