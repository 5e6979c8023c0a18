#include "compare/scores/Shifts.h"

#include <cmath>
#include <vector>

#include "core/math/Random.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

ShiftTest testShifts(int nx, int ny, double observed, double chance, int shifts, std::uint64_t seed,
                     const std::function<double(int, int)>& score) {
  ShiftTest test;
  const auto places = static_cast<std::uint64_t>(nx) * static_cast<std::uint64_t>(ny);
  if (places < 2 || shifts < 1) return test;
  std::vector<double> found(static_cast<std::size_t>(shifts));
  parallelFor(shifts, [&](std::int64_t index, int) {
    throwIfInterrupted();
    Random random(seed, "score_shift", 0, static_cast<std::uint64_t>(index));
    const auto place = static_cast<int>(1 + random.below(places - 1));
    found[static_cast<std::size_t>(index)] = score(place / ny, place % ny);
  });
  double reached = 1, mean = 0, squares = 0;
  for (const double one : found) {
    reached += std::abs(one - chance) >= std::abs(observed - chance) ? 1 : 0;
    mean += one / shifts;
  }
  for (const double one : found) squares += (one - mean) * (one - mean);
  test.p = reached / (1 + shifts);
  test.deviation = shifts > 1 ? std::sqrt(squares / (shifts - 1)) : 0;
  return test;
}

}  // namespace glasscope::compare
