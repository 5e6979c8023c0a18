#include "compare/statistics/SurrogateBasis.h"

#include <cmath>

#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::compare {

SurrogateBasis::Amplitudes SurrogateBasis::expand(const Array2<double>& values) const {
  double mean = 0, square = 0, count = 0;
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    if (!mask_[i]) continue;
    mean += values[i];
    count += 1;
  }
  if (count == 0) return {};
  mean /= count;
  Array2<double> unit(mask_.nx(), mask_.ny());
  for (std::size_t i = 0; i < mask_.size(); ++i) {
    unit[i] = mask_[i] ? values[i] - mean : 0;
    square += unit[i] * unit[i];
  }
  // Rounding leaves about n * 1e-32 of the mean square behind where a map is constant.
  if (!(square > 1e-26 * count * mean * mean)) return {};
  const double scale = 1 / std::sqrt(square);
  for (double& value : unit) value *= scale;
  return transform(unit);
}

SurrogateBasis::Amplitudes SurrogateBasis::randomPhases(std::uint64_t seed, std::uint64_t index,
                                                        std::uint64_t stream) const {
  Random random(seed, "surrogate_phases", index, stream);
  Amplitudes phases(size());
  for (std::size_t k = 0; k < phases.size(); ++k) {
    const double u = random.uniform();
    phases[k] = isSingle(k) ? std::complex<double>(u < 0.5 ? 1 : -1)
                            : std::polar(1.0, 2 * constants::kPi * u);
  }
  return phases;
}

double SurrogateBasis::correlation(const Amplitudes& a, const Amplitudes& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += a[k].real() * b[k].real() + a[k].imag() * b[k].imag();
  }
  return sum;
}

double SurrogateBasis::surrogateDeviation(const Amplitudes& a, const Amplitudes& b) const {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += (isSingle(k) ? 1.0 : 0.5) * std::norm(a[k]) * std::norm(b[k]);
  }
  return std::sqrt(sum);
}

SurrogateBasis::Amplitudes turned(const SurrogateBasis::Amplitudes& amplitudes,
                                  const SurrogateBasis::Amplitudes& phases) {
  GLASSCOPE_ENSURE(amplitudes.size() == phases.size(), "phases of another basis");
  SurrogateBasis::Amplitudes result(amplitudes.size());
  for (std::size_t k = 0; k < result.size(); ++k) {
    const auto &a = amplitudes[k], &f = phases[k];
    result[k] = {a.real() * f.real() - a.imag() * f.imag(),
                 a.real() * f.imag() + a.imag() * f.real()};
  }
  return result;
}

}  // namespace glasscope::compare
