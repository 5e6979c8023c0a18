#include "multislice/convergence/judgeConvergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/StandardError.h"
#include "multislice/convergence/incrementErrors.h"

namespace glasscope::multislice {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double rootMeanSquare(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v * v;
  return std::sqrt(sum / static_cast<double>(values.size()));
}

double relative(double difference, double size) {
  if (difference == 0) return 0;
  return size > 0 ? difference / size : std::numeric_limits<double>::infinity();
}

SignalDifference difference(std::span<const double> values, std::span<const double> finest,
                            std::size_t components) {
  std::vector<double> off(values.size());
  double mean = 0;
  for (std::size_t i = 0; i < off.size(); ++i) {
    off[i] = values[i] - finest[i];
    mean += off[i] / static_cast<double>(off.size());
  }
  const double size = rootMeanSquare(finest);
  SignalDifference d;
  d.rms = d.error = relative(rootMeanSquare(off), size);
  d.mean = components == 1 ? relative(mean, size) : kNaN;
  d.meanError = kNaN;
  if (components > 1 || off.size() < 2) return d;
  double squares = 0;
  for (const double o : off) squares += (o - mean) * (o - mean);
  d.meanError = relative(standardErrorOfMean(squares, static_cast<double>(off.size())), size);
  return d;
}

/// What rounding may do to a signal, relative to its size.
double roundingOf(const WatchedSignal& signal, double size, int slices) {
  constexpr double kEpsilon = 6e-8;  // half the spacing of floats at one
  const double wave = 2 * kEpsilon * std::sqrt(slices);
  return signal.intensity ? wave / std::sqrt(size) : wave * signal.size / size;
}

/// One knob under judgement: its computed levels by number.
class Judgement {
 public:
  Judgement(ConvergenceKnob& knob, std::span<const WatchedSignal> signals, double tolerance)
      : knob_(knob), signals_(signals), tolerance_(tolerance) {
    for (ConvergenceLevel& level : knob.levels) {
      level.differences.clear();
      if (level.computed()) levels_.push_back(&level);
    }
  }

  void compare(int slices) {
    knob_.order.assign(signals_.size(), kNaN);
    knob_.judged.assign(signals_.size(), true);
    for (std::size_t s = 0; s < signals_.size() && !levels_.empty(); ++s) {
      const std::vector<double>& finest = levels_.back()->values[s];
      for (ConvergenceLevel* level : levels_) {
        level->differences.push_back(difference(level->values[s], finest, signals_[s].components));
      }
      const double size = rootMeanSquare(finest);
      knob_.judged[s] = roundingOf(signals_[s], size, slices) < tolerance_;
      extrapolate(s);
    }
  }

  void decide() {
    knob_.recommended = -1;
    knob_.verdict = Convergence::undecided;
    if (levels_.size() < 2) {
      knob_.why = "only the present setting was computed: " + skips();
      return;
    }
    int coarsest = -1;
    for (int i = static_cast<int>(levels_.size()) - 1; i >= 0 && worst(i) <= tolerance_; --i) {
      coarsest = i;
    }
    if (coarsest >= 0) knob_.recommended = static_cast<int>(levels_[coarsest] - &knob_.levels[0]);
    const double now = worst(0), last = worst(levels_.size() - 1);
    const std::string gap =
        fmt::format("the finest level itself may be {:.2g} % off{}", 100 * last, missing());
    knob_.why = "now " + offText();
    if (now > tolerance_) {
      knob_.verdict = Convergence::notConverged;
      if (coarsest < 0) knob_.why += "; " + gap + extrapolated();
    } else if (coarsest == 0) {
      knob_.verdict = Convergence::converged;
    } else {
      knob_.why += "; but " + (coarsest < 0 ? gap : unsettled());
      knob_.recommended = -1;
    }
  }

 private:
  /// The largest error of a level in the signals that are judged.
  double worst(std::size_t level) const {
    double error = 0;
    for (std::size_t s = 0; s < knob_.judged.size(); ++s) {
      if (knob_.judged[s]) error = std::max(error, levels_[level]->differences[s].error);
    }
    return error;
  }

  /// Of a setting within the tolerance with finer ones that are not.
  std::string unsettled() const {
    double most = 0;
    for (std::size_t level = 1; level < levels_.size(); ++level)
      most = std::max(most, worst(level));
    return fmt::format(
        "the signal has not settled: at a finer setting it is still {:.2g} % off, so the agreement "
        "here may be chance",
        100 * most);
  }

  /// "5.4 % off in haadf, +5.3 % of it the same at all positions".
  std::string offText() const {
    std::size_t most = 0;
    const auto& now = levels_[0]->differences;
    const auto error = [&](std::size_t s) { return knob_.judged[s] ? now[s].error : 0.0; };
    for (std::size_t s = 1; s < now.size(); ++s) {
      if (error(s) > error(most)) most = s;
    }
    std::string text = fmt::format("{:.2g} % off in {}", 100 * error(most), signals_[most].name);
    if (std::abs(now[most].mean) > 0.5 * now[most].rms) {
      text += fmt::format(", {:+.2g} % of it the same at all positions", 100 * now[most].mean);
    }
    return text;
  }

  /// The setting at which the observed orders would bring every signal within the tolerance.
  std::string extrapolated() const {
    double further = 1;
    for (std::size_t s = 0; s < knob_.judged.size(); ++s) {
      const double error = levels_.back()->differences[s].error;
      if (!knob_.judged[s] || error <= tolerance_) continue;
      if (!usable(knob_.order[s])) return "";
      further = std::max(further, std::pow(error / tolerance_, 1 / knob_.order[s]));
    }
    constexpr double kTrusted = 4;  // an order is not trusted farther than that
    if (knob_.law == ErrorLaw::unknown || further > kTrusted) return "";
    const double value = levels_.back()->value * (knob_.finerIsLarger ? further : 1 / further);
    return fmt::format("; by {} order about {:.2g}{}{} would do",
                       knob_.law == ErrorLaw::power ? "the observed" : "first", value,
                       knob_.unit.empty() ? "" : " ", knob_.unit);
  }

  static bool usable(double order) { return order >= 0.5 && order <= 4; }

  void extrapolate(std::size_t s) {
    if (levels_.size() >= 2 && knob_.law == ErrorLaw::increments) {
      extrapolateIncrements(s);
    } else {
      extrapolatePower(s);
    }
  }

  void extrapolateIncrements(std::size_t s) {
    std::vector<std::span<const double>> values;
    std::vector<double> steps;
    for (const ConvergenceLevel* level : levels_) {
      values.emplace_back(level->values[s]);
      steps.push_back(1 / level->refinement);
    }
    const std::vector<double> errors = incrementErrors(values, steps);
    const double size = rootMeanSquare(values.back());
    for (std::size_t i = 0; i < errors.size(); ++i) {
      levels_[i]->differences[s].error = relative(errors[i], size);
    }
    knob_.order[s] = 1;
  }

  void extrapolatePower(std::size_t s) {
    const std::size_t n = levels_.size();
    const auto of = [&](std::size_t i) -> SignalDifference& { return levels_[i]->differences[s]; };
    const auto step = [&](std::size_t i) { return 1 / levels_[i]->refinement; };
    if (n < 2) return;
    of(n - 1).error = of(n - 2).rms;
    if (n < 3) return;
    const double p = observedOrder(step(0), step(n - 2), step(n - 1), of(0).rms, of(n - 2).rms);
    if (knob_.law != ErrorLaw::power) return;
    knob_.order[s] = p;
    if (!usable(p)) return;
    const auto power = [&](std::size_t i) { return std::pow(step(i), p); };
    for (std::size_t i = 0; i + 1 < n; ++i) {
      of(i).error = of(i).rms * power(i) / (power(i) - power(n - 1));
    }
    of(n - 1).error = of(n - 2).rms * power(n - 1) / (power(n - 2) - power(n - 1));
  }

  /// Why levels are missing.
  std::string skips() const {
    for (const ConvergenceLevel& level : knob_.levels) {
      if (!level.skipped.empty()) return level.skipped;
    }
    return "there is no finer one";
  }

  std::string missing() const {
    const bool any = std::any_of(knob_.levels.begin(), knob_.levels.end(),
                                 [](const ConvergenceLevel& l) { return !l.skipped.empty(); });
    return any ? " (finer ones were not computed: " + skips() + ")" : "";
  }

  ConvergenceKnob& knob_;
  std::span<const WatchedSignal> signals_;
  double tolerance_;
  std::vector<ConvergenceLevel*> levels_;
};

}  // namespace

double observedOrder(double h1, double h2, double h3, double d1, double d2) {
  double low = 0.05, high = 16;
  const auto ratio = [&](double p) {
    return (std::pow(h1, p) - std::pow(h3, p)) / (std::pow(h2, p) - std::pow(h3, p));
  };
  const double seen = d1 / d2;
  if (!(seen >= ratio(low) && seen <= ratio(high))) return kNaN;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (ratio(middle) < seen ? low : high) = middle;
  }
  return (low + high) / 2;
}

void judgeConvergence(ConvergenceKnob& knob, std::span<const WatchedSignal> signals, int slices,
                      double tolerance) {
  Judgement judgement(knob, signals, tolerance);
  judgement.compare(slices);
  judgement.decide();
}

}  // namespace glasscope::multislice
