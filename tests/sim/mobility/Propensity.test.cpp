#include "sim/mobility/Propensity.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/LoneRank.h"
#include "core/system/Progress.h"
#include "tests/TemporaryFolder.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

using testing::HasSubstr;

class PropensityTest : public testing::Test {
 protected:
  PropensityTest() {
    Progress::setQuiet(true);
    settings_.runs = 8;
    settings_.temperature_K = 100;
    settings_.time_ps = 0.4;
    settings_.times = 2;
    settings_.timestep_fs = 4;
  }
  Propensity of(const Atoms& atoms, const UnitCheckpoint& done = {}) const {
    const LoneRank alone;
    return propensity(cuZr(), atoms, true, settings_, done);
  }
  // Of a crystal: two kinds of places.
  static Atoms crystal() { return latticeAtoms(LatticeKind::b2, 3.22857, {29, 40}, 4); }

  PropensitySettings settings_;
};

// All atoms of one sublattice are alike: what their propensities differ by is accident, and the
// errors say how much. The lighter atoms go farther.
TEST_F(PropensityTest, ofACrystalDiffersByItsErrorsAlone) {
  settings_.runs = 16;
  const Propensity found = of(crystal());
  ASSERT_EQ(found.times.size(), 2u);
  EXPECT_DOUBLE_EQ(found.times[0].time_ps, 0.2);
  EXPECT_DOUBLE_EQ(found.times[1].time_ps, 0.4);
  // Half of what was given went into the springs; so early some of it still swings back and forth.
  EXPECT_NEAR(found.temperature_K, 100, 20);
  const Propensity::Time& last = found.times.back();
  double squares = 0, mean[2] = {0, 0};
  for (std::size_t i = 0; i < 128; ++i) mean[i % 2] += last.square_A2[i] / 64;
  for (std::size_t i = 0; i < 128; ++i)
    squares += std::pow((last.square_A2[i] - mean[i % 2]) / last.error_A2[i], 2) / 128;
  // Student's t of 15 degrees of freedom has a variance of 1.15; squares of displacements have long
  // tails, and neighbours go together.
  EXPECT_GT(squares, 0.6);
  EXPECT_LT(squares, 2);
  EXPECT_NEAR(last.means_A2[1].mean, mean[0], 1e-12);
  EXPECT_NEAR(last.means_A2[2].mean, mean[1], 1e-12);
  EXPECT_NEAR(last.means_A2[0].mean, 0.5 * (mean[0] + mean[1]), 1e-12);
  EXPECT_LT(last.means_A2[0].error, 0.1 * last.means_A2[0].mean);
  // Twice the variance of a site (0.0035 angstrom^2 along an axis at 100 K), three axes.
  EXPECT_GT(last.means_A2[0].mean, 0.005);
  EXPECT_LT(last.means_A2[0].mean, 0.05);
}

// Another set of as many runs: the two agree as well as the reproducibility says.
TEST_F(PropensityTest, comesAgainAsWellAsItSays) {
  settings_.runs = 8;
  settings_.temperature_K = 500;
  const Propensity one = of(glass());
  settings_.seed = 2;
  const Propensity other = of(glass());
  const auto& a = one.times.back().square_A2;
  const auto& b = other.times.back().square_A2;
  const auto count = static_cast<double>(a.size());
  double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) ma += a[i] / count, mb += b[i] / count;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
    ab += (a[i] - ma) * (b[i] - mb);
  }
  const double correlation = ab / std::sqrt(aa * bb);
  EXPECT_GT(correlation, 0.2) << "places of a glass differ";
  EXPECT_NEAR(correlation, one.times.back().reproducibility, 0.2);
}

TEST_F(PropensityTest, goesOnWithTheSameBitsWhereItWasKilled) {
  settings_.runs = 3;
  settings_.time_ps = 0.08;
  const TemporaryFolder folder;
  const Propensity whole = of(crystal(), UnitCheckpoint(folder.path(), "run", "a"));
  std::filesystem::remove(folder / "run.unit1");
  const Propensity resumed = of(crystal(), UnitCheckpoint(folder.path(), "run", "a"));
  EXPECT_EQ(resumed.times[1].square_A2, whole.times[1].square_A2);
  EXPECT_EQ(resumed.times[1].error_A2, whole.times[1].error_A2);
  EXPECT_EQ(resumed.temperature_K, whole.temperature_K);
  settings_.seed = 5;
  EXPECT_NE(of(crystal()).times[1].square_A2, whole.times[1].square_A2);
}

TEST_F(PropensityTest, becomesColumnsAndATable) {
  Propensity found;
  found.runs = 4;
  found.temperature_K = 301;
  found.times.push_back({1, {1, 2}, {0.1, 0.2}, {{1.5, 0.1}, {1, 0.2}, {2, 0.3}}, 0.25});
  found.times.push_back({2, {3, 5}, {0.3, 0.4}, {{4, 0.5}, {3, 0.6}, {5, 0.7}}, 0.75});
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(10));
  atoms.add(29, Vec3::Zero());
  atoms.add(40, Vec3::Constant(5));
  addPropensity(found, atoms);
  EXPECT_EQ(atoms.columns.at("propensity_A2").values, (std::vector<double>{3, 5}));
  EXPECT_EQ(atoms.columns.at("propensity_error_A2").values, (std::vector<double>{0.3, 0.4}));
  const std::string table = propensityCsv(found, atoms);
  EXPECT_THAT(table, HasSubstr("\n2,all,4,0.5,0.7500\n2,Cu,3,0.6,\n2,Zr,5,0.7,\n"));
}

TEST_F(PropensityTest, refusesWhatCannotBe) {
  const auto refused = [&](auto&& change) {
    PropensitySettings wrong = settings_;
    change(wrong);
    EXPECT_THROW(wrong.validate(), Error);
  };
  EXPECT_NO_THROW(PropensitySettings().validate());
  refused([](auto& s) { s.runs = 1; });
  refused([](auto& s) { s.temperature_K = 0; });
  refused([](auto& s) { s.timestep_fs = 0; });
  refused([](auto& s) { s.times = 0; });
  refused([](auto& s) { s.time_ps = 0.004; });
  refused([](auto& s) { s.time_ps = NAN; });
  refused([](auto& s) { s.time_ps = 1e308; });
  refused([](auto& s) { s.timestep_fs = 1e-308; });
}

}  // namespace
}  // namespace glasscope::sim
