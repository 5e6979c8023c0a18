#pragma once

#include <cstdint>
#include <functional>

namespace glasscope::compare {

/// How something laid on a map compares with itself laid elsewhere on it: shifted as a whole by
/// random steps, what leaves at one side coming in at the other. Shifts keep how an answer
/// clusters, which shuffled pixels would not; a map that does not repeat gets a seam.
struct ShiftTest {
  double p = 1;          ///< (1 + #{|s - chance| >= |observed - chance|}) / (1 + shifts)
  double deviation = 0;  ///< standard deviation of the shifted scores
};

/// `score(dx, dy)` of the answer shifted by so many pixels; dx below nx, dy below ny, never both 0.
ShiftTest testShifts(int nx, int ny, double observed, double chance, int shifts, std::uint64_t seed,
                     const std::function<double(int, int)>& score);

}  // namespace glasscope::compare
