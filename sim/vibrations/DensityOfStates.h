#pragma once

#include <vector>

namespace glasscope::sim {

/// The vibrational density of states from the moments of a spectrum (kernel polynomial method,
/// Weisse et al., Rev. Mod. Phys. 78, 275 (2006), with Jackson's kernel).
class DensityOfStates {
 public:
  /// `moments` of Chebyshev polynomials on [0, top], of any scale; `modes` in all.
  DensityOfStates(std::vector<double> moments, double top, double modes);

  /// Modes below a frequency.
  double count(double frequency_THz) const;
  /// The frequency below which that many modes lie.
  double frequencyOf(double count) const;
  /// Fraction of all modes per THz, over an interval as wide as the resolution.
  double density_per_THz(double frequency_THz) const;
  double top_THz() const;
  /// Half width of the kernel, uniform in frequency but near the top.
  double resolution_THz() const;

 private:
  std::vector<double> moments_;  // times Jackson's kernel, moments_[0] = modes
  double top_;
};

}  // namespace glasscope::sim
