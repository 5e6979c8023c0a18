#include "multislice/ScatteringFactors.h"

#include <cmath>

#include <fmt/format.h>

#include "core/Constants.h"
#include "core/Error.h"
#include "core/Text.h"
#include "multislice/KirklandTable.h"
#include "multislice/LobatoTable.h"

namespace glasscope::multislice {

namespace {

using constants::kPi;

// h^2 / (2 pi m e) = 2 pi (e^2 / 4 pi eps0) a0 / e, V angstrom^2; Hartree times a0 is e^2/(4 pi
// eps0).
constexpr double kTransformOfFactor =
    2 * kPi * constants::kHartree_eV * constants::kBohrRadius_A * constants::kBohrRadius_A;

double kirklandFactor(const KirklandTable::Row& row, double k2) {
  double f = 0;
  for (int i = 0; i < 3; ++i) f += row.a[i] / (k2 + row.b[i]) + row.c[i] * std::exp(-row.d[i] * k2);
  return f;
}

double lobatoFactor(const LobatoTable::Row& row, double k2) {
  double f = 0;
  for (int i = 0; i < 5; ++i) {
    const double t = 1 + row.b[i] * k2;
    f += row.a[i] * (1 + t) / (t * t);
  }
  return f;
}

/// The two-dimensional inverse transform of the fit, 1/angstrom (Kirkland 2010, Eq. 5.9).
double kirklandProjected(const KirklandTable::Row& row, double r) {
  double v = 0;
  for (int i = 0; i < 3; ++i) {
    v += 2 * kPi * row.a[i] * std::cyl_bessel_k(0.0, 2 * kPi * r * std::sqrt(row.b[i]));
    v += row.c[i] * kPi / row.d[i] * std::exp(-kPi * kPi * r * r / row.d[i]);
  }
  return v;
}

/// The same; (2 + b k^2) / (1 + b k^2)^2 = 1 / (1 + b k^2) + 1 / (1 + b k^2)^2.
double lobatoProjected(const LobatoTable::Row& row, double r) {
  double v = 0;
  for (int i = 0; i < 5; ++i) {
    const double beta = 1 / row.b[i], x = 2 * kPi * r * std::sqrt(beta);
    v += row.a[i] * kPi * beta * (2 * std::cyl_bessel_k(0.0, x) + x * std::cyl_bessel_k(1.0, x));
  }
  return v;
}

}  // namespace

Parametrisation parametrisationNamed(std::string_view name) {
  if (name == "kirkland") return Parametrisation::kirkland;
  if (name == "lobato") return Parametrisation::lobato;
  const std::string nearest = nearestName(name, {"kirkland", "lobato"});
  throw Error(ErrorKind::usage, fmt::format("there is no parametrisation \"{}\"", name),
              "kirkland and lobato are known",
              nearest.empty() ? "use one of these" : fmt::format("did you mean \"{}\"?", nearest));
}

std::string_view nameOf(Parametrisation parametrisation) {
  return parametrisation == Parametrisation::kirkland ? "kirkland" : "lobato";
}

double ScatteringFactors::factor(int atomicNumber, double k_invA) const {
  const double k2 = k_invA * k_invA;
  return parametrisation_ == Parametrisation::kirkland
             ? kirklandFactor(KirklandTable::row(atomicNumber), k2)
             : lobatoFactor(LobatoTable::row(atomicNumber), k2);
}

double ScatteringFactors::projectedTransform(int atomicNumber, double k_invA) const {
  return kTransformOfFactor * factor(atomicNumber, k_invA);
}

double ScatteringFactors::projectedPotential(int atomicNumber, double r_A) const {
  if (!(r_A > 0)) {
    throw Error(ErrorKind::usage, fmt::format("no projected potential at r = {}", r_A),
                "it diverges at the nucleus", "ask for a positive distance");
  }
  return kTransformOfFactor * (parametrisation_ == Parametrisation::kirkland
                                   ? kirklandProjected(KirklandTable::row(atomicNumber), r_A)
                                   : lobatoProjected(LobatoTable::row(atomicNumber), r_A));
}

}  // namespace glasscope::multislice
