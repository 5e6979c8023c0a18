#include "core/scattering/ScatteringFactors.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/ranges.h>

#include "core/math/Constants.h"
#include "core/scattering/KirklandTable.h"
#include "core/scattering/LobatoTable.h"
#include "core/scattering/PengTable.h"
#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope {

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

// f(s) = sum a exp(-b s^2) with s = k/2.
double pengFactor(const PengTable::Row& row, double k2) {
  double f = 0;
  for (int i = 0; i < 5; ++i) f += row.a[i] * std::exp(-row.b[i] * k2 / 4);
  return f;
}

double pengProjected(const PengTable::Row& row, double r) {
  double v = 0;
  for (int i = 0; i < 5; ++i) {
    const double d = row.b[i] / 4;
    v += row.a[i] * kPi / d * std::exp(-kPi * kPi * r * r / d);
  }
  return v;
}

// Steps of the trapezoidal rule in log s; its error, about exp(-pi^2 / step), is multiplied by the
// cancellation among Lobato's terms (a few hundred for carbon).
constexpr double kLogStep = 0.4;

/// Adds weightOf(s) ds as Gaussians at s = exp(m step) from `low` to `high`.
template <class Weight>
void addGaussians(double low, double high, const Weight& weightOf,
                  std::vector<ScatteringFactors::Gaussian>& terms) {
  const int first = static_cast<int>(std::ceil(std::log(low) / kLogStep));
  const int last = static_cast<int>(std::ceil(std::log(high) / kLogStep));
  for (int m = first; m <= last; ++m) {
    const double s = std::exp(m * kLogStep);
    terms.push_back({weightOf(s) * s * kLogStep, s});
  }
}

// exp(-x) that is left out at the long end.
constexpr double kFarEnd = 18;

/// 1 / (k^2 + b) = integral of exp(-b s) exp(-s k^2) ds.
std::vector<ScatteringFactors::Gaussian> kirklandGaussians(const KirklandTable::Row& row,
                                                           double low) {
  std::vector<ScatteringFactors::Gaussian> terms;
  const double high = kFarEnd / *std::min_element(row.b, row.b + 3);
  addGaussians(
      low, high,
      [&](double s) {
        double weight = 0;
        for (int i = 0; i < 3; ++i) weight += row.a[i] * std::exp(-row.b[i] * s);
        return weight;
      },
      terms);
  for (int i = 0; i < 3; ++i) {
    if (row.d[i] >= low) terms.push_back({row.c[i], row.d[i]});
  }
  return terms;
}

/// (2 + b k^2) / (1 + b k^2)^2 = integral of (1 + s/b) exp(-s/b) exp(-s k^2) ds / b.
std::vector<ScatteringFactors::Gaussian> lobatoGaussians(const LobatoTable::Row& row, double low) {
  std::vector<ScatteringFactors::Gaussian> terms;
  const double high = 1.3 * kFarEnd * *std::max_element(row.b, row.b + 5);
  addGaussians(
      low, high,
      [&](double s) {
        double weight = 0;
        for (int i = 0; i < 5; ++i) {
          const double u = s / row.b[i];
          weight += row.a[i] / row.b[i] * (1 + u) * std::exp(-u);
        }
        return weight;
      },
      terms);
  return terms;
}

std::vector<ScatteringFactors::Gaussian> pengGaussians(const PengTable::Row& row, double low) {
  std::vector<ScatteringFactors::Gaussian> terms;
  for (int i = 0; i < 5; ++i) {
    if (row.b[i] / 4 >= low) terms.push_back({row.a[i], row.b[i] / 4});
  }
  return terms;
}

}  // namespace

double ScatteringFactors::factor(int atomicNumber, double k_invA) const {
  const double k2 = k_invA * k_invA;
  switch (parametrisation_) {
    case Parametrisation::kirkland:
      return kirklandFactor(KirklandTable::row(atomicNumber), k2);
    case Parametrisation::lobato:
      return lobatoFactor(LobatoTable::row(atomicNumber), k2);
    case Parametrisation::peng:
      break;
  }
  return pengFactor(PengTable::row(atomicNumber), k2);
}

std::vector<ScatteringFactors::Gaussian> ScatteringFactors::gaussians(int atomicNumber,
                                                                      double smallest_A2) const {
  switch (parametrisation_) {
    case Parametrisation::kirkland:
      return kirklandGaussians(KirklandTable::row(atomicNumber), smallest_A2);
    case Parametrisation::lobato:
      return lobatoGaussians(LobatoTable::row(atomicNumber), smallest_A2);
    case Parametrisation::peng:
      break;
  }
  return pengGaussians(PengTable::row(atomicNumber), smallest_A2);
}

double ScatteringFactors::projectedTransform(int atomicNumber, double k_invA) const {
  return kTransformOfFactor * factor(atomicNumber, k_invA);
}

double ScatteringFactors::projectedPotential(int atomicNumber, double r_A) const {
  if (!(r_A > 0)) {
    throw Error(ErrorKind::usage, fmt::format("no projected potential at r = {}", r_A),
                "it diverges at the nucleus", "ask for a positive distance");
  }
  switch (parametrisation_) {
    case Parametrisation::kirkland:
      return kTransformOfFactor * kirklandProjected(KirklandTable::row(atomicNumber), r_A);
    case Parametrisation::lobato:
      return kTransformOfFactor * lobatoProjected(LobatoTable::row(atomicNumber), r_A);
    case Parametrisation::peng:
      break;
  }
  return kTransformOfFactor * pengProjected(PengTable::row(atomicNumber), r_A);
}

}  // namespace glasscope
