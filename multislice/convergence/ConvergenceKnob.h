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

/// A setting whose convergence is measured.
struct ConvergenceKnob {
  std::string name;  ///< "sampling"
  std::string key;   ///< of the case file, the setting that is varied
  std::string unit;
  bool finerIsLarger = true;  ///< larger values are finer
  bool algebraic =
      false;  ///< the error falls as a power of the step, so that it can be extrapolated
  std::vector<ConvergenceLevel> levels{};  ///< from the present setting to finer ones

  /// What would set it as it is now.
  std::vector<std::string> present{};

  Convergence verdict = Convergence::undecided;
  int recommended = -1;         ///< the coarsest level within the tolerance; -1: none is known
  std::string why{};            ///< the verdict in words
  std::vector<double> order{};  ///< observed, of each signal; NaN where three levels do not show it
  std::vector<bool> judged{};   ///< signals that single precision resolves to the tolerance
};

}  // namespace glasscope::multislice
