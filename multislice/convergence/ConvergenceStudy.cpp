#include "multislice/convergence/ConvergenceStudy.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"
#include "multislice/convergence/ConvergenceLadders.h"
#include "multislice/convergence/judgeConvergence.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/scan/ScanPlan.h"

namespace glasscope::multislice {

namespace {

double secondsPassed() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Beyond this many configurations the spread is known well enough (to 27 %).
constexpr int kMostSnapshots = 8;
/// Estimates of time are no better than that.
constexpr double kOverrun = 1.25;

void check(const ConvergenceSettings& s) {
  if (s.tolerance > 0 && s.tolerance < 1 && s.positions >= 1 && s.budget_s > 0) return;
  throw Error(
      ErrorKind::usage, "convergence cannot be measured so",
      fmt::format("a tolerance of {:g}, {} positions and {:g} s were asked for", s.tolerance,
                  s.positions, s.budget_s),
      "give a tolerance between 0 and 1 (1 %), one position or more, and a positive budget");
}

/// One study of one scan.
class Study {
 public:
  Study(const ScanJob& job, std::span<const Foil> snapshots, const ConvergenceSettings& settings)
      : settings_(settings),
        foils_(snapshots),
        ladders_(job, snapshots[0], static_cast<int>(snapshots.size()), settings.positions),
        label_(job.label),
        knobs_(ladders_.knobs()),
        configurations_(std::min<int>(kMostSnapshots, static_cast<int>(snapshots.size()))),
        clock_s_(settings.clock_s ? settings.clock_s : secondsPassed) {}

  ConvergenceReport run() {
    estimate();
    for (ConvergenceLevel* level : pending()) dropWithoutMemory(*level);
    dropBeyondBudget();
    announce();
    measurePresent();
    measureSnapshots();
    for (ConvergenceLevel* level : pending()) measure(*level);
    return report();
  }

 private:
  /// Levels that are still to be computed, the cheapest first.
  std::vector<ConvergenceLevel*> pending() {
    std::vector<ConvergenceLevel*> levels;
    for (ConvergenceKnob& knob : knobs_) {
      for (ConvergenceLevel& level : knob.levels) {
        if (level.skipped.empty() && !level.computed() && !isPresent(level)) {
          levels.push_back(&level);
        }
      }
    }
    std::stable_sort(levels.begin(), levels.end(),
                     [](const auto* a, const auto* b) { return a->time_s < b->time_s; });
    return levels;
  }

  /// The first level of a knob that exact waves measure.
  static bool isPresent(const ConvergenceLevel& level) {
    return level.settings.empty() &&
           level.studied.microscope.method != WaveMethod::scatteringMatrix;
  }

  void estimate() {
    double present_s = plan(ladders_.exact(), foils_[0], 1).time.total_s;
    Mpi::broadcast(std::span<double>(&present_s, 1));
    present_s_ = std::max(present_s, 1e-3);
    const double unit = present_s_ / ladders_.cost_s(ladders_.exact(), 1);
    for (ConvergenceKnob& knob : knobs_) {
      for (ConvergenceLevel& level : knob.levels) {
        level.time_s = unit * ladders_.cost_s(level.studied, 1);
      }
    }
  }

  void dropWithoutMemory(ConvergenceLevel& level) {
    std::string why;
    try {
      requireMemory(level.studied, foils_[0], 1, settings_.memory_bytes);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::capacity) throw;
      why = fmt::format("{} does not fit into memory: {}", nameOf(level), error.why());
    }
    drop(level, Mpi::broadcast(why));
  }

  void drop(ConvergenceLevel& level, const std::string& why) {
    if (why.empty()) return;
    level.skipped = why;
    logWarning(fmt::format("{}: left out: {}", label_, why));
  }

  double total_s() {
    double total = present_s_ * configurations_;
    for (const ConvergenceLevel* level : pending()) total += level->time_s;
    return total;
  }

  void dropBeyondBudget() {
    for (auto levels = pending(); !levels.empty() && total_s() > settings_.budget_s;
         levels = pending()) {
      drop(*levels.back(),
           fmt::format("with {} the study would take about {}, more than its budget of {}",
                       nameOf(*levels.back()), formatDuration(total_s()),
                       formatDuration(settings_.budget_s)));
    }
  }

  void announce() {
    logInfo(fmt::format("{}: convergence at {} positions: {} runs, about {}", label_,
                        ladders_.exact().scan.nx, pending().size() + configurations_,
                        formatDuration(total_s())));
  }

  /// The name of a level for people: "slice thickness 0.5 A".
  std::string nameOf(const ConvergenceLevel& level) const {
    for (const ConvergenceKnob& knob : knobs_) {
      if (&level < knob.levels.data() || &level >= knob.levels.data() + knob.levels.size())
        continue;
      return fmt::format("{} {:.4g}{}{}", knob.name, level.value, knob.unit.empty() ? "" : " ",
                         knob.unit);
    }
    return "the present setting";
  }

  SignalValues timed(ScanJob job, const std::string& name, const Foil& foil, double estimate_s) {
    throwIfInterrupted();
    job.label = fmt::format("{}, {}", label_, name);
    std::optional<MutedLog> muted;
    if (estimated_s_ > 0) muted.emplace();  // the first run has said what there is to say
    const double start_s = clock_s_();
    SignalValues values = ladders_.watch().measure(job, std::span(&foil, 1));
    spent_s_ += clock_s_() - start_s;
    estimated_s_ += estimate_s;
    return values;
  }

  void measurePresent() {
    present_ = timed(ladders_.exact(), "now", foils_[0], present_s_);
    for (ConvergenceKnob& knob : knobs_) {
      if (isPresent(knob.levels[0])) knob.levels[0].values = present_;
    }
  }

  void measureSnapshots() {
    std::vector<SignalValues> all = {present_};
    for (int n = 1; n < configurations_; ++n) {
      // Evenly over the series, as a scan takes them.
      const auto at = static_cast<std::size_t>(n) * foils_.size() / configurations_;
      all.push_back(
          timed(ladders_.exact(), fmt::format("configuration {}", at + 1), foils_[at], present_s_));
    }
    spread_ = SnapshotSpread::of(all, static_cast<int>(foils_.size()), settings_.tolerance);
  }

  void measure(ConvergenceLevel& level) {
    const double expected_s = level.time_s * spent_s_ / estimated_s_;
    std::string why;
    if (spent_s_ + expected_s > kOverrun * settings_.budget_s) {
      why = fmt::format("{} would take another {}, and the budget of {} is nearly spent",
                        nameOf(level), formatDuration(expected_s),
                        formatDuration(settings_.budget_s));
    }
    drop(level, Mpi::broadcast(why));
    if (!level.skipped.empty()) return;
    level.values = timed(level.studied, nameOf(level), foils_[0], level.time_s);
    double left_s = 0;
    for (const ConvergenceLevel* next : pending()) left_s += next->time_s;
    if (left_s > 0) {
      logInfo(fmt::format("{}: {} done, {} to go, about {} left", label_, nameOf(level),
                          pending().size(), formatDuration(left_s * spent_s_ / estimated_s_)));
    }
  }

  ConvergenceReport report() {
    ConvergenceReport report;
    report.label = label_;
    report.settings = settings_;
    report.positions = ladders_.exact().scan;
    report.signals = ladders_.watch().signals();
    for (const auto& values : present_) {
      const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
      report.sizes.push_back(std::sqrt(squares / static_cast<double>(values.size())));
    }
    const int slices = sliceCount(ladders_.exact().microscope, foils_[0]);
    for (ConvergenceKnob& knob : knobs_) {
      judgeConvergence(knob, report.signals, slices, settings_.tolerance);
    }
    report.knobs = std::move(knobs_);
    report.snapshots = spread_;
    report.time_s = spent_s_;
    return report;
  }

  ConvergenceSettings settings_;
  std::span<const Foil> foils_;
  ConvergenceLadders ladders_;
  std::string label_;
  std::vector<ConvergenceKnob> knobs_;
  int configurations_;
  std::function<double()> clock_s_;
  SignalValues present_;
  SnapshotSpread spread_;
  double present_s_ = 0, spent_s_ = 0, estimated_s_ = 0;
};

}  // namespace

ConvergenceReport measureConvergence(const ScanJob& job, std::span<const Foil> snapshots,
                                     const ConvergenceSettings& settings) {
  check(settings);
  if (snapshots.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} has no specimen", job.label), "no foil was given",
                "give at least one snapshot");
  }
  return Study(job, snapshots, settings).run();
}

}  // namespace glasscope::multislice
