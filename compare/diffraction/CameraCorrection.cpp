#include "compare/diffraction/CameraCorrection.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "compare/diffraction/FluctuationCurves.h"
#include "compare/diffraction/Reductions.h"
#include "compare/diffraction/SpeckleWidth.h"
#include "core/math/Constants.h"
#include "core/system/Log.h"

namespace glasscope::compare {

namespace {

// A pixel's corner lies at 0.71 cycles; the spectrum of what is sampled ends there.
constexpr double kHighest = 0.7071067811865476;
constexpr int kFrequencies = 200;
constexpr double kWidest_pixels = 32;

// Sum over frequencies f of visit(f, spectrum of the speckle): the midpoint rule.
template <class Visit>
void overSpectrum(double a, const Visit& visit) {
  for (int i = 0; i < kFrequencies; ++i) {
    // Speckle that is wide has its spectrum near zero: as many points there.
    const double highest = std::min(kHighest, 1.0 / a);
    const double f = (i + 0.5) * highest / kFrequencies;
    visit(f, std::exp(-2 * std::pow(constants::kPi * a * f, 2)));
  }
}

// Autocorrelation of recorded speckle at a distance, not normalised.
double recordedAt(double distance, double a, const CameraTransfer& camera) {
  double sum = 0;
  overSpectrum(a, [&](double f, double power) {
    sum += power * std::pow(camera.at(f), 2) * ::j0(2 * constants::kPi * f * distance) * f;
  });
  return sum;
}

// As it is measured: means over pairs of pixels whose distance rounds to each lag.
double recordedWidth(double a, const CameraTransfer& camera) {
  const int lags = static_cast<int>(std::ceil(2 * a)) + 8;  // half of it lies well before
  std::vector<double> sum(static_cast<std::size_t>(lags) + 1), pairs(sum);
  // The autocorrelation falls smoothly: tabulated once for a tenth of a pixel.
  constexpr int kPerPixel = 10;
  std::vector<double> table;
  for (int i = 0; i <= (lags + 1) * kPerPixel; ++i)
    table.push_back(recordedAt(double(i) / kPerPixel, a, camera));
  for (int dx = 0; dx <= lags; ++dx) {
    for (int dy = 0; dy <= lags; ++dy) {
      const double distance = std::hypot(dx, dy);
      const auto lag = static_cast<std::size_t>(std::lround(distance));
      if (lag >= sum.size()) continue;
      const double place = distance * kPerPixel;
      const auto i = static_cast<std::size_t>(place);
      const double weight = place - static_cast<double>(i);
      // Of the four quadrants; pairs on an axis belong to two of them.
      const double count = (dx > 0 ? 1 : 0.5) * (dy > 0 ? 1 : 0.5);
      sum[lag] +=
          count * ((1 - weight) * table[i] + weight * table[std::min(i + 1, table.size() - 1)]);
      pairs[lag] += count;
    }
  }
  for (std::size_t lag = 0; lag < sum.size(); ++lag) sum[lag] /= pairs[lag];
  return speckleWidth(sum);
}

void divide(std::vector<double>& values, double by) {
  for (double& value : values) value /= by;
}

constexpr const char* kOfRings = "V_Omega";

}  // namespace

PassedVariance passedVariance(double a, const CameraTransfer& camera) {
  double plane = 0, planeAll = 0, line = 0, lineAll = 0;
  overSpectrum(a, [&](double f, double power) {
    const double passed = power * std::pow(camera.at(f), 2);
    plane += passed * f;
    planeAll += power * f;
    line += passed;
    lineAll += power;
  });
  return {plane / planeAll, line / lineAll};
}

double speckleBeforeCamera(double recordedWidth_pixels, const CameraTransfer& camera) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  double low = kNarrowestSpeckle_pixels, high = kWidest_pixels;
  if (!(recordedWidth_pixels > recordedWidth(low, camera))) return kUnknown;
  if (!(recordedWidth_pixels < recordedWidth(high, camera))) return kUnknown;
  constexpr double kClose = 1e-3;
  while (high - low > kClose * low) {
    const double middle = 0.5 * (low + high);
    (recordedWidth(middle, camera) < recordedWidth_pixels ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

void correctForCamera(Reductions& reductions) {
  const CameraTransfer& camera = reductions.used.camera;
  if (!camera.blurs()) return;
  const auto speckle = std::find_if(reductions.numbers.begin(), reductions.numbers.end(),
                                    [](const Quantity& q) { return q.name == kSpeckleSize; });
  if (speckle == reductions.numbers.end()) return;
  const double a = speckleBeforeCamera(speckle->value / reductions.qStep_invA, camera);
  if (std::isnan(a)) {
    logWarning(
        fmt::format("V(k) is not corrected for the camera ({}): the recorded speckle is too "
                    "narrow, too wide or "
                    "too weak to tell what it was before",
                    camera.text()));
    return;
  }
  const PassedVariance passed = passedVariance(a, camera);
  const auto partOf = [&](const std::string& name) {
    return name.starts_with(kOfRings) ? passed.rings : passed.pixels;
  };
  for (Curves& curves : reductions.curves) {
    if (curves.name != kFluctuationCurves) continue;
    for (auto& curve : curves.curves) {
      divide(curve.y, partOf(curve.name));
      divide(curve.error, partOf(curve.name));
    }
    curves.description += fmt::format(
        " The camera ({}) passed on {:.3g} of the variance of pixels and {:.3g} of that of ring "
        "means, from the width of the speckle: V is divided by these.",
        camera.text(), passed.pixels, passed.rings);
  }
  for (Quantity& number : reductions.numbers) {
    const bool isVariance = number.name.starts_with("V_") || number.name.starts_with("Omega_V");
    if (!isVariance) continue;
    number.value /= partOf(number.name);
    number.error /= partOf(number.name);
    number.note += "; divided by what the camera passed on";
  }
  const auto add = [&](const char* name, double value, const char* note) {
    reductions.numbers.push_back({name, value, std::nan(""), "1", note});
  };
  add("variance of pixels that the camera passed on", passed.pixels,
      "of speckle as wide as that of the first ring");
  add("variance of ring means that it passed on", passed.rings, "likewise; V_Omega");
}

}  // namespace glasscope::compare
