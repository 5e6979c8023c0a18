#include "sim/elasticity/StressFluctuations.h"

#include "core/math/Jackknife.h"
#include "core/math/Pressure.h"
#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

StressSums sumOf(const std::vector<StressSums>& blocks, std::size_t leftOut) {
  StressSums sum;
  for (std::size_t k = 0; k < blocks.size(); ++k)
    if (k != leftOut) sum += blocks[k];
  return sum;
}

// `factor_per_GPa` is V / kT.
ElasticTensor tensorOf(const StressSums& sums, double factor_per_GPa) {
  const StressSums::Stress mean = sums.stress_GPa / sums.stresses;
  const ElasticTensor covariance = sums.product_GPa2 / sums.stresses - mean * mean.transpose();
  return sums.affine_GPa / sums.affines - factor_per_GPa * covariance;
}

// Of a number of the tensor: with the bias of order one over the length taken off, and its error.
template <class NumberOf>
MeanAndError jackknifed(const ElasticTensor& whole, const std::vector<ElasticTensor>& leftOut,
                        const NumberOf& numberOf) {
  std::vector<double> values;
  double mean = 0;
  for (const ElasticTensor& tensor : leftOut) {
    values.push_back(numberOf(tensor));
    mean += values.back() / static_cast<double>(leftOut.size());
  }
  const auto parts = static_cast<double>(leftOut.size());
  return {parts * numberOf(whole) - (parts - 1) * mean, jackknifeError(values)};
}

}  // namespace

void StressSums::addStress(const Stress& stress, double temperature) {
  stresses += 1;
  stress_GPa += stress;
  product_GPa2 += stress * stress.transpose();
  temperature_K += temperature;
}

void StressSums::addAffine(const ElasticTensor& tensor_GPa) {
  affines += 1;
  affine_GPa += tensor_GPa;
}

StressSums& StressSums::operator+=(const StressSums& other) {
  stresses += other.stresses;
  affines += other.affines;
  stress_GPa += other.stress_GPa;
  product_GPa2 += other.product_GPa2;
  affine_GPa += other.affine_GPa;
  temperature_K += other.temperature_K;
  return *this;
}

FluctuationModuli fluctuationModuli(const std::vector<StressSums>& blocks, double volume_A3,
                                    double temperature_K) {
  GLASSCOPE_ENSURE(blocks.size() >= 2 && volume_A3 > 0 && temperature_K > 0,
                   "a covariance with an error needs two blocks, a volume and a temperature");
  const double factor =
      volume_A3 / (constants::kBoltzmann_eV_per_K * temperature_K) / constants::kGPa_per_eV_per_A3;
  const StressSums all = sumOf(blocks, blocks.size());
  const ElasticTensor whole = tensorOf(all, factor);
  std::vector<ElasticTensor> leftOut;
  for (std::size_t k = 0; k < blocks.size(); ++k)
    leftOut.push_back(tensorOf(sumOf(blocks, k), factor));
  FluctuationModuli found;
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      const auto [mean, error] =
          jackknifed(whole, leftOut, [&](const ElasticTensor& tensor) { return tensor(i, j); });
      found.tensor_GPa(i, j) = mean;
      found.error_GPa(i, j) = error;
    }
  }
  found.affine_GPa = all.affine_GPa / all.affines;
  found.shear_GPa = jackknifed(whole, leftOut, shearModulus);
  found.bulk_GPa = jackknifed(whole, leftOut, bulkModulus);
  found.stress_GPa = all.stress_GPa / all.stresses;
  found.temperature_K = all.temperature_K / all.stresses;
  return found;
}

}  // namespace glasscope::sim
