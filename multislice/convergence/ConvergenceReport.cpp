#include "multislice/convergence/ConvergenceReport.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include <fmt/format.h>

#include "core/system/Text.h"

namespace glasscope::multislice {

namespace {

constexpr int kName = 20, kCell = 16;

std::string percent(double x) {
  return std::isfinite(x) ? fmt::format("{:.2g}", 100 * x) : std::string("-");
}

/// "+0.12 / 0.34": mean and root mean square.
std::string differenceText(const SignalDifference& d) {
  const std::string rms = percent(d.rms);
  return std::isnan(d.mean) ? "/ " + rms : fmt::format("{:+.2g} / {}", 100 * d.mean, rms);
}

std::string line(const std::string& name, const std::vector<std::string>& cells) {
  std::string out = fmt::format("    {:<{}}", name, kName);
  for (const std::string& cell : cells) out += fmt::format(" {:>{}}", cell, kCell);
  return out + "\n";
}

template <class Text>
std::vector<std::string> ofLevels(const ConvergenceKnob& knob, const Text& text) {
  std::vector<std::string> cells;
  for (const ConvergenceLevel& level : knob.levels) cells.push_back(text(level));
  return cells;
}

const ConvergenceLevel* finestOf(const ConvergenceKnob& knob) {
  for (const ConvergenceLevel& level : std::ranges::reverse_view(knob.levels)) {
    if (level.computed()) return &level;
  }
  return nullptr;
}

std::string differenceCell(const ConvergenceLevel& level, const ConvergenceLevel* finest,
                           std::size_t signal) {
  if (!level.computed()) return "not computed";
  return &level == finest ? "reference" : differenceText(level.differences[signal]);
}

std::string signalLines(const ConvergenceKnob& knob, const std::vector<WatchedSignal>& signals) {
  const ConvergenceLevel* finest = finestOf(knob);
  std::string out;
  for (std::size_t s = 0; s < signals.size() && finest != &knob.levels[0]; ++s) {
    auto cells =
        ofLevels(knob, [&](const auto& level) { return differenceCell(level, finest, s); });
    cells.push_back(percent(knob.levels[0].differences[s].error));
    cells.push_back(std::isnan(knob.order[s]) ? "-" : fmt::format("{:.1f}", knob.order[s]));
    if (!knob.judged[s]) cells.emplace_back("below single precision, not judged");
    out += line(signals[s].name, cells);
  }
  return out;
}

std::string verdictText(const ConvergenceKnob& knob) {
  const char* words[] = {"converged", "NOT converged", "cannot be decided"};
  std::string text = fmt::format("  {}: {}", words[static_cast<int>(knob.verdict)], knob.why);
  if (knob.recommended > 0) {
    const ConvergenceLevel& level = knob.levels[knob.recommended];
    text += fmt::format("; the coarsest within the tolerance is {:.5g}{}{}", level.value,
                        knob.unit.empty() ? "" : " ", knob.unit);
  }
  return text + "\n";
}

std::string knobText(const ConvergenceKnob& knob, const std::vector<WatchedSignal>& signals) {
  std::string out = fmt::format("  {} ({})\n", knob.name, knob.key);
  auto values = ofLevels(knob, [&](const auto& level) {
    return fmt::format("{:.5g}{}{}", level.value, knob.unit.empty() ? "" : " ", knob.unit);
  });
  values.insert(values.end(), {"error now", "order"});
  out += line("mean / rms in %", values);
  out += line("", ofLevels(knob, [](const auto& level) { return level.facts; }));
  out += line("cost", ofLevels(knob, [](const auto& l) { return fmt::format("{:.2f}", l.cost); }));
  return out + signalLines(knob, signals) + verdictText(knob) + "\n";
}

std::string spreadText(const SnapshotSpread& spread, const std::vector<WatchedSignal>& signals,
                       double tolerance) {
  std::string out = "  thermal configurations\n";
  if (spread.measured < 2) {
    return out + "  cannot be decided: there is one configuration, which has no spread\n\n";
  }
  out += line("standard error in %", {fmt::format("of {}", spread.used)});
  double largest = 0;
  for (std::size_t s = 0; s < signals.size(); ++s) {
    out += line(signals[s].name, {percent(spread.standardError[s])});
    largest = std::max(largest, spread.standardError[s]);
  }
  out += fmt::format("  {}: an average over {} is {} % uncertain at a position (from {})",
                     largest <= tolerance ? "converged" : "NOT converged", spread.used,
                     percent(largest), spread.measured);
  if (largest > tolerance) out += fmt::format("; about {} would do", spread.needed);
  return out + "\n\n";
}

}  // namespace

bool ConvergenceReport::converged() const {
  const bool known = std::all_of(knobs.begin(), knobs.end(), [](const ConvergenceKnob& k) {
    return k.verdict == Convergence::converged;
  });
  return known &&
         (snapshots.used <= 1 || (snapshots.needed > 0 && snapshots.needed <= snapshots.used));
}

std::string ConvergenceReport::text() const {
  std::string out = fmt::format(
      "{}: convergence at {} positions, tolerance {:.3g} %\n"
      "  each signal's mean / root mean square difference to the finest level, in % of its "
      "size\n\n",
      label, positions.size(), 100 * settings.tolerance);
  for (const ConvergenceKnob& knob : knobs) out += knobText(knob, signals);
  if (snapshots.used > 1) out += spreadText(snapshots, signals, settings.tolerance);
  return out;
}

}  // namespace glasscope::multislice
