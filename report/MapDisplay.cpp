#include "report/MapDisplay.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace glasscope::report {

namespace {

double blockMean(const Map2& map, int x0, int y0, int binning) {
  double sum = 0;
  int count = 0;
  for (int x = x0; x < std::min(x0 + binning, map.nx()); ++x)
    for (int y = y0; y < std::min(y0 + binning, map.ny()); ++y)
      if (!std::isnan(map.values(x, y))) {
        sum += map.values(x, y);
        ++count;
      }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

DisplayMap shrinkForDisplay(const Map2& map, int largest) {
  DisplayMap shown{map, (std::max(map.nx(), map.ny()) + largest - 1) / largest};
  if (shown.binning <= 1) return {map, 1};
  const int b = shown.binning;
  shown.map.values = Array2<double>((map.nx() + b - 1) / b, (map.ny() + b - 1) / b);
  for (int x = 0; x < shown.map.nx(); ++x)
    for (int y = 0; y < shown.map.ny(); ++y)
      shown.map.values(x, y) = blockMean(map, x * b, y * b, b);
  shown.map.pixel_A = map.pixel_A * b;
  shown.map.origin_A = map.origin_A + map.pixel_A * (0.5 * (b - 1));
  return shown;
}

}  // namespace glasscope::report
