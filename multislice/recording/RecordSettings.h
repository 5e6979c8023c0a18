#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::multislice {

/// What lies between the ideal signal and the recorded one, in the order in which it happens.
/// A strength of zero leaves every value as it is, bit for bit.
struct RecordSettings {
  std::uint64_t seed = 1;
  std::int64_t noiseSeed = 0;  ///< of all that is random in a recording; 0: that of the case

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

  /// The steps that a scan's integrating detectors take part in: they have no pixels that spread.
  RecordSettings ofDetectors() const;
  /// The steps that a camera under a plane wave takes part in: there is no scan to distort, and
  /// what a layer scatters into an image is not that of a probe. Electrons are counted by dose.
  RecordSettings ofCamera() const;
  /// The keys of the steps that these settings have and `done` has not, "point_spread_pixels, mtf".
  std::string beyond(const RecordSettings& done) const;
  /// Throws Error(usage) for what contradicts itself.
  void validate() const;
};

void eachField(MaybeConst<RecordSettings> auto& r, auto&& visit) {
  visit(Field{"dose_e_per_A2",
              "Electrons on the area of a scan step: exact Poisson noise; 0 records without noise",
              kNotNegative},
        r.dose_e_per_A2);
  visit(
      Field{"electrons_per_position", "Electrons of a position, instead of the dose", kNotNegative},
      r.electrons);
  visit(Field{"jitter_A", "Standard deviation of each scan line's shift, along x and along y",
              kNotNegative},
        r.jitter_A);
  visit(Field{"drift_A_per_line", "Drift [x, y] in the time of one scan line; lines run along y"},
        r.drift_A_per_line);
  visit(
      Field{"flyback_A", "How far the probe lags at the start of a line; it relaxes exponentially",
            kNotNegative},
      r.flyback_A);
  visit(Field{"flyback_positions", "Positions in which the lag falls to 1/e", kPositive},
        r.flyback_positions);
  visit(Field{"contamination",
              "Fraction of the beam that a deposited amorphous layer scatters",
              {0, 0.99}},
        r.contamination);
  visit(Field{"contamination_width_invA",
              "q0 of its scattering, proportional to 1 / (q^2 + q0^2)^2", kPositive},
        r.contaminationWidth_invA);
  visit(Field{"point_spread_pixels",
              "Standard deviation of the detector's Gaussian point spread, in pattern pixels",
              kNotNegative},
        r.pointSpread_pixels);
  visit(Field{"mtf",
              "Modulation transfer function instead: values at equal steps from zero to half a "
              "cycle per pixel, the first 1",
              kNotNegative},
        r.mtf);
  visit(Field{"gain", "Counts for each electron", kPositive}, r.gain);
  visit(Field{"readout_counts", "Standard deviation of Gaussian readout noise per pixel",
              kNotNegative},
        r.readout_counts);
  visit(Field{"dark_counts", "Offset of each pixel", kNotNegative}, r.dark_counts);
  visit(Field{"saturation_counts", "Largest number of counts; 0 never saturates", kNotNegative},
        r.saturation_counts);
  visit(Field{"noise_seed",
              "Seed of what is random in the recording (noise, jitter): the same sample recorded "
              "again with another one differs by that alone; 0 takes case.seed",
              {0, 9e15}},
        r.noiseSeed);
}

}  // namespace glasscope::multislice
