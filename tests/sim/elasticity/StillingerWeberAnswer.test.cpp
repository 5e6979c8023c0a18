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

// Four atoms in a chain with a bend at two of them, none straight and none like another. Each pair
// and each angle by itself, with tensions from differences of their energies: half of a pair's
// virial is each of its atoms', and a third of an angle's is each of its three. So the first and
// the last atom have a share of one angle, and those between of both.
class BentChain : public testing::Test {
 protected:
  BentChain() {
    chain_.box = Box::orthogonal(Vec3::Constant(30));
    for (const Vec3& at :
         {Vec3(2.1, 0.4, -0.7), Vec3(0, 0, 0), Vec3(-1.2, 1.9, 0.9), Vec3(-1.6, 3.3, 2.7)})
      chain_.add(14, Vec3::Constant(15) + at);
  }

  static SixStrains virialOf(const Vec3& apart, const Vec3& tension) {
    const Mat3 half = 0.5 * (apart * tension.transpose() + tension * apart.transpose());
    SixStrains v;
    v << half(0, 0), half(1, 1), half(2, 2), half(1, 2), half(0, 2), half(0, 1);
    return v;
  }

  template <class Energy>  // of the vector
  static Vec3 tensionOf(const Vec3& apart, const Energy& energy) {
    constexpr double kStep_A = 1e-5;
    Vec3 tension;
    for (int axis = 0; axis < 3; ++axis) {
      const Vec3 step = kStep_A * Vec3::Unit(axis);
      tension[axis] = (energy(apart + step) - energy(apart - step)) / (2 * kStep_A);
    }
    return tension;
  }

  /// Of an angle at `at`, by both of its sides.
  SixStrains angleVirial(std::size_t at, std::size_t one, std::size_t other) const {
    const Vec3 a = chain_.positions[one] - chain_.positions[at];
    const Vec3 b = chain_.positions[other] - chain_.positions[at];
    const Vec3 ta = tensionOf(a, [&](const Vec3& d) { return model_.angle(d, b).energy_eV; });
    const Vec3 tb = tensionOf(b, [&](const Vec3& d) { return model_.angle(a, d).energy_eV; });
    return virialOf(a, ta) + virialOf(b, tb);
  }

  SixStrains pairVirial(std::size_t one, std::size_t other) const {
    const Vec3 apart = chain_.positions[other] - chain_.positions[one];
    return virialOf(
        apart, tensionOf(apart, [&](const Vec3& d) { return model_.pair(d.norm()).energy_eV; }));
  }

  StillingerWeber model_ = *StillingerWeber::of(silicon());
  Atoms chain_;
};

TEST_F(BentChain, everyAtomHasItsHalvesOfPairsAndItsThirdsOfAngles) {
  const StillingerWeberBonds sample(model_, chain_);
  const StrainAnswer answer = stillingerWeberAnswer(model_, sample, nullptr);
  const SixStrains p01 = pairVirial(0, 1), p12 = pairVirial(1, 2), p23 = pairVirial(2, 3);
  const SixStrains first = angleVirial(1, 0, 2), second = angleVirial(2, 1, 3);
  EXPECT_GT(first.norm(), 0.05);
  EXPECT_GT((first - second).norm(), 0.05);
  const SixStrains expected[] = {p01 / 2 + first / 3, (p01 + p12) / 2 + (first + second) / 3,
                                 (p12 + p23) / 2 + (first + second) / 3, p23 / 2 + second / 3};
  for (std::size_t place = 0; place < 4; ++place) {
    const auto atom = static_cast<std::size_t>(sample.order()[place]);
    // Differences over 1e-5 angstrom: 1e-10 of the third derivative, 1e-11 of rounding.
    EXPECT_LT((answer.stress_eV[place] - expected[atom]).norm(), 1e-8) << atom;
  }
}

// The answer to a strain and displacements is the change of that virial, atom by atom: from chains
// that are strained (of a shear half on either side) and displaced by a little.
TEST_F(BentChain, everyAtomAnswersWithTheChangeOfItsVirial) {
  const StillingerWeberBonds sample(model_, chain_);
  Block<double> displacement(12);
  for (std::size_t row = 0; row < 12; ++row) {
    Random random(3, "chain", 0, row);
    for (int s = 0; s < 6; ++s) displacement.row(row)[s] = random.normal();
  }
  const StrainAnswer answer = stillingerWeberAnswer(model_, sample, &displacement);
  constexpr double kStep = 1e-5;
  for (int s = 0; s < kStrains; ++s) {
    const auto [a, b] = kVoigt[static_cast<std::size_t>(s)];
    Mat3 strain = Mat3::Zero();
    strain(a, b) += 0.5;
    strain(b, a) += 0.5;
    std::vector<SixStrains> change(4, SixStrains::Zero());
    for (const double sign : {1.0, -1.0}) {
      Atoms moved = chain_;
      for (std::size_t place = 0; place < 4; ++place) {
        Vec3& at = moved.positions[static_cast<std::size_t>(sample.order()[place])];
        const Vec3 from = at - Vec3::Constant(15);
        for (int axis = 0; axis < 3; ++axis) {
          at[axis] += sign * kStep *
                      (strain.row(axis).dot(from) +
                       displacement.row(3 * place + static_cast<std::size_t>(axis))[s]);
        }
      }
      const StillingerWeberBonds other(model_, moved);
      const StrainAnswer there = stillingerWeberAnswer(model_, other, nullptr);
      for (std::size_t place = 0; place < 4; ++place) {
        const auto atom = static_cast<std::size_t>(other.order()[place]);
        change[atom] += sign / (2 * kStep) * there.stress_eV[place];
      }
    }
    for (std::size_t place = 0; place < 4; ++place) {
      const SixStrains found = answer.virial_eV[place].col(s);
      const auto atom = static_cast<std::size_t>(sample.order()[place]);
      EXPECT_LT((found - change[atom]).norm(), 1e-7 * (1 + found.norm())) << atom << ", " << s;
    }
  }
}

}  // namespace
}  // namespace glasscope::sim
