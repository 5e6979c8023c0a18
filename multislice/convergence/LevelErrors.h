#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "multislice/convergence/ConvergenceKnob.h"

namespace glasscope::multislice {

/// A level of every knob, by number.
using LevelCombination = std::vector<std::size_t>;

/// What combinations of levels are expected to leave in each signal, by ladders that were measured
/// one setting at a time and judged (judgeConvergence). All levels are computed ones.
class LevelErrors {
 public:
  LevelErrors() = default;
  LevelErrors(std::vector<ConvergenceKnob> knobs, std::size_t signals);

  /// Every combination, those of coarse levels first.
  std::vector<LevelCombination> combinations() const;
  /// Whether every knob judges a signal.
  bool judged(std::size_t signal) const;
  /// What the settings of a combination leave alone, added up. A level leaves what the finer ones
  /// do at least: that it is nearer to the finest may be chance.
  double sum(const LevelCombination& at, std::size_t signal) const;
  /// What one level of a knob leaves alone in the worst signal that is judged.
  double worstOf(std::size_t knob, std::size_t level) const;
  /// Whether that is less than a twentieth of the accuracy that is asked for: such a setting is not
  /// refined for a comparison, and what it leaves by its ladder is added.
  bool leavesLittle(std::size_t knob, std::size_t level, double accuracy) const;
  /// In the worst signal that is judged: the sum times what bounds were found to be of it.
  double expected(const LevelCombination& at) const;
  /// A combination was computed, and its bound is this.
  void learn(const LevelCombination& at, std::size_t signal, double bound);
  /// The setting whose finest level leaves most in a signal, in words.
  std::string mostOf(std::size_t signal) const;

 private:
  std::vector<ConvergenceKnob> knobs_;
  std::vector<double> margins_;  ///< of each signal: the bound over the sum
};

}  // namespace glasscope::multislice
