#include "sim/mobility/MobilitySettings.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

void MobilitySettings::validate() const {
  const auto require = [](bool right, const std::string& what, const char* wanted) {
    if (right) return;
    throw Error(ErrorKind::usage, "The motion cannot be measured so", what, wanted);
  };
  const auto isPositive = [](double x) { return std::isfinite(x) && x > 0; };
  // Beyond a thousand a wave is finer than the digits of files.
  require(isPositive(q_invA) && q_invA <= 1000,
          fmt::format("a wave number of {:g} 1/angstrom is asked for", q_invA),
          "give a positive one up to 1000, about 2.8 for the first peak of a metallic glass");
  require(isPositive(threshold_A),
          fmt::format("a threshold of {:g} angstrom is asked for", threshold_A),
          "give a positive one, a part of the distance of neighbours");
  require(std::isfinite(fitFrom_ps) && fitFrom_ps >= 0,
          fmt::format("relaxation is to be fitted from {:g} ps on", fitFrom_ps),
          "give a time of 0 or more");
  require(perDecade >= 1 && perDecade <= 100,
          fmt::format("{} times to a factor of ten are asked for", perDecade), "give 1 to 100");
  require(mostOrigins >= 1, fmt::format("{} origins are asked for", mostOrigins),
          "give one or more");
}

}  // namespace glasscope::sim
