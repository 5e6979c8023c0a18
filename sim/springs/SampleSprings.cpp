#include "sim/springs/SampleSprings.h"

#include <fmt/format.h>

#include "sim/springs/DifferenceSprings.h"
#include "sim/springs/StillingerWeberSprings.h"

namespace glasscope::sim {

bool hasAnalyticSprings(const Potential& potential) {
  return potential.eamData().has_value() || StillingerWeber::of(potential).has_value();
}

template <class T>
std::optional<SampleSprings<T>> analyticSprings(const Potential& potential, const Atoms& atoms,
                                                const PairSpringSettings& settings) {
  SampleSprings<T> found;
  if (const auto tables = EamTables::of(potential)) {
    auto springs = std::make_unique<PairSprings<T>>(*tables, potential.elements(), atoms, settings);
    found.forceNorm_eV_per_A = springs->forceNorm_eV_per_A();
    found.origin = curvatureText(settings.curvature);
    found.springs = std::move(springs);
    return found;
  }
  if (const auto model = StillingerWeber::of(potential)) {
    auto springs =
        std::make_unique<StillingerWeberSprings<T>>(*model, atoms, settings.massWeighted);
    found.forceNorm_eV_per_A = springs->forceNorm_eV_per_A();
    found.origin = "analytic second derivatives of Stillinger and Weber's energy";
    found.springs = std::move(springs);
    return found;
  }
  return std::nullopt;
}

template std::optional<SampleSprings<float>> analyticSprings(const Potential&, const Atoms&,
                                                             const PairSpringSettings&);
template std::optional<SampleSprings<double>> analyticSprings(const Potential&, const Atoms&,
                                                              const PairSpringSettings&);

std::optional<SampleSprings<float>> sampleSprings(const Potential& potential, const Atoms& atoms,
                                                  const PairSpringSettings& settings,
                                                  int mostForceCalls) {
  if (auto analytic = analyticSprings<float>(potential, atoms, settings)) return analytic;
  if (differenceCalls(atoms, 2 * potential.cutoff_A()) > mostForceCalls) return std::nullopt;
  auto springs = std::make_unique<DifferenceSprings>(
      differenceSprings(potential, atoms, {.massWeighted = settings.massWeighted}));
  SampleSprings<float> found;
  found.forceNorm_eV_per_A = springs->forceNorm_eV_per_A();
  found.origin = fmt::format("second derivatives by {} force calls, asymmetric by {:.1e}",
                             springs->forceCalls(), springs->asymmetry());
  found.springs = std::move(springs);
  return found;
}

}  // namespace glasscope::sim
