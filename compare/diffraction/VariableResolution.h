#pragma once

#include <string>
#include <vector>

#include "core/maps/Curves.h"

namespace glasscope::compare {

/// Rayleigh's resolution of an aperture of radius `aperture_invA` (1/d): 0.61 / Q, angstrom; of a
/// probe Q is semiangle over wavelength.
double rayleighResolution_A(double aperture_invA);

/// V against k at one resolution.
struct ResolvedVariance {
  double resolution_A = 0;               ///< R of rayleighResolution_A
  std::string source;                    ///< which scan or model
  std::string definition;                ///< "V_Omega", ... of a scan; "V" of a model in dark field
  std::vector<double> k_invA, v, error;  ///< error: one standard error, or empty
};

/// The four variances of a reduced scan ("fluctuation" among its curves) at its resolution. Throws
/// Error(usage) where it has none: one position.
std::vector<ResolvedVariance> resolvedVariances(const std::vector<Curves>& curves,
                                                double resolution_A, const std::string& source);

/// V(k, R) as a table, from the finest resolution to the coarsest, one line a value: variable
/// resolution is what tells the length of ordered regions (Treacy and Gibson, Acta Cryst. A 52, 212
/// (1996)). `heading` is its first line.
std::string variableResolutionTable(std::vector<ResolvedVariance> all, const std::string& heading);

/// Width a of the Gaussian that has the full width at half maximum of the speckle of an objective
/// aperture of radius Q in dark field, whose intensity is correlated over (2 J1(x) / x)^2 with x =
/// 2 pi Q d: 1.6163 / (2 pi Q) at half height. Angstrom.
double darkFieldSpeckle_A(double aperture_invA);

}  // namespace glasscope::compare
