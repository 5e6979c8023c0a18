#include "compare/images/ImageMetrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "compare/images/GaussianBlur.h"
#include "compare/statistics/Correlation.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

struct Pairs {
  std::vector<double> a, b;
};

Pairs gather(const Map2& a, const Map2& b, const Mask& mask) {
  const bool same =
      a.nx() == b.nx() && a.ny() == b.ny() && a.nx() == mask.nx() && a.ny() == mask.ny();
  if (!same) {
    throw Error(ErrorKind::usage, "two images cannot be compared",
                fmt::format("they have {} x {} and {} x {} pixels, their mask {} x {}", a.nx(),
                            a.ny(), b.nx(), b.ny(), mask.nx(), mask.ny()),
                "bring them onto one grid first");
  }
  Pairs pairs;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!mask[i] || !std::isfinite(a.values[i]) || !std::isfinite(b.values[i])) continue;
    pairs.a.push_back(a.values[i]);
    pairs.b.push_back(b.values[i]);
  }
  if (pairs.a.size() < 3) {
    throw Error(ErrorKind::usage, "two images cannot be compared",
                "fewer than three pixels are left inside the mask", "choose a larger mask");
  }
  return pairs;
}

}  // namespace

LinearFit fitScale(const Map2& image, const Map2& measured, const Mask& mask) {
  const Pairs pairs = gather(image, measured, mask);
  const auto n = static_cast<double>(pairs.a.size());
  double meanA = 0, meanB = 0, ab = 0, aa = 0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i) {
    meanA += pairs.a[i] / n;
    meanB += pairs.b[i] / n;
  }
  for (std::size_t i = 0; i < pairs.a.size(); ++i) {
    ab += (pairs.a[i] - meanA) * (pairs.b[i] - meanB);
    aa += (pairs.a[i] - meanA) * (pairs.a[i] - meanA);
  }
  const double scale = aa > 0 ? ab / aa : 0;
  return {scale, meanB - scale * meanA};
}

double normalisedCrossCorrelation(const Map2& a, const Map2& b, const Mask& mask) {
  const Pairs pairs = gather(a, b, mask);
  return pearson(pairs.a, pairs.b);
}

double highPassCorrelation(const Map2& a, const Map2& b, const Mask& mask, double sigma_A) {
  const auto sharpened = [&](Map2 map) {
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (!mask[i]) map.values[i] = std::numeric_limits<double>::quiet_NaN();
    }
    const Map2 slow = gaussianBlur(map, sigma_A);
    for (std::size_t i = 0; i < mask.size(); ++i) map.values[i] -= slow.values[i];
    return map;
  };
  gather(a, b, mask);
  return normalisedCrossCorrelation(sharpened(a), sharpened(b), mask);
}

double r1(const Map2& image, const Map2& measured, const Mask& mask) {
  const Pairs pairs = gather(image, measured, mask);
  double difference = 0, total = 0;
  for (std::size_t i = 0; i < pairs.a.size(); ++i) {
    difference += std::abs(pairs.b[i] - pairs.a[i]);
    total += std::abs(pairs.b[i]);
  }
  return difference / total;
}

double structuralSimilarity(const Map2& image, const Map2& measured, const Mask& mask,
                            double sigma_A) {
  const Pairs pairs = gather(image, measured, mask);
  const auto [low, high] = std::minmax_element(pairs.b.begin(), pairs.b.end());
  const double c1 = std::pow(0.01 * (*high - *low), 2), c2 = std::pow(0.03 * (*high - *low), 2);
  Map2 a = image, b = measured;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] && std::isfinite(a.values[i]) && std::isfinite(b.values[i])) continue;
    a.values[i] = b.values[i] = std::numeric_limits<double>::quiet_NaN();
  }
  const auto product = [](Map2 x, const Map2& y) {
    for (std::size_t i = 0; i < x.values.size(); ++i) x.values[i] *= y.values[i];
    return x;
  };
  const Map2 ma = gaussianBlur(a, sigma_A), mb = gaussianBlur(b, sigma_A);
  const Map2 aa = gaussianBlur(product(a, a), sigma_A), bb = gaussianBlur(product(b, b), sigma_A);
  const Map2 ab = gaussianBlur(product(a, b), sigma_A);
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const double x = ma.values[i], y = mb.values[i];
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    const double vx = aa.values[i] - x * x, vy = bb.values[i] - y * y, vxy = ab.values[i] - x * y;
    sum += (2 * x * y + c1) * (2 * vxy + c2) / ((x * x + y * y + c1) * (vx + vy + c2));
    count += 1;
  }
  return sum / count;
}

}  // namespace glasscope::compare
