#include "sim/elasticity/AffineResponse.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "sim/elasticity/ElasticResponse.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

void expectThatOfTheResponse(const Potential& potential, const Atoms& minimum) {
  const auto model = AffineModel::of(potential);
  ASSERT_TRUE(model);
  const auto affine = model->at(minimum);
  const auto response = elasticResponse(potential, minimum);
  ASSERT_TRUE(response);
  EXPECT_EQ(affine.tensor_GPa, response->affine_GPa);
  EXPECT_EQ(affine.stress_GPa, response->stress_GPa);
}

TEST(AffineResponse, ofAMinimumIsThatOfItsLinearResponse) {
  expectThatOfTheResponse(cuZr(), glass());
  expectThatOfTheResponse(silicon(), amorphousSilicon());
}

// Far from any minimum as well: the pressure that LAMMPS has of the forces.
TEST(AffineResponse, hasTheStressThatLammpsHas) {
  for (const auto& [potential, atoms] :
       {std::pair{cuZr(), glass()}, std::pair{silicon(), rattledSilicon(2, 0.3)}}) {
    Atoms moved = atoms;
    for (std::size_t i = 0; i < moved.size(); ++i) {
      Random random(2, "hot", 0, i);
      for (int axis = 0; axis < 3; ++axis) moved.positions[i][axis] += 0.1 * random.normal();
    }
    const double pressure_GPa =
        constants::kGPa_per_bar * staticState(potential, moved).pressure_bar;
    const auto stress = AffineModel::of(potential)->at(moved).stress_GPa;
    // LAMMPS' unit of pressure is rounded to seven digits.
    EXPECT_NEAR(-stress.head<3>().mean(), pressure_GPa, 1e-6 * std::abs(pressure_GPa) + 1e-7);
    EXPECT_GT(std::abs(pressure_GPa), 0.1);
  }
}

}  // namespace
}  // namespace glasscope::sim
