#include "pipeline/sweep/AxisValues.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::pipeline {

namespace {

[[noreturn]] void refuse(const std::string& where, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, where + " gives no values", why, remedy);
}

void requireEnds(const std::optional<double>& from, const std::optional<double>& to, bool log,
                 const std::string& where) {
  if (!from || !to) refuse(where, "it lacks from or to", "give both ends, like from = 10, to = 40");
  if (log && (*from <= 0 || *to <= 0))
    refuse(where, fmt::format("{:g} to {:g} has no logarithm everywhere", *from, *to),
           "give ends above zero, or scale = \"linear\"");
}

std::int64_t requireCount(std::int64_t count, const std::string& where) {
  if (count < 1) refuse(where, "it does not say how many", "give count = 5, say");
  return count;
}

// The ends themselves, and not what rounding makes of them.
double between(double from, double to, double fraction, bool log) {
  if (fraction == 0) return from;
  if (fraction == 1) return to;
  if (log) return from * std::pow(to / from, fraction);
  return from + fraction * (to - from);
}

}  // namespace

std::int64_t AxisRange::size(const std::string& where) const {
  const bool log = scale == AxisScale::log;
  requireEnds(from, to, log, where);
  if (step == 0) {
    if (requireCount(count, where) > 1 && *from == *to)
      refuse(where, fmt::format("both ends are {:g}", *from),
             "give values = [...] for a single one");
    if (count == 1 && *from != *to)
      refuse(where, "one number cannot be at both ends",
             "give count = 2 or more, or a single value");
    return count;
  }
  if (count != 0) refuse(where, "it gives both count and step", "give one of them");
  if (log) refuse(where, "a step belongs to a linear scale", "give count for scale = \"log\"");
  const double steps = (*to - *from) / step;
  if (!(steps >= 0))
    refuse(where, fmt::format("a step of {:g} does not lead from {:g} to {:g}", step, *from, *to),
           "turn its sign, or the ends");
  constexpr double kMost = 1e12;
  // A step that does not divide the range in binary ends where it would in decimal.
  return static_cast<std::int64_t>(std::min(std::floor(steps + 1e-9), kMost)) + 1;
}

double AxisRange::at(std::int64_t index) const {
  if (step != 0) return *from + static_cast<double>(index) * step;
  if (count == 1) return *from;
  return between(*from, *to, static_cast<double>(index) / static_cast<double>(count - 1),
                 scale == AxisScale::log);
}

std::int64_t AxisRandom::size(const std::string& where) const {
  if (distribution == AxisDistribution::normal) {
    if (!mean || !deviation)
      refuse(where, "a normal distribution has a mean and a deviation", "give both");
    if (from || to)
      refuse(where, "a normal distribution has no ends", "leave from and to out, or take uniform");
    return requireCount(count, where);
  }
  if (mean || deviation)
    refuse(where, fmt::format("{} has no mean and deviation", textOf(distribution)),
           "write distribution = \"normal\", or give from and to");
  requireEnds(from, to, distribution == AxisDistribution::log, where);
  if (*from >= *to)
    refuse(where, fmt::format("{:g} is not below {:g}", *from, *to), "turn the ends");
  return requireCount(count, where);
}

double AxisRandom::at(std::int64_t index, std::uint64_t seed, const std::string& key) const {
  Random random(seed, "sweep_axis " + key, 0, static_cast<std::uint64_t>(index));
  if (distribution == AxisDistribution::normal) return *mean + *deviation * random.normal();
  return between(*from, *to, random.uniform(), distribution == AxisDistribution::log);
}

std::int64_t AxisSobol::size(const std::string& where) const {
  requireEnds(from, to, scale == AxisScale::log, where);
  if (*from >= *to)
    refuse(where, fmt::format("{:g} is not below {:g}", *from, *to), "turn the ends");
  return requireCount(count, where);
}

double AxisSobol::at(double fraction) const {
  return between(*from, *to, fraction, scale == AxisScale::log);
}

}  // namespace glasscope::pipeline
