#pragma once

namespace glasscope::voronoi {

struct FieldCorrelationSettings {
  double max_A = 0;               ///< range; 0: half of the smallest height, at most 20
  double bin_A = 0.5;             ///< of the distance
  double fitFrom_A = 0;           ///< the fit begins here; 0: at the first bin with pairs
  double neighbour_A = 4;         ///< reach of Moran's I
  bool removeSpeciesMean = true;  ///< subtract the mean of the species, so that the correlation is
                                  ///< not that of the composition
};

}  // namespace glasscope::voronoi
