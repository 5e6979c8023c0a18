#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/atoms/Atoms.h"
#include "sim/potentials/Potential.h"
#include "sim/springs/PairSprings.h"
#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// The springs of a sample, and what is to be said of them.
template <class T>
struct SampleSprings {
  std::unique_ptr<Springs<T>> springs;
  double forceNorm_eV_per_A = 0;  ///< how well the sample is a minimum
  std::string origin;             ///< where the second derivatives come from, for results
};

/// Whether the second derivatives of a potential are analytic here: EAM tables (PairSprings.h),
/// Stillinger-Weber of one element (StillingerWeberSprings.h).
bool hasAnalyticSprings(const Potential& potential);

/// Nothing where they are not. Works on this rank alone.
template <class T>
std::optional<SampleSprings<T>> analyticSprings(const Potential& potential, const Atoms& atoms,
                                                const PairSpringSettings& settings = {});

extern template std::optional<SampleSprings<float>> analyticSprings(const Potential&, const Atoms&,
                                                                    const PairSpringSettings&);
extern template std::optional<SampleSprings<double>> analyticSprings(const Potential&, const Atoms&,
                                                                     const PairSpringSettings&);

/// Analytic ones, or those of finite differences of forces (DifferenceSprings.h; all ranks call it)
/// where they take at most `mostForceCalls`; else nothing.
std::optional<SampleSprings<float>> sampleSprings(const Potential& potential, const Atoms& atoms,
                                                  const PairSpringSettings& settings,
                                                  int mostForceCalls);

}  // namespace glasscope::sim
