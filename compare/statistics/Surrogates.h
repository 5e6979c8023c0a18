#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "core/math/Array2.h"

namespace glasscope::compare {

/// A centred map in Fourier space, as the surrogate tests use it: one of each pair of conjugate
/// frequencies, scaled so that the inner product of two maps is their correlation.
class SurrogateSpectrum {
 public:
  /// Pixels outside the mask are set to the mean. Empty when the map is constant.
  SurrogateSpectrum(const Array2<double>& values, const Array2<unsigned char>& mask);

  bool constant() const { return amplitudes_.empty(); }
  std::size_t size() const { return amplitudes_.size(); }
  double correlation(const SurrogateSpectrum& other) const;

  /// Factors that give every frequency a random phase, and a random sign to those that are their
  /// own conjugates: the same power spectrum, nothing else kept (Theiler et al., Physica D 58, 77
  /// (1992), for time series). Surrogate `index` is the same for every map of one size.
  static std::vector<std::complex<double>> randomFactors(int nx, int ny, std::uint64_t seed,
                                                         std::uint64_t index);
  SurrogateSpectrum times(const std::vector<std::complex<double>>& factors) const;

  /// (1 + #{|r_s| >= |r|}) / (1 + N - 1) over all N - 1 other periodic shifts of one map against
  /// the other. Exact for stationary periodic maps. Neighbouring shifts are alike, so an
  /// association as wide as 1/N_eff of the map cannot reach a p below about 1/N_eff.
  double toroidalP(const SurrogateSpectrum& other) const;

  int nx() const { return nx_; }
  int ny() const { return ny_; }

 private:
  SurrogateSpectrum() = default;
  int nx_ = 0, ny_ = 0;
  std::vector<std::complex<double>> amplitudes_;  ///< times sqrt(2) where a conjugate is left out
};

}  // namespace glasscope::compare
