#pragma once

#include <string>
#include <vector>

namespace glasscope::cli {

/// One line of `glasscope validate`: a quantity that this very program computed, beside what it has
/// to be.
struct Check {
  std::string quantity;
  double expected = 0, found = 0, tolerance = 0;  ///< absolute tolerance
  std::string unit;
  std::string source;     ///< where the expected value comes from
  std::string notRunWhy;  ///< why the check could not be made; "" when it was

  bool ran() const { return notRunWhy.empty(); }
  bool passed() const;
};

// The checks of each room.
std::vector<Check> coreChecks();
std::vector<Check> potentialChecks();
std::vector<Check> structureChecks();
std::vector<Check> forceChecks();
std::vector<Check> electronChecks();
std::vector<Check> scatteringChecks();
std::vector<Check> statisticsChecks();

}  // namespace glasscope::cli
