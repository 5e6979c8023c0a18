#include "compare/diffraction/VariableResolution.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compare/diffraction/FluctuationCurves.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::compare {

double rayleighResolution_A(double aperture_invA) {
  constexpr double kAiry = 0.61;
  return kAiry / aperture_invA;
}

std::vector<ResolvedVariance> resolvedVariances(const std::vector<Curves>& curves,
                                                double resolution_A, const std::string& source) {
  const auto found = std::find_if(curves.begin(), curves.end(),
                                  [](const Curves& c) { return c.name == kFluctuationCurves; });
  if (found == curves.end())
    throw Error(ErrorKind::usage, fmt::format("'{}' has no V(k)", source),
                "a variance is over positions, and it has one", "give a scan of several positions");
  std::vector<ResolvedVariance> all;
  for (const Curves::Curve& curve : found->curves)
    all.push_back({resolution_A, source, curve.name, found->x, curve.y, curve.error});
  return all;
}

std::string variableResolutionTable(std::vector<ResolvedVariance> all, const std::string& heading) {
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.resolution_A < b.resolution_A; });
  std::string text = heading + "\nresolution_A,definition,k_invA,v,standard_error,source\n";
  for (const ResolvedVariance& one : all) {
    for (std::size_t i = 0; i < one.k_invA.size(); ++i) {
      if (!std::isfinite(one.v[i])) continue;  // a ring without intensity
      const bool told = i < one.error.size() && std::isfinite(one.error[i]);
      text += fmt::format("{:.6g},{},{:.8g},{:.8g},{},{}\n", one.resolution_A, one.definition,
                          one.k_invA[i], one.v[i], told ? fmt::format("{:.6g}", one.error[i]) : "",
                          one.source);
    }
  }
  return text;
}

double darkFieldSpeckle_A(double aperture_invA) {
  constexpr double kHalf = 1.61634;  // (2 J1(x) / x)^2 = 1/2
  static const double kFwhm = 2 * std::sqrt(2 * std::log(2.0));
  return 2 * kHalf / (2 * constants::kPi * aperture_invA) / kFwhm;
}

}  // namespace glasscope::compare
