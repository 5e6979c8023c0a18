#include "multislice/convergence/AccuracyChoice.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace glasscope::multislice {

double AccuracyChoice::bound() const {
  double worst = 0;
  for (const SignalAccuracy& s : signals) {
    if (s.judged) worst = std::max(worst, s.bound);
  }
  return worst;
}

std::string AccuracyChoice::text() const {
  const std::string verdict = rounds == 0 ? "NOT MEASURED" : reached ? "reached" : "NOT REACHED";
  std::string out = fmt::format(
      "{}: settings for {:.3g} % in all signals together: up to about {:.2g} % off: {}\n", label,
      100 * asked, 100 * bound(), verdict);
  if (!why.empty()) out += fmt::format("  {}\n", why);
  for (const SignalAccuracy& s : signals) {
    out += fmt::format("  {:<18} up to about {:.2g} % off ({:.2g} % found){}\n", s.signal.name,
                       100 * s.bound, 100 * s.found,
                       s.judged ? "" : "; too faint to judge in single precision");
  }
  out += settings.empty() ? "  settings           as they are\n"
                          : fmt::format("  settings           {}\n", fmt::join(settings, ", "));
  out += fmt::format(
      "  cost               {:.3g} times that with the settings of the case; half the "
      "error: ",
      cost);
  out += std::isnan(halvingCost) ? "beyond what was measured\n"
                                 : fmt::format("{:.2g} times as much\n", halvingCost);
  constexpr double kShort = 0.15;
  out += fmt::format(
      "  found at           {} positions in {} configuration(s), {} round(s), for {:.2g} % of the "
      "scan's cost{}\n",
      positions, configurations, rounds, 100 * share,
      share > kShort ? ": the scan is too short for less" : "");
  return out;
}

}  // namespace glasscope::multislice
