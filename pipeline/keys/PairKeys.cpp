#include "pipeline/keys/PairKeys.h"

#include "pipeline/case/CaseKeyTypes.h"

namespace glasscope::pipeline {

#define FIELD(expression) ([](Case & c) -> auto& { return c.expression; })

std::vector<CaseKey> pairKeys() {
  return {
      flagKey("hrtem.pair_distribution",
              "Reduce the rings to S(k), G(r) and g(r), in signals/pair_distribution_*.csv; for an "
              "amorphous foil without vacuum beside it",
              FIELD(hrtem.pairDistribution)),
      numberKey("hrtem.pair_density_per_A3",
                "Atoms per cubic angstrom of a measured sample (glasscope pairs); a simulated foil "
                "has its own",
                kNotNegative, FIELD(hrtem.pairs.density_per_A3)),
      numberKey("hrtem.pair_min_invA", "Least k of that reduction", kNotNegative,
                FIELD(hrtem.pairs.min_invA)),
      numberKey("hrtem.pair_max_invA", "Its largest k; 0 takes the largest angle of the pattern",
                kNotNegative, FIELD(hrtem.pairs.max_invA)),
      integerKey(
          "hrtem.pair_scale_degree",
          "Degree of the polynomial that the intensity's scale is fitted by: 0 a constant, 1 "
          "takes up multiple scattering",
          {0, 4}, FIELD(hrtem.pairs.scaleDegree)),
      flagKey("hrtem.pair_lorch", "Lorch's window before the transform to G(r)",
              FIELD(hrtem.pairs.lorch)),
  };
}

#undef FIELD

}  // namespace glasscope::pipeline
