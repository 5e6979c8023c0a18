#include "compare/film/FittedGaussian.h"

#include "core/math/Minimise.h"

namespace glasscope::compare {

double fittedGaussian_A(const std::function<Map2(double)>& image, const Map2& map,
                        const Mask& mask) {
  constexpr double kLargest_A = 2.0;
  const auto disagreement = [&](double sigma) {
    return -normalisedCrossCorrelation(image(sigma), map, mask);
  };
  return minimise(disagreement, 0, kLargest_A, 1e-3).place;
}

}  // namespace glasscope::compare
