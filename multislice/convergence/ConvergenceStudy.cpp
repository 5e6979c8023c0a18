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
#include "multislice/convergence/ConvergenceSubject.h"
#include "multislice/convergence/ImageSubject.h"
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

/// The positions of a scan, a few of them.
class ScanSubject : public ConvergenceSubject {
 public:
  ScanSubject(const ScanJob& job, const Foil& foil, int snapshots, int positions)
      : foil_(foil), ladders_(job, foil, snapshots, positions), label_(job.label) {}

  std::string label() const override { return label_; }
  const std::vector<WatchedSignal>& signals() const override { return ladders_.watch().signals(); }
  ScanGrid positions() const override { return ladders_.exact().scan; }
  int slices() const override { return sliceCount(ladders_.exact().microscope, foil_); }
  std::vector<ConvergenceKnob> knobs() const override { return ladders_.knobs(); }

  /// The first level of a knob that exact waves measure.
  bool isPresent(const ConvergenceLevel& level) const override {
    return level.settings.empty() &&
           level.studied.microscope.method != WaveMethod::scatteringMatrix;
  }
  double present_s() const override { return plan(ladders_.exact(), foil_, 1).time.total_s; }
  double relativeCost(const ConvergenceLevel& level) const override {
    return ladders_.cost_s(level.studied, 1) / ladders_.cost_s(ladders_.exact(), 1);
  }
  void requireMemory(const ConvergenceLevel& level, double memory_bytes) const override {
    multislice::requireMemory(level.studied, foil_, 1, memory_bytes);
  }
  SignalValues measure(const ConvergenceLevel* level, const Foil& foil,
                       const std::string& name) const override {
    ScanJob job = level == nullptr ? ladders_.exact() : level->studied;
    job.label = name;
    return ladders_.watch().measure(job, std::span(&foil, 1));
  }

 private:
  const Foil& foil_;
  ConvergenceLadders ladders_;
  std::string label_;
};

/// One study of one subject.
class Study {
 public:
  Study(const ConvergenceSubject& subject, std::span<const Foil> snapshots,
        const ConvergenceSettings& settings)
      : settings_(settings),
        foils_(snapshots),
        subject_(subject),
        label_(subject.label()),
        knobs_(subject.knobs()),
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
        if (level.skipped.empty() && !level.computed() && !subject_.isPresent(level)) {
          levels.push_back(&level);
        }
      }
    }
    std::stable_sort(levels.begin(), levels.end(),
                     [](const auto* a, const auto* b) { return a->time_s < b->time_s; });
    return levels;
  }

  void estimate() {
    double present_s = subject_.present_s();
    Mpi::broadcast(std::span<double>(&present_s, 1));
    present_s_ = std::max(present_s, 1e-3);
    for (ConvergenceKnob& knob : knobs_) {
      for (ConvergenceLevel& level : knob.levels) {
        level.time_s = present_s_ * subject_.relativeCost(level);
      }
    }
  }

  void dropWithoutMemory(ConvergenceLevel& level) {
    std::string why;
    try {
      subject_.requireMemory(level, settings_.memory_bytes);
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
                        subject_.positions().nx, pending().size() + configurations_,
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

  SignalValues timed(const ConvergenceLevel* level, const std::string& name, const Foil& foil,
                     double estimate_s) {
    throwIfInterrupted();
    std::optional<MutedLog> muted;
    if (estimated_s_ > 0) muted.emplace();  // the first run has said what there is to say
    const double start_s = clock_s_();
    SignalValues values = subject_.measure(level, foil, fmt::format("{}, {}", label_, name));
    spent_s_ += clock_s_() - start_s;
    estimated_s_ += estimate_s;
    return values;
  }

  void measurePresent() {
    present_ = timed(nullptr, "now", foils_[0], present_s_);
    for (ConvergenceKnob& knob : knobs_) {
      if (subject_.isPresent(knob.levels[0])) knob.levels[0].values = present_;
    }
  }

  void measureSnapshots() {
    std::vector<SignalValues> all = {present_};
    for (int n = 1; n < configurations_; ++n) {
      // Evenly over the series, as a scan takes them.
      const auto at = static_cast<std::size_t>(n) * foils_.size() / configurations_;
      all.push_back(
          timed(nullptr, fmt::format("configuration {}", at + 1), foils_[at], present_s_));
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
    level.values = timed(&level, nameOf(level), foils_[0], level.time_s);
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
    report.positions = subject_.positions();
    report.signals = subject_.signals();
    for (const auto& values : present_) {
      const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
      report.sizes.push_back(std::sqrt(squares / static_cast<double>(values.size())));
    }
    for (ConvergenceKnob& knob : knobs_) {
      judgeConvergence(knob, report.signals, subject_.slices(), settings_.tolerance);
    }
    report.knobs = std::move(knobs_);
    report.snapshots = spread_;
    report.time_s = spent_s_;
    return report;
  }

  ConvergenceSettings settings_;
  std::span<const Foil> foils_;
  const ConvergenceSubject& subject_;
  std::string label_;
  std::vector<ConvergenceKnob> knobs_;
  int configurations_;
  std::function<double()> clock_s_;
  SignalValues present_;
  SnapshotSpread spread_;
  double present_s_ = 0, spent_s_ = 0, estimated_s_ = 0;
};

void requireFoils(std::span<const Foil> snapshots, const std::string& label) {
  if (!snapshots.empty()) return;
  throw Error(ErrorKind::usage, fmt::format("{} has no specimen", label), "no foil was given",
              "give at least one snapshot");
}

}  // namespace

ConvergenceReport measureConvergence(const ScanJob& job, std::span<const Foil> snapshots,
                                     const ConvergenceSettings& settings) {
  check(settings);
  requireFoils(snapshots, job.label);
  const ScanSubject subject(job, snapshots[0], static_cast<int>(snapshots.size()),
                            settings.positions);
  return Study(subject, snapshots, settings).run();
}

ConvergenceReport measureConvergence(const HrtemJob& job, std::span<const Foil> snapshots,
                                     const ConvergenceSettings& settings) {
  check(settings);
  requireFoils(snapshots, job.label);
  const ImageSubject subject(job, snapshots[0]);
  return Study(subject, snapshots, settings).run();
}

}  // namespace glasscope::multislice
