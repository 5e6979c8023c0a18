#pragma once

#include <limits>
#include <string>

#include "core/maps/Verdict.h"

namespace glasscope {

/// What a row is in the table for.
enum class RowRole {
  descriptor,  ///< a question: does the signal know this descriptor?
  null,        ///< a control: a map that knows nothing of the structure, by the same call
};

/// One pair (truth map, signal) of the table of associations. Everything but `pearson`, `pNaive`
/// and `pPlain` is of what is left of both maps when slopes, thickness and composition are taken
/// out of them. NaN: not known.
struct AssociationRow {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  /// How alike the maps are, and over how many independent samples.
  struct Correlation {
    double pearson = kUnknown;     ///< of the maps as they are
    double partial = kUnknown;     ///< of what the covariates leave; pearson where there are none
    double partialLow = kUnknown;  ///< 95 % interval of `partial`, over `samples`
    double partialHigh = kUnknown;
    double spearman = kUnknown, pSpearman = kUnknown;
    double nEffective = kUnknown;  ///< independent samples among the pixels (Dutilleul 1993)
    double pNaive = kUnknown;      ///< Student's t as if pixels were independent: for contrast only
    double pDutilleul = kUnknown;  ///< modified t test with nEffective
  };
  /// The same against surrogates, for the pair alone and over the whole table; over independent
  /// samples where there are enough of them.
  struct Significance {
    int samples = 1;  ///< independent samples behind effect, interval, pFamily and both q
    double pSamples = kUnknown;    ///< Student's t of `partial` over these; unknown for one
    int surrogates = 0;            ///< behind every p
    std::string kind;              ///< how they are made: "phase randomisation"
    double pPlain = kUnknown;      ///< of `pearson`, nothing taken out
    double pSurrogate = kUnknown;  ///< (1 + #{|r_s| >= |r|}) / (1 + surrogates), of one sample
    double pFamily = kUnknown;     ///< chance that any pair does as well by chance alone
    double qFdr = kUnknown;        ///< Benjamini-Hochberg over the whole table, of the same p
    double qYekutieli = kUnknown;  ///< Benjamini-Yekutieli, likewise
  };
  /// What may be said.
  struct Claim {
    bool significant = false;  ///< pFamily <= level, and enough independent areas
    Verdict verdict = Verdict::untested;
    std::string advice;               ///< what would allow a claim, where none is possible
    double smallestClaim = kUnknown;  ///< smallest |partial| that would have been significant
    double smallestSeen = kUnknown;   ///< correlation that is significant four times in five
  };
  /// Does the signal, with the sign of `partial`, find the top of the descriptor?
  struct TopSearch {
    double auc = kUnknown;     ///< area under ROC
    double aucLow = kUnknown;  ///< 95 % interval, over the same samples as `partial`
    double aucHigh = kUnknown, pAuc = kUnknown;
    double prevalence = kUnknown;  ///< fraction of pixels in that top
    double averagePrecision = kUnknown;
    double chancePrecision = kUnknown;  ///< mean of the same over surrogates
    double pPrecision = kUnknown;
  };
  /// Dependence of any shape, between ranks.
  struct Dependence {
    double mutualInformation = kUnknown;  ///< nats, of ranks in classes
    double pMutualInformation = kUnknown;
    double distanceCorrelation = kUnknown;  ///< of at most 400 pixels spread evenly
    double pDistance = kUnknown;
  };

  std::string descriptor, signal;
  RowRole role = RowRole::descriptor;
  int pixels = 0;  ///< where every map of the group carries information
  Correlation correlation{};
  Significance significance{};
  Claim claim{};
  TopSearch top{};
  Dependence dependence{};
};

}  // namespace glasscope
