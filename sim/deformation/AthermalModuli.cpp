#include "sim/deformation/AthermalModuli.h"

#include <algorithm>
#include <array>

#include "sim/deformation/StrainedSample.h"

namespace glasscope::sim {
namespace {

constexpr double kForceTolerance_eV_per_A = 1e-6;

// In Voigt's order: xx, yy, zz, yz, xz, xy.
constexpr std::array kPaths{StrainPath::uniaxialX, StrainPath::uniaxialY, StrainPath::uniaxialZ,
                            StrainPath::shearYz,   StrainPath::shearXz,   StrainPath::shearXy};

Eigen::Matrix<double, 6, 1> voigt(const Mat3& m) {
  Eigen::Matrix<double, 6, 1> six;
  six << m(0, 0), m(1, 1), m(2, 2), m(1, 2), m(0, 2), m(0, 1);
  return six;
}

// From the change of Cauchy's stress along a gradient to that of V sigma / V0 along its symmetric
// part.
Mat3 withoutTurn(const Mat3& change_GPa, StrainPath path, const Mat3& stress_GPa) {
  const Mat3 growth = deformationGradient(path, 1) - Mat3::Identity();
  const Mat3 turn = 0.5 * (growth - growth.transpose());
  return change_GPa - (turn * stress_GPa - stress_GPa * turn) + growth.trace() * stress_GPa;
}

}  // namespace

AthermalModuli athermalModuli(const Potential& potential, const Atoms& minimum, double strain) {
  StrainedSample sample(potential, minimum, kForceTolerance_eV_per_A);
  const auto start = sample.at(StrainPath::shearXy, 0);
  AthermalModuli moduli;
  moduli.forceNorm_eV_per_A = start.forceNorm_eV_per_A;
  for (std::size_t k = 0; k < kPaths.size(); ++k) {
    std::array<Mat3, 2> stress_GPa;
    for (std::size_t side = 0; side < 2; ++side) {
      sample.putBack(kPaths[k], start);
      const auto state = sample.at(kPaths[k], side == 0 ? -strain : strain);
      stress_GPa[side] = state.stress_GPa;
      moduli.forceNorm_eV_per_A = std::max(moduli.forceNorm_eV_per_A, state.forceNorm_eV_per_A);
    }
    const Mat3 change = (stress_GPa[1] - stress_GPa[0]) / (2 * strain);
    moduli.tensor_GPa.col(static_cast<Eigen::Index>(k)) =
        voigt(withoutTurn(change, kPaths[k], start.stress_GPa));
  }
  return moduli;
}

}  // namespace glasscope::sim
