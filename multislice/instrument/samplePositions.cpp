#include "multislice/instrument/samplePositions.h"

#include <cmath>
#include <utility>
#include <vector>

namespace glasscope::multislice {

namespace {

/// 1 / p and 1 / p^2 of the plastic number p, the real root of p^3 = p + 1.
constexpr double kAlongX = 0.7548776662466927, kAlongY = 0.5698402909980532;

int fractionOf(int n, double step, int i) {
  const double x = 0.5 + step * i;
  return static_cast<int>((x - std::floor(x)) * n);
}

}  // namespace

ScanGrid samplePositions(const ScanGrid& scan, int count) {
  std::vector<Vec2> chosen;
  const bool all = scan.size() <= count, row = scan.nx == 1 || scan.ny == 1;
  const auto take = [&](long at) {
    chosen.push_back(scan.position(static_cast<int>(at / scan.ny), static_cast<int>(at % scan.ny)));
  };
  if (all || row) {
    const long n = all ? scan.size() : count;
    for (long i = 0; i < n; ++i) take(scan.size() * (2 * i + 1) / (2 * n));
  } else {
    for (int i = 0; i < count; ++i) {
      take(static_cast<long>(fractionOf(scan.nx, kAlongX, i)) * scan.ny +
           fractionOf(scan.ny, kAlongY, i));
    }
  }
  return ScanGrid::list(std::move(chosen));
}

}  // namespace glasscope::multislice
