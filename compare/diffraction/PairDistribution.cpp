#include "compare/diffraction/PairDistribution.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/scattering/ScatteringFactors.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using constants::kPi;

constexpr int kLeastRings = 16;

[[noreturn]] void refuse(const char* why, const char* remedy) {
  throw Error(ErrorKind::usage, "the pair distribution has senseless settings", why, remedy);
}

void check(const PairDistributionSettings& s) {
  double sum = 0;
  for (const double c : s.fractions) sum += c;
  if (s.atomicNumbers.empty() || s.atomicNumbers.size() != s.fractions.size() ||
      std::abs(sum - 1) > 1e-6) {
    refuse("every species needs a fraction, and fractions add up to 1", "give both for each");
  }
  if (!(s.density_per_A3 > 0)) refuse("the density is not positive", "give atoms per angstrom^3");
  if (!(s.range_A > 0 && s.step_A > 0)) refuse("the range of r is empty", "use 15 and 0.02");
  if (s.scaleDegree < -1 || s.scaleDegree > 4) {
    refuse("the scale is a polynomial of degree 0 to 4, or fixed (-1)", "use 1");
  }
  if (s.scaleDegree == -1 && !(s.scale > 0)) refuse("a fixed scale is positive", "give it");
}

/// <f^2> and <f>^2, angstrom^2.
struct MeanFactors {
  double squares = 0, square = 0;

  static MeanFactors at(double k_invA, const PairDistributionSettings& settings) {
    const ScatteringFactors factors(Parametrisation::lobato);
    MeanFactors result;
    double mean = 0;
    for (std::size_t i = 0; i < settings.fractions.size(); ++i) {
      const double f = factors.factor(settings.atomicNumbers[i], k_invA);
      result.squares += settings.fractions[i] * f * f;
      mean += settings.fractions[i] * f;
    }
    result.square = mean * mean;
    return result;
  }
};

/// N(k) by least squares of I / <f^2>: what oscillates about it averages out over the range. Every
/// ring counts alike, so that the many pixels of the outer ones do not decide alone.
std::vector<double> fittedScale(const std::vector<double>& k, const std::vector<double>& ratio,
                                int degree) {
  const auto rows = static_cast<Eigen::Index>(k.size());
  Eigen::MatrixXd powers(rows, degree + 1);
  Eigen::VectorXd values(rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const double x = k[static_cast<std::size_t>(i)] / k.back();
    for (int p = 0; p <= degree; ++p) powers(i, p) = std::pow(x, p);
    values(i) = ratio[static_cast<std::size_t>(i)];
  }
  const Eigen::VectorXd fit = powers * powers.colPivHouseholderQr().solve(values);
  return {fit.begin(), fit.end()};
}

/// int phi(k) w(k) sin(2 pi k r) dk from 0 to the last k, phi a straight line between rings and
/// from (0, 0) to the first.
double sineTransform(const PairDistribution& d, bool lorch, double r_A) {
  const auto value = [&](double k, double phi) {
    const double x = kPi * k / d.k_invA.back();
    const double window = lorch && x > 0 ? std::sin(x) / x : 1;
    return phi * window * std::sin(2 * kPi * k * r_A);
  };
  double sum = 0, k0 = 0, phi0 = 0;
  for (std::size_t i = 0; i < d.k_invA.size(); ++i) {
    const double k1 = d.k_invA[i], phi1 = d.phi_invA[i];
    // The sine turns many times between two rings far apart: at least eight steps a period.
    const int parts = 1 + static_cast<int>(8 * (k1 - k0) * r_A);
    for (int p = 0; p < parts; ++p) {
      const double a = static_cast<double>(p) / parts, b = static_cast<double>(p + 1) / parts;
      const auto at = [&](double t) { return value(k0 + t * (k1 - k0), phi0 + t * (phi1 - phi0)); };
      sum += (at(a) + 4 * at((a + b) / 2) + at(b)) / 6 * (b - a) * (k1 - k0);  // Simpson
    }
    k0 = k1;
    phi0 = phi1;
  }
  return sum;
}

}  // namespace

PairDistribution pairDistribution(std::span<const double> k_invA, std::span<const double> intensity,
                                  const PairDistributionSettings& settings) {
  check(settings);
  PairDistribution result;
  std::vector<double> counted, ratio;
  std::vector<MeanFactors> means;
  for (std::size_t i = 0; i < std::min(k_invA.size(), intensity.size()); ++i) {
    const double k = k_invA[i];
    if (k < settings.min_invA || (settings.max_invA > 0 && k > settings.max_invA)) continue;
    const bool rises = result.k_invA.empty() ? k > 0 : k > result.k_invA.back();
    if (!rises || !std::isfinite(intensity[i])) {
      throw Error(ErrorKind::input, "these rings cannot be reduced",
                  fmt::format("at {} 1/angstrom k does not rise or the intensity is no number", k),
                  "give azimuthal means by rising k");
    }
    means.push_back(MeanFactors::at(k, settings));
    result.k_invA.push_back(k);
    counted.push_back(intensity[i]);
    ratio.push_back(intensity[i] / means.back().squares);
  }
  if (counted.size() < kLeastRings) {
    throw Error(ErrorKind::input, "these rings cannot be reduced",
                fmt::format("{} lie between the least and the largest k, {} are needed",
                            counted.size(), kLeastRings),
                "record to larger angles, or widen the range");
  }
  result.scale = settings.scaleDegree < 0 ? std::vector<double>(counted.size(), settings.scale)
                                          : fittedScale(result.k_invA, ratio, settings.scaleDegree);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    const double n = result.scale[i];
    if (!(n > 0)) {
      throw Error(
          ErrorKind::input, "these rings cannot be reduced",
          fmt::format("the fitted scale is not positive at {} 1/angstrom", result.k_invA[i]),
          "subtract the background of the detector, or fit a lower degree");
    }
    result.s.push_back(1 + (counted[i] - n * means[i].squares) / (n * means[i].square));
    result.phi_invA.push_back(result.k_invA[i] * (result.s.back() - 1));
  }
  for (int i = 1; i <= static_cast<int>(settings.range_A / settings.step_A * (1 + 1e-12)); ++i) {
    const double r = i * settings.step_A;
    const double G = 8 * kPi * sineTransform(result, settings.lorch, r);
    result.r_A.push_back(r);
    result.G_per_A2.push_back(G);
    result.g.push_back(1 + G / (4 * kPi * r * settings.density_per_A3));
  }
  return result;
}

}  // namespace glasscope::compare
