#pragma once

#include <string>
#include <vector>

#include "multislice/convergence/ConvergenceLevel.h"

namespace glasscope::multislice {

enum class Convergence {
  converged,     ///< the present setting is within the tolerance
  notConverged,  ///< it is not
  undecided,     ///< the levels that could be computed do not tell
};

/// How the error of a setting falls as it is refined.
enum class ErrorLaw {
  unknown,    ///< nothing is assumed: the error of a level is its difference to the finest
  power,      ///< as a power of the step, which three levels show (Richardson)
  increments  ///< in proportion to the step, each refinement in its own way (incrementErrors)
};

/// A setting whose convergence is measured.
struct ConvergenceKnob {
  std::string name;  ///< "sampling"
  std::string key;   ///< of the case file, the setting that is varied
  std::string unit;
  bool finerIsLarger = true;  ///< larger values are finer
  ErrorLaw law = ErrorLaw::unknown;
  std::vector<ConvergenceLevel> levels{};  ///< from the present setting to finer ones

  /// What would set it as it is now.
  std::vector<std::string> present{};

  Convergence verdict = Convergence::undecided;
  int recommended = -1;  ///< the coarsest level within the tolerance; -1: none is known
  std::string why{};     ///< the verdict in words
  /// Of each signal: observed, or one with ErrorLaw::increments; NaN where three levels show none.
  std::vector<double> order{};
  std::vector<bool> judged{};  ///< signals that single precision resolves to the tolerance
};

}  // namespace glasscope::multislice
