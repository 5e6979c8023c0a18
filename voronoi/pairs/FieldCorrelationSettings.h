#pragma once

#include "core/settings/Fields.h"

namespace glasscope::voronoi {

struct FieldCorrelationSettings {
  double max_A = 0;               ///< range; 0: half of the smallest height, at most 20
  double bin_A = 0.5;             ///< of the distance
  double fitFrom_A = 0;           ///< the fit begins here; 0: at the first bin with pairs
  double neighbour_A = 4;         ///< reach of Moran's I
  bool removeSpeciesMean = true;  ///< subtract the mean of the species, so that the correlation is
                                  ///< not that of the composition
};

void eachField(MaybeConst<FieldCorrelationSettings> auto& c, auto&& visit) {
  visit(Field{"correlation_max_A", "Range of these; 0 goes to half of the box, at most 20 angstrom",
              kNotNegative},
        c.max_A);
  visit(Field{"correlation_bin_A", "Bin of these", kPositive}, c.bin_A);
  visit(Field{"correlation_species_mean",
              "Subtract the mean of the species first, so that composition does not correlate"},
        c.removeSpeciesMean);
}

}  // namespace glasscope::voronoi
