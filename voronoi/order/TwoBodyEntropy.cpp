#include "voronoi/order/TwoBodyEntropy.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "voronoi/cells/ImageBins.h"

namespace glasscope::voronoi {

namespace {

constexpr std::int64_t kChunk = 128;
/// A Gaussian is cut off this many standard deviations out, where it has fallen below 1e-5.
constexpr double kCut = 5;

void check(const EntropySettings& s) {
  if (s.max_A > 0 && s.broadening_A > 0 && s.bin_A > 0 && s.max_A / s.bin_A <= 1e5 &&
      s.bin_A <= 2 * s.broadening_A)
    return;
  throw Error(ErrorKind::usage,
              fmt::format("two-body entropy up to {} angstrom, broadening {}, step {}", s.max_A,
                          s.broadening_A, s.bin_A),
              "all three are positive lengths, and the step resolves the broadening",
              "use for example 6, 0.15 and 0.05 angstrom");
}

/// Adds a normalised Gaussian around r to a curve sampled at k * step. The values follow from one
/// another by two multiplications a step, which is exact and spares the exponentials; `shrink` is
/// exp(-step^2 / sigma^2).
void addGaussian(std::span<double> curve, double r, double sigma, double step, double shrink) {
  const auto first = static_cast<std::int64_t>(std::max(1.0, std::ceil((r - kCut * sigma) / step)));
  const auto last = std::min(static_cast<std::int64_t>(curve.size()) - 1,
                             static_cast<std::int64_t>((r + kCut * sigma) / step));
  const double x = static_cast<double>(first) * step - r, s2 = sigma * sigma;
  double value = std::exp(-0.5 * x * x / s2) / (std::sqrt(2 * constants::kPi) * sigma);
  double ratio = std::exp(-(x + 0.5 * step) * step / s2);
  for (auto k = first; k <= last; ++k) {
    curve[static_cast<std::size_t>(k)] += value;
    value *= ratio;
    ratio *= shrink;
  }
}

/// Trapezoidal integral of (g ln g - g + 1) r^2, with the density of neighbours in `curve`.
double integral(std::span<const double> curve, double density, double step) {
  double sum = 0;
  for (std::size_t k = 1; k < curve.size(); ++k) {
    const double r = static_cast<double>(k) * step;
    const double g = curve[k] / (4 * constants::kPi * r * r * density);
    const double term = g > 0 ? g * std::log(g) - g + 1 : 1;
    sum += (k + 1 == curve.size() ? 0.5 : 1) * term * r * r * step;
  }
  return sum;
}

}  // namespace

std::vector<double> twoBodyEntropy(const Atoms& atoms, const EntropySettings& settings,
                                   std::span<const std::uint8_t> skip) {
  check(settings);
  const auto species = atoms.species();
  const auto points = static_cast<std::size_t>(std::round(settings.max_A / settings.bin_A)) + 1;
  const double reach = settings.max_A + kCut * settings.broadening_A;
  std::vector<std::size_t> kind(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    kind[i] = static_cast<std::size_t>(
        std::lower_bound(species.begin(), species.end(), atoms.atomicNumbers[i]) - species.begin());

  const double step = settings.bin_A, sigma = settings.broadening_A;
  const double shrink = std::exp(-step * step / (sigma * sigma));
  const ImageBins images(atoms.box, atoms.positions);
  std::vector<double> out(atoms.size(), std::numeric_limits<double>::quiet_NaN());
  const auto n = static_cast<std::int64_t>(atoms.size());
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    std::vector<double> curves(species.size() * points);
    std::vector<std::pair<double, std::size_t>> near;
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k) {
      const auto i = static_cast<std::size_t>(images.order()[static_cast<std::size_t>(k)]);
      if (skip[i]) continue;
      std::fill(curves.begin(), curves.end(), 0.0);
      near.clear();
      images.search(i, -1, reach, EveryBin{}, [&](std::int32_t j, const Vec3& vector) {
        near.emplace_back(vector.norm(), kind[static_cast<std::size_t>(j)]);
      });
      // Nearest first, so that the sum does not depend on how the sample lies in its bins.
      std::sort(near.begin(), near.end());
      for (const auto& [distance, other] : near)
        addGaussian(std::span(curves.data() + other * points, points), distance, sigma, step,
                    shrink);
      double entropy = 0;
      for (std::size_t b = 0; b < species.size(); ++b) {
        const double density = settings.density_per_A3.at(species[b]);
        const std::span<const double> curve(curves.data() + b * points, points);
        entropy -= 2 * constants::kPi * density * integral(curve, density, settings.bin_A);
      }
      out[i] = entropy;
    }
  });
  return out;
}

}  // namespace glasscope::voronoi
