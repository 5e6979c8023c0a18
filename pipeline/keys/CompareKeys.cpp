#include "pipeline/keys/CompareKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> compareKeys() {
  return {
      textsKey("compare.descriptors",
               "Per-atom columns that are projected and compared with the signals",
               FIELD(compare.descriptors)),
      textsKey("compare.signals",
               "Reductions of the 4-D scan that the descriptors are compared with",
               FIELD(compare.signals)),
      numberKey(
          "compare.haadf_resolution_A",
          "Full width at half maximum of the truth maps beside the HAADF map; 0 takes the probe's",
          kNotNegative, FIELD(compare.haadfResolution_A)),
      numberKey("compare.nanodiffraction_resolution_A", "The same beside the 4-D scan",
                kNotNegative, FIELD(compare.nanodiffractionResolution_A)),
      integerKey("compare.surrogates", "Surrogate maps behind each significance", {19, 1000000},
                 FIELD(compare.association.surrogates)),
      numberKey("compare.false_discovery_rate", "Level below which a pair is called significant",
                {0, 1, true}, FIELD(compare.association.level)),
      numberKey("compare.top_fraction", "The descriptor's extreme that a signal should find",
                {0, 0.5, true}, FIELD(compare.association.topFraction)),
      numberKey("compare.ring_inner_invA", "Inner radius of the first diffuse ring; 0 finds it",
                kNotNegative, FIELD(compare.reduction.ringInner_invA)),
      numberKey("compare.ring_outer_invA", "Outer radius of the first diffuse ring; 0 finds it",
                kNotNegative, FIELD(compare.reduction.ringOuter_invA)),
  };
}

std::vector<CaseKey> filmKeys() {
  return {
      numberKey("film.voltage_kV", "Accelerating voltage of a measured film", {1, 5000},
                FIELD(film.voltage_kV)),
      numberKey("film.semiangle_mrad", "Its convergence semiangle", kPositive,
                FIELD(film.semiangle_mrad)),
      numberKey("film.inner_mrad", "Inner angle of its detector", kNotNegative,
                FIELD(film.detectorInner_mrad)),
      numberKey("film.outer_mrad",
                "Outer angle of its detector; lowered to what the sampling carries, with a warning",
                kPositive, FIELD(film.detectorOuter_mrad)),
      numbersKey("film.defocus_A", "Values that are tried; the best is kept", {},
                 FIELD(film.defocus_A)),
      numberKey("film.rms_displacement_A", "Thermal displacement along one axis", kNotNegative,
                FIELD(film.rmsDisplacement_A)),
      integerKey("film.frozen_phonons", "Thermal configurations averaged over", {1, 10000},
                 FIELD(film.frozenPhonons)),
      numberKey("film.scan_step_A",
                "Distance of simulated scan positions; the map is interpolated between them",
                kPositive, FIELD(film.scanStep_A)),
      numberKey("film.sampling_A", "Pixel of the wave", kPositive, FIELD(film.sampling_A)),
      numberKey("film.window_A", "Side of the square that a probe travels in", kPositive,
                FIELD(film.window_A)),
      numberKey("film.slice_thickness_A", "Largest slice thickness", kPositive,
                FIELD(film.sliceThickness_A)),
      flagKey("film.quick", "A corner of the film only", FIELD(film.quick)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
