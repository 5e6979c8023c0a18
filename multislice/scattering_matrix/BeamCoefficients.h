#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace glasscope::multislice {

/// The amplitudes of every beam in a batch of probes: the matrix that a scattering matrix is
/// multiplied with. Stored in groups of kGroup probes, beam by beam, as the product reads it.
class BeamCoefficients {
 public:
  static constexpr int kGroup = 4;

  BeamCoefficients(int probes, int beams)
      : probes_(probes), beams_(beams), values_(2UL * groups() * kGroup * beams) {}

  int probes() const { return probes_; }
  int beams() const { return beams_; }
  int groups() const { return (probes_ + kGroup - 1) / kGroup; }

  void set(int probe, int beam, std::complex<float> value) {
    float* at = values_.data() + offset(probe / kGroup, beam) + probe % kGroup;
    at[0] = value.real();
    at[kGroup] = value.imag();
  }

  /// kGroup real parts and kGroup imaginary parts of each beam from `beam` on; probes beyond the
  /// last have amplitude zero.
  const float* group(int g, int beam) const { return values_.data() + offset(g, beam); }

 private:
  std::size_t offset(int g, int beam) const {
    return 2UL * kGroup * (static_cast<std::size_t>(g) * beams_ + beam);
  }
  int probes_, beams_;
  std::vector<float> values_;
};

}  // namespace glasscope::multislice
