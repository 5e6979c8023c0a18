#pragma once

#include <cstdint>
#include <vector>

namespace glasscope::multislice {

/// What lies between the ideal signal and the recorded one, in the order in which it happens.
/// A strength of zero leaves every value as it is, bit for bit.
struct RecordSettings {
  std::uint64_t seed = 1;

  // Where the probe really stood.
  double jitter_A = 0;                   ///< standard deviation of each line's shift, x and y
  std::vector<double> drift_A_per_line;  ///< [x, y]; empty: none
  double flyback_A = 0;                  ///< the probe lags by this at the start of a line,
  double flyback_positions = 3;          ///< and by 1/e of it after so many positions

  // What else scatters.
  double contamination = 0;              ///< fraction of the beam that a deposited layer scatters
  double contaminationWidth_invA = 0.1;  ///< q0 of its scattering 1 / (q^2 + q0^2)^2

  // The detector.
  double pointSpread_pixels = 0;  ///< standard deviation of a Gaussian, diffraction pixels
  std::vector<double> mtf;        ///< at equal steps from 0 to half a cycle per pixel; [0] is 1
  double dose_e_per_A2 = 0;       ///< electrons on the area of a scan step; 0: no noise
  double electrons = 0;           ///< per position, instead of the dose
  double gain = 1;                ///< counts per electron
  double readout_counts = 0;      ///< standard deviation of Gaussian noise per pixel
  double dark_counts = 0;         ///< offset per pixel
  double saturation_counts = 0;   ///< 0: never

  bool distorts() const { return jitter_A > 0 || flyback_A != 0 || drifts(); }
  bool drifts() const {
    return drift_A_per_line.size() == 2 && (drift_A_per_line[0] != 0 || drift_A_per_line[1] != 0);
  }
  bool blurs() const { return pointSpread_pixels > 0 || !mtf.empty(); }
  bool counts() const { return dose_e_per_A2 > 0 || electrons > 0; }
  bool any() const { return distorts() || contamination > 0 || blurs() || counts(); }
  /// Throws Error(usage) for what contradicts itself.
  void validate() const;
};

}  // namespace glasscope::multislice
