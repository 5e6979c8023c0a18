#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compare/statistics/AssociationTable.h"
#include "compare/statistics/MeanInterval.h"

namespace glasscope::compare {

struct DetectabilitySettings {
  std::vector<double> topFractions{0.05, 0.10};  ///< of the descriptor: what is to be found
  int surrogates = 199;
  std::uint64_t seed = 1;
  double level = 0.05;
};

/// How well a signal finds the places where a descriptor is extreme, over independent samples.
struct Detectability {
  std::string descriptor, signal;
  double topFraction = 0.1;
  MeanInterval auc;               ///< area under the ROC curve; below 0.5 low signals are the hits
  MeanInterval averagePrecision;  ///< with the sign that the other samples say
  double chancePrecision = 0;     ///< mean over surrogates of the same
  double p = 1;                   ///< of |auc - 0.5|, by surrogates of the signals
  double pFamily = 1;             ///< that any pair and fraction here does as well by chance
  bool visible = false;           ///< pFamily <= level
  double smallestAuc = 1;  ///< above this, or below one less this, it would be called visible
};

/// All pairs of the maps of independent samples under the same conditions: `replicas` hold maps of
/// the same names. Thickness, composition and slopes are taken out as in associate(). Surrogates
/// with one index turn every map of a sample by the same phases, so pFamily is the largest |z| over
/// pairs and fractions. A pair that some sample leaves out (its map does not vary there) has fewer
/// samples. Bits do not depend on the number of threads. Throws Error(usage) on fractions outside
/// (0, 1) or without surrogates.
std::vector<Detectability> detectOverReplicas(const std::vector<AssociationGroup>& replicas,
                                              const DetectabilitySettings& settings = {});

/// The area under the ROC curve of a signal that has the correlation r with a normal descriptor
/// whose top `fraction` is to be found: E[Phi(r (x1 - x0) / sqrt(2 (1 - r^2)))] with x1 above and
/// x0 below the threshold. What the correlation of a table means as a search.
double binormalAuc(double r, double fraction);

}  // namespace glasscope::compare
