#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::pipeline {

/// How numbers are spread over an interval.
enum class AxisScale { linear, log };
constexpr auto wordsOf(AxisScale) {
  return std::array{Word{AxisScale::linear, "linear"}, Word{AxisScale::log, "log"}};
}

/// What random numbers are drawn from.
enum class AxisDistribution { uniform, log, normal };
constexpr auto wordsOf(AxisDistribution) {
  return std::array{Word{AxisDistribution::uniform, "uniform"}, Word{AxisDistribution::log, "log"},
                    Word{AxisDistribution::normal, "normal"}};
}

/// Numbers from one to another, both included.
struct AxisRange {
  std::optional<double> from, to;
  std::int64_t count = 0;  ///< of numbers; or `step`
  double step = 0;
  AxisScale scale = AxisScale::linear;

  /// Throws Error(usage), beginning with `where`, for what is no range.
  std::int64_t size(const std::string& where) const;
  double at(std::int64_t index) const;
};

void eachField(MaybeConst<AxisRange> auto& r, auto&& visit) {
  visit(Field{"from", "First number"}, r.from);
  visit(Field{"to", "Last number"}, r.to);
  visit(Field{"count", "How many numbers; or step", {0, 1e12}}, r.count);
  visit(Field{"step", "Distance of two numbers, in place of count"}, r.step);
  visit(Field{"scale", "linear: equal differences; log: equal ratios"}, r.scale);
}

/// Random numbers, each drawn for itself by seed and place.
struct AxisRandom {
  AxisDistribution distribution = AxisDistribution::uniform;
  std::optional<double> from, to;         ///< of uniform and log
  std::optional<double> mean, deviation;  ///< of normal
  std::int64_t count = 0;

  /// Throws Error(usage), beginning with `where`.
  std::int64_t size(const std::string& where) const;
  double at(std::int64_t index, std::uint64_t seed, const std::string& key) const;
};

void eachField(MaybeConst<AxisRandom> auto& r, auto&& visit) {
  visit(Field{"distribution", "uniform, log (the logarithm is uniform) or normal"}, r.distribution);
  visit(Field{"from", "Least number (uniform, log)"}, r.from);
  visit(Field{"to", "Largest number (uniform, log)"}, r.to);
  visit(Field{"mean", "Mean (normal)"}, r.mean);
  visit(Field{"deviation", "Standard deviation (normal)", kPositive}, r.deviation);
  visit(Field{"count", "How many numbers", {0, 1e12}}, r.count);
}

/// Numbers of Sobol's sequence; the axes of one zip group are its dimensions.
struct AxisSobol {
  std::optional<double> from, to;
  std::int64_t count = 0;
  AxisScale scale = AxisScale::linear;

  /// Throws Error(usage), beginning with `where`.
  std::int64_t size(const std::string& where) const;
  double at(double fraction) const;  ///< [0, 1)
};

void eachField(MaybeConst<AxisSobol> auto& s, auto&& visit) {
  visit(Field{"from", "Least number"}, s.from);
  visit(Field{"to", "Largest number"}, s.to);
  visit(Field{"count", "How many numbers", {0, 1e12}}, s.count);
  visit(Field{"scale", "linear, or log: the logarithm is spread evenly"}, s.scale);
}

}  // namespace glasscope::pipeline
