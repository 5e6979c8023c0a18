#include "sim/vibrations/LocalSpectrum.h"

#include <algorithm>
#include <cmath>

#include "core/math/StandardError.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kLanes = Block<float>::kLanes;

// Sums over vectors of what an atom has of one, and of its square.
struct Sums {
  std::vector<double> first, second;
};

void addSquares(const Block<float>& projected, Sums& sums) {
  eachRowChunk(projected.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; row += 3) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        double square = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const auto value = static_cast<double>(projected.row(row + axis)[lane]);
          square += value * value;
        }
        sums.first[row / 3] += square;
        sums.second[row / 3] += square * square;
      }
    }
  });
}

LocalValues valuesOf(const Sums& sums, int vectors) {
  const double n = vectors;
  LocalValues values;
  for (std::size_t i = 0; i < sums.first.size(); ++i) {
    const double mean = sums.first[i] / n;
    values.mean.push_back(mean);
    values.error.push_back(standardErrorOfMean(mean, sums.second[i] / n, n));
  }
  return values;
}

}  // namespace

LocalSpectrum localSpectrum(const Springs<float>& springs, const RigidMotions& rigid, double top,
                            const std::vector<std::function<double(double)>>& functions,
                            const LocalSpectrumSettings& settings) {
  GLASSCOPE_ENSURE(settings.vectors >= 1, "an estimate takes a vector");
  std::vector<std::vector<double>> coefficients;
  for (const auto& f : functions) {
    coefficients.push_back(chebyshevCoefficients(
        [&f](double lambda) { return std::sqrt(std::max(0.0, f(lambda))); }, top, settings.order));
  }
  const int blocks = (settings.vectors + static_cast<int>(kLanes) - 1) / static_cast<int>(kLanes);
  const ChebyshevFilter filter(springs, top);
  std::vector<Sums> sums(functions.size());
  for (Sums& each : sums) {
    each.first.assign(springs.atoms().size(), 0);
    each.second.assign(springs.atoms().size(), 0);
  }
  LocalSpectrum result;
  result.moments.assign(2 * static_cast<std::size_t>(settings.order) + 1, 0);
  result.vectors = blocks * static_cast<int>(kLanes);
  Block<float> z(springs.rows());
  std::vector<Block<float>> projected;
  Progress progress("vibrations", blocks);
  for (int block = 0; block < blocks; ++block) {
    fillNormal(z, springs.atoms(), settings.seed, "local_spectrum",
               static_cast<std::uint64_t>(block) * kLanes);
    rigid.projectOut(z);
    const auto moments = filter.apply(z, coefficients, settings.order, projected);
    for (std::size_t n = 0; n < moments.size(); ++n) result.moments[n] += moments[n];
    for (std::size_t k = 0; k < functions.size(); ++k) addSquares(projected[k], sums[k]);
    progress.advance();
  }
  for (const Sums& each : sums) result.functions.push_back(valuesOf(each, result.vectors));
  return result;
}

}  // namespace glasscope::sim
