#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/maps/Map2.h"
#include "core/settings/Fields.h"

namespace glasscope::compare {

/// How the null distribution of a correlation is made from the maps themselves.
enum class SurrogateKind {
  automatic,      ///< toroidal for periodic maps with at least 100 independent cells, else phases
  toroidalShift,  ///< every periodic shift of the descriptor: exact, but p >= about 1/N_eff
  phaseRandomisation,  ///< same power spectrum, random phases (Theiler et al. 1992)
};

struct AssociationSettings {
  int surrogates = 999;  ///< phase-randomised maps a descriptor; p >= 1/(1 + surrogates)
  SurrogateKind kind = SurrogateKind::automatic;
  std::uint64_t seed = 1;
  double level = 0.05;        ///< false-discovery rate below which a row is called significant
  double topFraction = 0.10;  ///< the descriptor's extreme that a signal should find (AUC)
};

void eachField(MaybeConst<AssociationSettings> auto& a, auto&& visit) {
  visit(Field{"surrogates", "Surrogate maps behind each significance", {19, 1000000}},
        a.surrogates);
  visit(
      Field{"false_discovery_rate", "Level below which a pair is called significant", {0, 1, true}},
      a.level);
  visit(Field{"top_fraction", "The descriptor's extreme that a signal should find", {0, 0.5, true}},
        a.topFraction);
}

/// One pair (descriptor, signal).
struct AssociationRow {
  std::string descriptor, signal;
  int pixels = 0;  ///< where both maps carry information
  double pearson = 0, spearman = 0;
  double nEffective = 0;        ///< independent samples among the pixels (Dutilleul 1993)
  double pNaive = 1;            ///< Student's t as if pixels were independent: for contrast only
  double pDutilleul = 1;        ///< modified t test with nEffective
  double pSurrogate = 1;        ///< (1 + #{|r_s| >= |r|}) / (1 + surrogates)
  int surrogates = 0;           ///< number of surrogates behind pSurrogate
  std::string surrogateKind;    ///< "toroidal shifts" or "phase randomisation"
  double qFdr = 1;              ///< Benjamini-Hochberg over the whole table, of pSurrogate
  bool significant = false;     ///< qFdr <= level
  double auc = 0.5;             ///< area under ROC: does the signal find the top of the descriptor?
  double prevalence = 0;        ///< fraction of pixels in that top, the average precision of chance
  double averagePrecision = 0;  ///< of the same search, signal taken with the sign that finds more
};

/// Every descriptor against every signal, with a significance that respects that maps are
/// autocorrelated. Rows are ordered descriptor by descriptor, signals inside.
struct AssociationTable {
  std::vector<AssociationRow> rows;
  AssociationSettings settings;
  std::string method;  ///< one paragraph for people: what was computed, how, and its limits
};

/// Correlates all pairs over the pixels where both are finite. All maps must lie on one grid:
/// throws Error(usage) naming the two that differ. A constant map gives r = NaN, p = 1. Bits do not
/// depend on the number of threads.
AssociationTable associate(const std::vector<Map2>& descriptors, const std::vector<Map2>& signals,
                           const AssociationSettings& settings = {});

}  // namespace glasscope::compare
