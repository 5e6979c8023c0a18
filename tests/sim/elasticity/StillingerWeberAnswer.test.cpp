#include "sim/elasticity/StillingerWeberAnswer.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Progress.h"
#include "sim/deformation/AthermalModuli.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

// In the diamond structure the sublattices move against each other under shear: affine and relaxed
// constants differ, and both ways of getting the latter share nothing but the potential.
TEST(StillingerWeberAnswer, ofDiamondAreTheConstantsOfStrainedMinima) {
  Progress::setQuiet(true);
  const Atoms crystal = latticeAtoms(LatticeKind::diamond, 5.43095, {14}, 3);
  const auto response = elasticResponse(silicon(), crystal);
  ASSERT_TRUE(response.has_value());
  const ElasticTensor& c = response->relaxed_GPa;
  for (int k = 0; k < 3; ++k) {
    EXPECT_NEAR(c(k, k), c(0, 0), 1e-6);
    EXPECT_NEAR(c(k, (k + 1) % 3), c(0, 1), 1e-6);
    EXPECT_NEAR(c(3 + k, 3 + k), c(3, 3), 1e-6);
    EXPECT_NEAR(c(k, 3 + k), 0, 1e-6);
  }
  EXPECT_GT(response->affine_GPa(3, 3), 1.5 * c(3, 3));
  EXPECT_LT(response->stress_GPa.norm(), 0.01) << "the lattice constant of the minimum";
  // 1e-4 of strain: the constants change by some 1e-3 over it.
  const ElasticTensor strained = athermalModuli(silicon(), crystal).tensor_GPa;
  EXPECT_LT((c - strained).cwiseAbs().maxCoeff(), 2e-3 * c(0, 0)) << strained;
}

// The exact sum rule, and the same of a disordered sample under stress by another route.
TEST(StillingerWeberAnswer, ofAmorphousSiliconAddUpAndAreThoseOfStrainedMinima) {
  Progress::setQuiet(true);
  const auto response = *elasticResponse(silicon(), amorphousSilicon());
  ElasticTensor mean = ElasticTensor::Zero();
  for (const ElasticTensor& tensor : response.local_GPa) mean += tensor / 216;
  EXPECT_LT((mean - response.relaxed_GPa).norm(), 1e-9 * response.relaxed_GPa.norm());
  EXPECT_LT(shearModulus(response.relaxed_GPa), shearModulus(response.affine_GPa));
  const double stress = response.stress_GPa.cwiseAbs().maxCoeff();
  EXPECT_LT(response.asymmetry_GPa, 2 * stress + 1e-3);
  const ElasticTensor strained = athermalModuli(silicon(), amorphousSilicon()).tensor_GPa;
  EXPECT_LT((response.relaxed_GPa - strained).cwiseAbs().maxCoeff(),
            0.01 * response.relaxed_GPa(0, 0))
      << strained << "\n\n"
      << response.relaxed_GPa;
}

// What an atom answers is its share: a third of each of its angles, a half of each of its pairs.
// In one cell with all atoms alike, that is the mean for each of them.
TEST(StillingerWeberAnswer, atomsThatAreAlikeAnswerAlike) {
  const auto response =
      *elasticResponse(silicon(), latticeAtoms(LatticeKind::diamond, 5.3, {14}, 2));
  ASSERT_GT(std::abs(response.stress_GPa[0]), 1) << "compressed";
  for (const ElasticTensor& tensor : response.local_GPa)
    EXPECT_NEAR(shearModulus(tensor), shearModulus(response.relaxed_GPa), 1e-6);
}

}  // namespace
}  // namespace glasscope::sim
