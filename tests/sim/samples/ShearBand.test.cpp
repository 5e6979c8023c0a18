#include "sim/samples/ShearBand.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/deformation/NonAffineMotion.h"
#include "sim/quench/Descent.h"
#include "sim/samples/ModelSample.h"
#include "sim/statics/Statics.h"
#include "tests/sim/WorkFolder.h"

namespace glasscope::sim {
namespace {

const Potential& copper() {
  static const Potential potential = Potential::find("mendelev-2007", {29, 40});
  return potential;
}

// A random packing that has come to rest in the potential, as disordered as a glass, twice along z:
// 216 atoms, 24 angstrom high.
const Atoms& glass() {
  static const Atoms atoms = [] {
    const WorkFolder folder("shear_band_glass");
    SampleSettings settings;
    settings.kind = SampleKind::hardSpheres;
    const Atoms one = relaxed(
        copper(), modelSample(settings, {29, 40}, {0.64, 0.36}, 108, {{29, 1.28}, {40, 1.60}}), 0,
        folder.path);
    const Vec3 edges = one.box.lengths();
    Atoms two;
    two.box = Box::orthogonal({edges[0], edges[1], 2 * edges[2]}, one.box.origin());
    for (const double shift : {0.0, edges[2]})
      for (std::size_t i = 0; i < one.size(); ++i)
        two.add(one.atomicNumbers[i], one.positions[i] + Vec3(0, 0, shift));
    return two;
  }();
  return atoms;
}

SampleSettings band(double strain, SampleAxis axis = SampleAxis::z) {
  SampleSettings settings;
  settings.kind = SampleKind::shearBand;
  settings.size_A = 5;
  settings.axis = axis;
  settings.bandStrain = strain;
  return settings;
}

// Non-affine motion of each atom among its neighbours: four times that of the matrix at this
// strain. At 0.4 the matrix of so thin a sample flows too (1.7 times).
TEST(ShearBand, atomsOfTheBandMoveUnlikeTheirNeighboursAndTheMatrixLess) {
  const Atoms sheared = withShearBand(copper(), glass(), band(0.2));
  sheared.validate();
  EXPECT_EQ(sheared.ids, glass().ids);
  EXPECT_NEAR(sheared.box.volume(), glass().box.volume(), 1e-9 * sheared.box.volume());
  const auto& inside = sheared.columns.at("shear_band").values;
  const double height_A = glass().box.lengths()[2];
  EXPECT_NEAR(std::accumulate(inside.begin(), inside.end(), 0.0) / 216, 5 / height_A, 0.06);
  const auto d2min = nonAffineMotion(glass(), sheared, 3.9).d2min_A2;
  const double middle_A = sheared.box.origin()[2] + 0.5 * height_A;
  double band = 0, matrix = 0, bandAtoms = 0, matrixAtoms = 0;
  for (std::size_t i = 0; i < sheared.size(); ++i) {
    const double away_A = std::abs(sheared.box.wrap(sheared.positions[i])[2] - middle_A);
    EXPECT_EQ(inside[i] == 1, away_A < 2.5);
    band += inside[i] * d2min[i];
    bandAtoms += inside[i];
    if (away_A < 7) continue;
    matrix += d2min[i];
    ++matrixAtoms;
  }
  ASSERT_GT(bandAtoms, 30);
  ASSERT_GT(matrixAtoms, 60);
  EXPECT_GT(band / bandAtoms, 2 * matrix / matrixAtoms);
}

// What lies above the slab is moved by strain times thickness, and the box leans by as much.
TEST(ShearBand, theBoxLeansByTheDisplacementOfItsSides) {
  for (const auto& [axis, row, column] :
       {std::tuple{SampleAxis::z, 0, 2}, {SampleAxis::y, 0, 1}, {SampleAxis::x, 1, 0}}) {
    const Atoms sheared = withShearBand(copper(), glass(), band(0.04, axis));
    EXPECT_NEAR(sheared.box.matrix()(row, column), 0.2, 1e-9);
    Mat3 rest = sheared.box.matrix() - glass().box.matrix();
    rest(row, column) = 0;
    EXPECT_LT(rest.norm(), 1e-9);
    // Whole lattices are the same, and the energy is that of a minimum near the first one.
    const auto before = staticState(copper(), glass()), after = staticState(copper(), sheared);
    EXPECT_NEAR(after.energy_eV / 216, before.energy_eV / 216, 0.02);
  }
}

TEST(ShearBand, whatDoesNotRepeatOrFitIsRefused) {
  SampleSettings thick = band(0.1);
  thick.size_A = 0.51 * glass().box.lengths()[2];
  EXPECT_THROW(withShearBand(copper(), glass(), thick), Error);
  Atoms open = glass();
  open.box = Box::orthogonal(glass().box.lengths(), glass().box.origin(), {false, true, true});
  EXPECT_THROW(withShearBand(copper(), open, band(0.1)), Error);
  Atoms skewed = glass();
  Mat3 matrix = glass().box.matrix();
  matrix(0, 1) = 1;
  skewed.box = Box(matrix);
  EXPECT_THROW(withShearBand(copper(), skewed, band(0.1)), Error);
}

}  // namespace
}  // namespace glasscope::sim
