#include "pipeline/convergence/RecommendedSettings.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace glasscope::pipeline {

namespace {

using multislice::ConvergenceKnob;
using multislice::ConvergenceLevel;
using multislice::ConvergenceReport;

const ConvergenceLevel& wanted(const ConvergenceKnob& knob) {
  return knob.levels[std::max(knob.recommended, 0)];
}

bool finer(const ConvergenceKnob& a, const ConvergenceKnob& b) {
  return a.finerIsLarger ? wanted(a).value > wanted(b).value : wanted(a).value < wanted(b).value;
}

// "microscope.window_A=50", also of a present value that another scan must not fall below.
std::vector<std::string> settingsOf(const ConvergenceKnob& knob) {
  const ConvergenceLevel& level = wanted(knob);
  return level.settings.empty() ? knob.present : level.settings;
}

using Knobs = std::map<std::string, const ConvergenceKnob*>;

void eraseKey(std::vector<std::string>& settings, const std::string& key) {
  std::erase_if(settings, [&](const std::string& s) { return s.starts_with(key + "="); });
}

// Scans with grids of their own may have been measured with potentials of different oversampling:
// the largest serves all, and is said where the grid that is set would not have it by itself.
void settleOversampling(const std::vector<ConvergenceReport>& reports, const Knobs& chosen,
                        std::vector<std::string>& settings) {
  const std::string key = "microscope.potential_oversampling";
  int measured = 0;
  for (const ConvergenceReport& report : reports) {
    for (const ConvergenceKnob& knob : report.knobs) {
      const ConvergenceLevel& level = knob.key == key ? wanted(knob) : knob.levels.front();
      measured = std::max(measured, level.asRun.microscope.potentialOversampling);
    }
  }
  eraseKey(settings, key);
  const bool falls = std::any_of(chosen.begin(), chosen.end(), [&](const auto& item) {
    const int automatic = wanted(*item.second).automaticOversampling;
    return item.second->key == key || (automatic != 0 && automatic != measured);
  });
  if (falls) settings.push_back(fmt::format("{}={}", key, measured));
}

// Exact waves, which a window asks for, have nothing to interpolate.
void dropInterpolation(std::vector<std::string>& settings, Knobs& chosen) {
  const bool exact =
      std::find(settings.begin(), settings.end(), "microscope.method=multislice") != settings.end();
  if (!exact) return;
  for (const auto& [name, key] : {std::pair("PRISM interpolation", "prism_interpolation=1"),
                                  std::pair("parent beams", "partitions=0")}) {
    const auto knob = chosen.find(name);
    if (knob == chosen.end()) continue;
    eraseKey(settings, knob->second->key);
    settings.push_back(fmt::format("microscope.{}", key));
    chosen.erase(knob);
  }
}

// The numbers of thermal configurations, where there are fewer than it takes.
void addConfigurations(const Case& c, const std::vector<ConvergenceReport>& reports,
                       std::vector<std::string>& settings) {
  int einstein = 0;  // of each snapshot, for all scans
  for (const ConvergenceReport& report : reports) {
    const auto& spread = report.snapshots;
    if (spread.needed <= spread.used) continue;
    if (!c.einstein.enabled()) {
      settings.push_back(fmt::format("{}.snapshots={}", report.label, spread.needed));
      continue;
    }
    const int snapshots = std::max(1, spread.used / c.einstein.configurations);
    einstein = std::max(einstein, (spread.needed + snapshots - 1) / snapshots);
  }
  if (einstein > 0) settings.push_back(fmt::format("thermal.configurations={}", einstein));
}

std::string costOf(const ConvergenceReport& report, const Knobs& finest) {
  double cost = 1;
  for (const ConvergenceKnob& knob : report.knobs) {
    // The level of this scan that is as fine as what all of them share.
    const auto shared = finest.find(knob.name);
    const ConvergenceLevel* level = &knob.levels.front();
    for (const ConvergenceLevel& l : knob.levels) {
      if (shared == finest.end()) break;
      const double value = wanted(*shared->second).value;
      const bool needed = knob.finerIsLarger ? level->value < value * (1 - 1e-9)
                                             : level->value > value * (1 + 1e-9);
      if (needed) level = &l;
    }
    cost *= level->cost;
  }
  std::string text = fmt::format("{}: about {:.3g} times the cost of now", report.label, cost);
  const auto& spread = report.snapshots;
  if (spread.needed > spread.used) {
    text +=
        fmt::format(", {:.3g} with the thermal configurations", cost * spread.needed / spread.used);
  }
  return text;
}

}  // namespace

RecommendedSettings RecommendedSettings::of(const Case& c,
                                            const std::vector<ConvergenceReport>& reports) {
  RecommendedSettings result;
  Knobs finest;
  std::vector<std::string> changed;
  for (const ConvergenceReport& report : reports) {
    for (const ConvergenceKnob& knob : report.knobs) {
      if (knob.recommended < 0) {
        result.unknown.push_back(fmt::format("{}: {}", report.label, knob.name));
      }
      if (knob.recommended > 0) changed.push_back(knob.name);
      const ConvergenceKnob*& best = finest[knob.name];
      if (!best || finer(knob, *best)) best = &knob;
    }
  }
  std::erase_if(finest, [&](const auto& item) {
    return std::find(changed.begin(), changed.end(), item.first) == changed.end();
  });
  for (const auto& [name, knob] : finest) {
    for (const std::string& setting : settingsOf(*knob)) result.settings.push_back(setting);
  }
  dropInterpolation(result.settings, finest);
  settleOversampling(reports, finest, result.settings);
  addConfigurations(c, reports, result.settings);
  for (const ConvergenceReport& report : reports) {
    result.costs.push_back(costOf(report, finest));
  }
  std::sort(result.settings.begin(), result.settings.end());
  const auto same = std::unique(result.settings.begin(), result.settings.end());
  result.settings.erase(same, result.settings.end());
  return result;
}

std::string RecommendedSettings::text() const {
  std::string out;
  if (settings.empty()) {
    out += unknown.empty() ? "Everything that was measured is converged: nothing to set.\n" : "";
  } else {
    out += "To set, for what was measured here:\n";
    for (const std::string& setting : settings) out += fmt::format("  --set {}\n", setting);
    for (const std::string& cost : costs) out += fmt::format("  {}\n", cost);
  }
  for (const std::string& what : unknown) {
    out += fmt::format("  {}: no setting is known to be within the tolerance; see above\n", what);
  }
  return out;
}

}  // namespace glasscope::pipeline
