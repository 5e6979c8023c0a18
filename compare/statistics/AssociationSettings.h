#pragma once

#include <cstdint>

#include "core/settings/Fields.h"

namespace glasscope::compare {

/// How surrogates of a map are made.
enum class SurrogateKind {
  automatic,           ///< phases; Moran where the mask takes more than a fifth of the pixels away
  phaseRandomisation,  ///< same power spectrum, random phases
  moranRandomisation,  ///< the same in the eigenvectors of the mask
};

struct AssociationSettings {
  /// Surrogates behind each p, at least: more are made where a lone pair could otherwise not reach
  /// half the level after Benjamini-Hochberg (`adaptive`), up to `mostSurrogates`.
  int surrogates = 999;
  bool adaptive = true;
  int mostSurrogates = 100000;
  /// Surrogates behind the p of rank correlation, mutual information, distance correlation, ROC and
  /// precision, which cost much more each; 0 leaves these p out.
  int dependenceSurrogates = 199;
  SurrogateKind kind = SurrogateKind::automatic;
  std::uint64_t seed = 1;
  double level = 0.05;        ///< chance of any false claim in a table below which a row is claimed
  double topFraction = 0.10;  ///< the descriptor's extreme that a signal should find (AUC)
  /// Correlation that would matter: a pair that is not significant counts as "not beyond chance"
  /// where this much would have been seen with 80 % power, else as "could not have been seen". 0.3
  /// is what Cohen (1988) calls a medium correlation.
  double effectOfInterest = 0.3;
};

void eachField(MaybeConst<AssociationSettings> auto& a, auto&& visit) {
  visit(Field{"surrogates",
              "Surrogate maps behind each significance, at least: as many as the pairs need",
              {19, 1000000}},
        a.surrogates);
  visit(Field{"dependence_surrogates",
              "Surrogates behind ranks, mutual information, ROC and precision; 0: none",
              {0, 100000}},
        a.dependenceSurrogates);
  visit(Field{"false_claim_level",
              "Chance of any false claim in a run below which a pair is called visible",
              {0, 1, true}},
        a.level);
  visit(
      Field{"effect_of_interest",
            "Correlation that would matter: without a claim, a pair could not have been seen where "
            "even this much would be missed one time in five",
            {0, 1, true}},
      a.effectOfInterest);
  visit(Field{"top_fraction", "The descriptor's extreme that a signal should find", {0, 0.5, true}},
        a.topFraction);
}

}  // namespace glasscope::compare
