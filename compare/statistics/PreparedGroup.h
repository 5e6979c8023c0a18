#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compare/statistics/AssociationTable.h"
#include "compare/statistics/Autocovariance.h"
#include "compare/statistics/Covariates.h"
#include "compare/statistics/SurrogateBasis.h"

namespace glasscope::compare {

/// One map as the tests see it.
struct PreparedMap {
  std::string name;
  RowRole role = RowRole::descriptor;
  std::vector<double> values;  ///< at the pixels of the mask
  std::vector<double> rest;    ///< what the covariates leave, at the pixels of the mask
  /// A null that is made of the covariates (thickness, composition): tested against the signals as
  /// they are, nothing taken out.
  bool alone = false;
  SurrogateBasis::Amplitudes plain, partial;   ///< of the map and of its rest
  std::unique_ptr<Autocovariance> covariance;  ///< of the rest
};

/// The maps of a group with what every test needs of them: one mask, one basis of surrogates, the
/// covariates, and the maps that can be tested.
struct PreparedGroup {
  PreparedGroup(const AssociationGroup& given, SurrogateKind kind);

  std::unique_ptr<SurrogateBasis> basis;
  std::unique_ptr<Covariates> covariates;
  std::vector<SurrogateBasis::Amplitudes> directions;  ///< of the covariates
  std::vector<PreparedMap> first;                      ///< descriptors, then nulls
  std::vector<PreparedMap> signals;
  std::vector<LeftOut> leftOut;
  std::vector<std::size_t> pixels;  ///< of the mask, ascending
  int coarsening =
      1;  ///< maps were averaged over squares of so many pixels: the Moran basis needs it

  std::size_t pairs() const { return first.size() * signals.size(); }
};

}  // namespace glasscope::compare
