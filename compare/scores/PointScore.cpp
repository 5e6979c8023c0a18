#include "compare/scores/PointScore.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "compare/scores/Shifts.h"
#include "compare/statistics/Correlation.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Pixel = std::pair<int, int>;

// For every pixel the fraction of pixels with less truth, ties half; NaN where there is no truth.
Array2<double> fractionBelow(const Map2& truth) {
  std::vector<double> values;
  for (const double value : truth.values)
    if (std::isfinite(value)) values.push_back(value);
  const std::vector<double> rank = ranks(values);
  Array2<double> below(truth.nx(), truth.ny(), std::nan(""));
  for (std::size_t i = 0, k = 0; i < below.size(); ++i) {
    if (!std::isfinite(truth.values[i])) continue;
    below[i] = (rank[k++] - 0.5) / static_cast<double>(values.size());
  }
  return below;
}

// Mean over the points that lie on a pixel with a truth; chance where there is none.
double meanBelow(const Array2<double>& below, const std::vector<Pixel>& points, int dx, int dy) {
  double sum = 0, count = 0;
  for (const auto& [x, y] : points) {
    const double one = below((x + dx) % below.nx(), (y + dy) % below.ny());
    if (!std::isfinite(one)) continue;
    sum += one;
    count += 1;
  }
  return count > 0 ? sum / count : 0.5;
}

}  // namespace

std::vector<PointScore> scorePoints(const std::vector<Map2>& truths,
                                    const std::vector<Vec2>& points, int shifts,
                                    std::uint64_t seed) {
  std::vector<PointScore> scores;
  for (const Map2& truth : truths) {
    PointScore score;
    score.truth = truth.name;
    const Array2<double> below = fractionBelow(truth);
    std::vector<Pixel> inside;
    for (const Vec2& point : points) {
      const double x = std::round(point.x()), y = std::round(point.y());
      const bool on = x >= 0 && y >= 0 && x < truth.nx() && y < truth.ny();
      if (on && std::isfinite(below(static_cast<int>(x), static_cast<int>(y))))
        inside.emplace_back(static_cast<int>(x), static_cast<int>(y));
    }
    score.points = inside.size();
    score.outside = points.size() - inside.size();
    if (inside.empty()) {
      throw Error(ErrorKind::usage, "None of the positions lies on the scan",
                  fmt::format("the scan has {} x {} pixels", truth.nx(), truth.ny()),
                  "give columns x_pixel,y_pixel from 0, or x_A,y_A in the lengths of the data");
    }
    score.auc = meanBelow(below, inside, 0, 0);
    const ShiftTest test =
        testShifts(truth.nx(), truth.ny(), score.auc, 0.5, shifts, seed,
                   [&](int dx, int dy) { return meanBelow(below, inside, dx, dy); });
    score.p = test.p;
    score.deviation = test.deviation;
    scores.push_back(score);
  }
  return scores;
}

}  // namespace glasscope::compare
