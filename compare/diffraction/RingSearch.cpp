#include "compare/diffraction/RingSearch.h"

#include <algorithm>
#include <cmath>

namespace glasscope::compare {

namespace {

// Where the profile crosses `level` between bins i and i + 1.
double crossing(const std::vector<double>& k, const std::vector<double>& p, std::size_t i,
                double level) {
  const double t = (p[i] - level) / (p[i] - p[i + 1]);
  return k[i] + std::clamp(t, 0.0, 1.0) * (k[i + 1] - k[i]);
}

}  // namespace

RingSearch findRing(const std::vector<double>& k, const std::vector<double>& profile) {
  RingSearch result;
  const std::size_t n = profile.size();
  std::size_t i = 0;
  const double top = *std::max_element(profile.begin(), profile.end());
  while (i + 1 < n && profile[i] < 0.5 * top) ++i;  // a beam stop may hide the middle
  while (i + 2 < n && profile[i + 1] > 0.5 * top) ++i;
  result.discRadius_invA = crossing(k, profile, i, 0.5 * top);

  std::vector<double> smooth(profile);
  for (std::size_t j = 1; j + 1 < n; ++j) {
    smooth[j] = 0.25 * profile[j - 1] + 0.5 * profile[j] + 0.25 * profile[j + 1];
  }
  // The foot of the disc, then the highest bin behind it.
  std::size_t foot = i + 1;
  while (foot + 1 < n && smooth[foot + 1] <= smooth[foot]) ++foot;
  if (foot + 2 < n) {
    const auto peak = static_cast<std::size_t>(
        std::max_element(smooth.begin() + static_cast<std::ptrdiff_t>(foot), smooth.end()) -
        smooth.begin());
    const double low =
        *std::min_element(smooth.begin() + static_cast<std::ptrdiff_t>(peak), smooth.end());
    if (peak > foot && peak + 1 < n && smooth[peak] > 1.02 * std::max(smooth[foot], low)) {
      std::size_t inner = peak, outer = peak;
      const double innerLevel = 0.5 * (smooth[peak] + smooth[foot]);
      const double outerLevel = 0.5 * (smooth[peak] + low);
      while (inner > foot && smooth[inner] > innerLevel) --inner;
      while (outer + 2 < n && smooth[outer + 1] > outerLevel) ++outer;
      result.found = true;
      result.peak_invA = k[peak];
      result.inner_invA = crossing(k, smooth, inner, innerLevel);
      result.outer_invA = crossing(k, smooth, outer, outerLevel);
      return result;
    }
  }
  result.inner_invA = std::min(1.5 * result.discRadius_invA, 0.6 * k.back());
  result.outer_invA = std::min(3.0 * result.discRadius_invA, k.back());
  if (result.outer_invA <= result.inner_invA) result.outer_invA = k.back();
  result.peak_invA = 0.5 * (result.inner_invA + result.outer_invA);
  return result;
}

}  // namespace glasscope::compare
