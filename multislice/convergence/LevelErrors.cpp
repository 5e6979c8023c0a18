#include "multislice/convergence/LevelErrors.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace glasscope::multislice {

namespace {

/// Errors cancel in part; what is computed first corrects it.
constexpr double kFirstMargin = 0.8;

double errorOf(const ConvergenceKnob& knob, std::size_t level, std::size_t signal) {
  if (knob.levels.size() < 2) return 0;
  double most = 0;
  for (std::size_t i = level; i < knob.levels.size(); ++i)
    most = std::max(most, knob.levels[i].differences[signal].error);
  return most;
}

}  // namespace

LevelErrors::LevelErrors(std::vector<ConvergenceKnob> knobs, std::size_t signals)
    : knobs_(std::move(knobs)), margins_(signals, kFirstMargin) {}

std::vector<LevelCombination> LevelErrors::combinations() const {
  std::vector<LevelCombination> all = {{}};
  for (const ConvergenceKnob& knob : knobs_) {
    std::vector<LevelCombination> longer;
    for (const LevelCombination& some : all) {
      for (std::size_t i = 0; i < knob.levels.size(); ++i) {
        longer.push_back(some);
        longer.back().push_back(i);
      }
    }
    all = std::move(longer);
  }
  return all;
}

bool LevelErrors::judged(std::size_t signal) const {
  return std::all_of(knobs_.begin(), knobs_.end(),
                     [&](const ConvergenceKnob& knob) { return knob.judged[signal]; });
}

double LevelErrors::sum(const LevelCombination& at, std::size_t signal) const {
  double sum = 0;
  for (std::size_t k = 0; k < knobs_.size(); ++k) sum += errorOf(knobs_[k], at[k], signal);
  return sum;
}

double LevelErrors::worstOf(std::size_t knob, std::size_t level) const {
  double worst = 0;
  for (std::size_t s = 0; s < margins_.size(); ++s) {
    if (judged(s)) worst = std::max(worst, errorOf(knobs_[knob], level, s));
  }
  return worst;
}

bool LevelErrors::leavesLittle(std::size_t knob, std::size_t level, double accuracy) const {
  constexpr double kLittle = 0.05;
  return worstOf(knob, level) < kLittle * accuracy;
}

double LevelErrors::expected(const LevelCombination& at) const {
  double worst = 0;
  for (std::size_t s = 0; s < margins_.size(); ++s) {
    if (judged(s)) worst = std::max(worst, margins_[s] * sum(at, s));
  }
  return worst;
}

void LevelErrors::learn(const LevelCombination& at, std::size_t signal, double bound) {
  const double error = sum(at, signal);
  if (error > 0) margins_[signal] = bound / error;
}

std::string LevelErrors::mostOf(std::size_t signal) const {
  const ConvergenceKnob* most = nullptr;
  double error = 0;
  for (const ConvergenceKnob& knob : knobs_) {
    if (knob.levels.size() < 2) continue;
    const double e = errorOf(knob, knob.levels.size() - 1, signal);
    if (most != nullptr && e <= error) continue;
    most = &knob;
    error = e;
  }
  if (most == nullptr) return "no finer setting could be measured";
  return fmt::format(
      "at the finest {} that was measured ({:.4g}{}{}) it is {:.2g} % off for that alone",
      most->name, most->levels.back().value, most->unit.empty() ? "" : " ", most->unit,
      100 * error);
}

}  // namespace glasscope::multislice
