#pragma once

#include <limits>
#include <string>

namespace glasscope::compare {

/// What a row is in the table for.
enum class RowRole {
  descriptor,  ///< a question: does the signal know this descriptor?
  null,        ///< a control: a map that knows nothing of the structure, by the same call
};

/// What may be said of a pair.
enum class Verdict {
  visible,          ///< beyond chance, over the whole table
  notBeyondChance,  ///< an effect that matters would have been seen, and was not
  couldNotBeSeen,   ///< the test was too weak for an effect that matters
  tooFewAreas,      ///< fewer than kFewestSamples independent areas: no claim
};

/// "visible", "not beyond chance", ...
const char* verdictName(Verdict verdict);

/// Below this many independent samples the surrogate test rejects too often (6.4 % instead of 5 %
/// at 20, measured on two glasses that know nothing of each other), so nothing is claimed.
inline constexpr double kFewestSamples = 30;

/// One pair (descriptor, signal). Everything but `pearson`, `pNaive` and `pPlain` is of what is
/// left of both maps when slopes, thickness and composition are taken out of them.
struct AssociationRow {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  std::string descriptor, signal;
  RowRole role = RowRole::descriptor;
  int pixels = 0;         ///< where every map of the group carries information
  double pearson = 0;     ///< of the maps as they are
  double partial = 0;     ///< of what the covariates leave of them; pearson where there are none
  double partialLow = 0;  ///< 95 % interval of `partial`, from this one sample
  double partialHigh = 0;
  double spearman = 0;
  double nEffective = 0;  ///< independent samples among the pixels (Dutilleul 1993)
  double pNaive = 1;      ///< Student's t as if pixels were independent: for contrast only
  double pDutilleul = 1;  ///< modified t test with nEffective
  double pPlain = 1;      ///< of `pearson` by surrogates, nothing taken out
  double pSurrogate = 1;  ///< (1 + #{|r_s| >= |r|}) / (1 + surrogates), of `partial`
  int surrogates = 0;     ///< number of surrogates behind pSurrogate
  std::string surrogateKind;
  double pFamily = 1;        ///< chance that any pair of the table does as well by chance alone
  double qFdr = 1;           ///< Benjamini-Hochberg over the whole table, of pSurrogate
  double qYekutieli = 1;     ///< Benjamini-Yekutieli, likewise
  bool significant = false;  ///< pFamily <= level, and enough independent areas
  Verdict verdict = Verdict::tooFewAreas;
  std::string advice;        ///< what would allow a claim, where none is possible; else empty
  double smallestClaim = 1;  ///< the smallest |partial| that would have been called significant
  double smallestSeen = 1;   ///< the correlation that is called significant four times in five

  double auc = 0.5;          ///< area under ROC: does the signal find the top of the descriptor?
  double aucLow = kUnknown;  ///< 95 % interval, from this one sample
  double aucHigh = kUnknown;
  double prevalence = 0;        ///< fraction of pixels in that top
  double averagePrecision = 0;  ///< of the same search, signal taken with the sign of `partial`
  double chancePrecision = kUnknown;  ///< mean of the same over surrogates
  double mutualInformation = 0;       ///< nats, of ranks in classes
  double distanceCorrelation = 0;     ///< of ranks, of at most 400 pixels spread evenly
  double pSpearman = kUnknown, pAuc = kUnknown, pPrecision = kUnknown;
  double pMutualInformation = kUnknown, pDistance = kUnknown;
};

}  // namespace glasscope::compare
