#include "sim/springs/StillingerWeber.h"

#include <cmath>

namespace glasscope::sim {
namespace {

// What a vector to a neighbour is to an angle.
struct Bond {
  double length_A;
  Vec3 unit;
  double slope, curve;  // of exp(gamma / (r - r_c)), over its value

  Bond(const Vec3& vector, double gamma_A, double cutoff_A)
      : length_A(vector.norm()), unit(vector / length_A) {
    const double left = length_A - cutoff_A;
    slope = -gamma_A / (left * left);
    curve = slope * slope + 2 * gamma_A / (left * left * left);
  }
  // The second derivatives of its length.
  Mat3 across() const { return (Mat3::Identity() - unit * unit.transpose()) / length_A; }
};

}  // namespace

std::optional<StillingerWeber> StillingerWeber::of(const Potential& potential) {
  if (potential.identity().kimId.empty() || potential.elements().size() != 1) return std::nullopt;
  const auto model = Kim::find(potential.identity().kimId, potential.elements());
  if (!model) return std::nullopt;
  const auto parameters = Kim::stillingerWeber(*model);
  if (!parameters) return std::nullopt;
  return StillingerWeber(*parameters);
}

// A (B (sigma/r)^p - (sigma/r)^q) exp(sigma / (r - r_c)).
StillingerWeber::Pair StillingerWeber::pair(double r_A) const {
  if (r_A >= p_.cutoff_A) return {};
  const double left = r_A - p_.cutoff_A;
  const double fade = p_.a_eV * std::exp(p_.sigma_A / left);
  const double fadeSlope = -p_.sigma_A / (left * left);
  const double fadeCurve = fadeSlope * fadeSlope + 2 * p_.sigma_A / (left * left * left);
  const double push = p_.b * std::pow(p_.sigma_A / r_A, p_.p);
  const double pull = std::pow(p_.sigma_A / r_A, p_.q);
  const double core = push - pull;
  const double coreFirst = (-p_.p * push + p_.q * pull) / r_A;
  const double coreSecond = (p_.p * (p_.p + 1) * push - p_.q * (p_.q + 1) * pull) / (r_A * r_A);
  return {fade * core, fade * (coreFirst + core * fadeSlope),
          fade * (coreSecond + 2 * coreFirst * fadeSlope + core * fadeCurve)};
}

// lambda (cos - cos_0)^2 exp(gamma / (r_1 - r_c) + gamma / (r_2 - r_c)), as a function of the two
// lengths and the cosine, and these as functions of the vectors.
StillingerWeber::Angle StillingerWeber::angle(const Vec3& one, const Vec3& other) const {
  const Bond a(one, p_.gamma_A, p_.cutoff_A), b(other, p_.gamma_A, p_.cutoff_A);
  if (a.length_A >= p_.cutoff_A || b.length_A >= p_.cutoff_A) return {};
  const double cosine = a.unit.dot(b.unit), off = cosine - p_.cosine;
  const double fade = p_.lambda_eV * std::exp(p_.gamma_A / (a.length_A - p_.cutoff_A) +
                                              p_.gamma_A / (b.length_A - p_.cutoff_A));
  const double energy = fade * off * off, bend = 2 * fade * off;
  // Gradients of the lengths and of the cosine, over both vectors.
  Eigen::Matrix<double, 6, 3> gradients = Eigen::Matrix<double, 6, 3>::Zero();
  gradients.col(0).head<3>() = a.unit;
  gradients.col(1).tail<3>() = b.unit;
  const Vec3 turnA = (b.unit - cosine * a.unit) / a.length_A;
  const Vec3 turnB = (a.unit - cosine * b.unit) / b.length_A;
  gradients.col(2) << turnA, turnB;
  const Vec3 first(energy * a.slope, energy * b.slope, bend);
  Mat3 second;
  second << energy * a.curve, energy * a.slope * b.slope, bend * a.slope,  //
      energy * a.slope * b.slope, energy * b.curve, bend * b.slope,        //
      bend * a.slope, bend * b.slope, 2 * fade;
  Angle angle;
  angle.energy_eV = energy;
  angle.gradient = gradients * first;
  angle.curvature = gradients * second * gradients.transpose();
  const auto bent = [&](const Bond& bond, const Vec3& turn) -> Mat3 {
    return -(bond.unit * turn.transpose() + turn * bond.unit.transpose() + cosine * bond.across()) /
           bond.length_A;
  };
  const Mat3 mixed = (b.across() - a.unit * turnB.transpose()) / a.length_A;
  angle.curvature.topLeftCorner<3, 3>() += first[0] * a.across() + bend * bent(a, turnA);
  angle.curvature.bottomRightCorner<3, 3>() += first[1] * b.across() + bend * bent(b, turnB);
  angle.curvature.topRightCorner<3, 3>() += bend * mixed;
  angle.curvature.bottomLeftCorner<3, 3>() += bend * mixed.transpose();
  return angle;
}

}  // namespace glasscope::sim
