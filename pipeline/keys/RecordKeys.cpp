#include "pipeline/keys/RecordKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> storageKeys() {
  return {
      integerKey("nanodiffraction.bin",
                 "Pixels of the simulation that make one of a pattern, along each axis, summed "
                 "while recording; used where pixels = 0",
                 {1, 1024}, FIELD(nanodiffraction.detector.bin)),
      textKey("nanodiffraction.dtype",
              "Numbers on disk: float32, or 16 bits with a scale that is stored beside them "
              "(uint16: whole counts)",
              {"float32", "float16", "uint16"}, FIELD(nanodiffraction.dtype)),
      numberKey("nanodiffraction.full_scale",
                "Fraction of the beam in one pixel up to which 16 bits reach (uint16) or stay far "
                "from their limit (float16); 0 takes twice the probe's disc in vacuum",
                {0, 1}, FIELD(nanodiffraction.fullScale)),
      integerKey("nanodiffraction.compression", "Level of deflate; 0 stores patterns as they are",
                 {0, 9}, FIELD(nanodiffraction.compression)),
  };
}

std::vector<CaseKey> recordKeys() {
  return {
      numberKey(
          "record.dose_e_per_A2",
          "Electrons on the area of a scan step: exact Poisson noise; 0 records without noise",
          kNotNegative, FIELD(record.dose_e_per_A2)),
      numberKey("record.electrons_per_position", "Electrons of a position, instead of the dose",
                kNotNegative, FIELD(record.electrons)),
      numberKey("record.jitter_A",
                "Standard deviation of each scan line's shift, along x and along y", kNotNegative,
                FIELD(record.jitter_A)),
      numbersKey("record.drift_A_per_line",
                 "Drift [x, y] in the time of one scan line; lines run along y", {},
                 FIELD(record.drift_A_per_line)),
      numberKey("record.flyback_A",
                "How far the probe lags at the start of a line; it relaxes exponentially",
                kNotNegative, FIELD(record.flyback_A)),
      numberKey("record.flyback_positions", "Positions in which the lag falls to 1/e", kPositive,
                FIELD(record.flyback_positions)),
      numberKey("record.contamination",
                "Fraction of the beam that a deposited amorphous layer scatters", {0, 0.99},
                FIELD(record.contamination)),
      numberKey("record.contamination_width_invA",
                "q0 of its scattering, proportional to 1 / (q^2 + q0^2)^2", kPositive,
                FIELD(record.contaminationWidth_invA)),
      numberKey("record.point_spread_pixels",
                "Standard deviation of the detector's Gaussian point spread, in pattern pixels",
                kNotNegative, FIELD(record.pointSpread_pixels)),
      numbersKey("record.mtf",
                 "Modulation transfer function instead: values at equal steps from zero to half a "
                 "cycle per pixel, the first 1",
                 kNotNegative, FIELD(record.mtf)),
      numberKey("record.gain", "Counts for each electron", kPositive, FIELD(record.gain)),
      numberKey("record.readout_counts", "Standard deviation of Gaussian readout noise per pixel",
                kNotNegative, FIELD(record.readout_counts)),
      numberKey("record.dark_counts", "Offset of each pixel", kNotNegative,
                FIELD(record.dark_counts)),
      numberKey("record.saturation_counts", "Largest number of counts; 0 never saturates",
                kNotNegative, FIELD(record.saturation_counts)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
