#include "sim/deformation/AthermalModuli.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/deformation/QuasiStatic.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

const ElasticResponse& response() {
  static const ElasticResponse found =
      elasticResponse(*EamTables::of(cuZr()), cuZr().elements(), glass(), Curvature::piecewise);
  return found;
}

// Two routes to one tensor: minima of LAMMPS, and linear response. The small sample is under 7 GPa,
// so that the turn of simple shear and the growth of the volume show: left out, components are off
// by up to 7 GPa. One GPa: between +-1e-4 some pairs cross knots of the tables, where second
// derivatives jump (smooth and piecewise ones give tensors that differ by 0.2), and its softest
// directions are not straight over that strain.
TEST(AthermalModuli, areThoseOfLinearResponse) {
  const AthermalModuli found = athermalModuli(cuZr(), glass());
  EXPECT_LE(found.forceNorm_eV_per_A, 1e-6) << "moduli of a sample that is not relaxed are stiffer";
  const ElasticTensor difference = found.tensor_GPa - response().relaxed_GPa;
  EXPECT_LT(difference.cwiseAbs().maxCoeff(), 1.2) << difference;
  EXPECT_LT(difference.norm() / 6, 0.35) << difference;
  EXPECT_GT(response().stress_GPa.cwiseAbs().maxCoeff(), 5) << "no stress, no test of its terms";
}

// The stress in a crystal of one kind of atom is that of its pairs, whatever the strain: nothing to
// relax, and energies give the constants by themselves.
TEST(AthermalModuli, ofAStressedCrystalAreThoseOfItsResponse) {
  const Potential copper = Potential::find("mendelev-2009", {29});
  const Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.55, {29}, 4);
  const auto linear =
      elasticResponse(*EamTables::of(copper), copper.elements(), crystal, Curvature::smooth);
  ASSERT_LT(linear.stress_GPa[0], -5) << "compressed by 2.4 %";
  const AthermalModuli found = athermalModuli(copper, crystal, 1e-3);
  EXPECT_LT((found.tensor_GPa - linear.relaxed_GPa).cwiseAbs().maxCoeff(),
            0.005 * linear.relaxed_GPa(0, 0))
      << found.tensor_GPa;
}

// Any potential: silicon through KIM. In the diamond structure the two sublattices move against
// each other under shear, so c44 is far below the affine one.
TEST(AthermalModuli, ofSiliconAreCubicAndRelaxed) {
  const Potential silicon = Potential::find("sw-si-1985", {14});
  const auto c =
      athermalModuli(silicon, latticeAtoms(LatticeKind::diamond, 5.43095, {14}, 3)).tensor_GPa;
  for (int k = 0; k < 3; ++k) {
    EXPECT_NEAR(c(k, k), c(0, 0), 0.01);
    EXPECT_NEAR(c(k, (k + 1) % 3), c(0, 1), 0.01);
    EXPECT_NEAR(c(3 + k, 3 + k), c(3, 3), 0.01);
    EXPECT_NEAR(c(k, 3 + k), 0, 0.01);
  }
}

}  // namespace
}  // namespace glasscope::sim
