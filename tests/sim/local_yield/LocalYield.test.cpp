#include "sim/local_yield/LocalYield.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "sim/elasticity/ElasticResponse.h"
#include "tests/TemporaryFolder.h"
#include "tests/sim/local_yield/RoughSample.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class LocalYieldTest : public testing::Test {
 protected:
  LocalYieldTest() {
    Progress::setQuiet(true);
    settings_.radius_A = 5;
    settings_.sites = 2;
    settings_.directions = {StrainPath::shearXy};
    settings_.step = 0.01;
    settings_.smallestStep = 0.0025;
  }
  LocalYield found(const UnitCheckpoint& done = {}) const {
    return localYield(cuZr(), roughSample(), settings_, done).value();
  }

  LocalYieldSettings settings_;
};

void expectSame(const LocalYield& one, const LocalYield& other) {
  ASSERT_EQ(one.sites, other.sites);
  for (std::size_t k = 0; k < one.sites.size(); ++k) {
    ASSERT_EQ(one.found[k].size(), other.found[k].size());
    for (std::size_t load = 0; load < one.found[k].size(); ++load) {
      EXPECT_EQ(one.found[k][load].increment_GPa, other.found[k][load].increment_GPa);
      EXPECT_EQ(one.found[k][load].strain, other.found[k][load].strain);
      EXPECT_EQ(one.found[k][load].stiffness_GPa, other.found[k][load].stiffness_GPa);
      EXPECT_EQ(one.found[k][load].energyReleased_eV, other.found[k][load].energyReleased_eV);
      EXPECT_EQ(one.found[k][load].yielded, other.found[k][load].yielded);
    }
  }
  EXPECT_EQ(one.meanFree, other.meanFree);
  EXPECT_EQ(one.stuck, other.stuck);
}

// Every site of fcc is every other, every plane of the cube is every other, and there and back is
// the same; and where nothing can relax the slope is c44 of the crystal. A hundredth: the slope is
// taken over a strain of 1e-3, on which a table's second derivative jumps.
TEST_F(LocalYieldTest, ofACrystalIsTheSameEverywhereAndBeginsWithItsModulus) {
  const Potential copper = Potential::find("mendelev-2009", {29});
  const Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.63909, {29}, 5);
  settings_.sites = 2;
  settings_.directions = {StrainPath::shearXy, StrainPath::shearYz};
  settings_.step = settings_.smallestStep = 1e-3;
  settings_.largestStrain = 3e-3;
  const LocalYield elastic = localYield(copper, crystal, settings_).value();
  const double c44 = elasticResponse(copper, crystal)->relaxed_GPa(5, 5);
  for (const auto& site : elastic.found) {
    for (const SiteYield& load : site) {
      EXPECT_NEAR(load.stiffness_GPa, c44, 0.01 * c44);
      EXPECT_FALSE(load.yielded) << "at three thousandths";
      EXPECT_NEAR(load.increment_GPa, 3e-3 * c44, 0.02 * 3e-3 * c44);
    }
  }
  settings_.directions = {StrainPath::shearXy};
  settings_.step = 0.02;
  settings_.smallestStep = 0.005;
  settings_.largestStrain = 0.3;
  const LocalYield yield = localYield(copper, crystal, settings_).value();
  EXPECT_EQ(yield.meanFree, 43) << "1 + 12 + 6 + 24 within five angstrom";
  const SiteYield& first = yield.found[0][0];
  EXPECT_GT(first.increment_GPa, 1);
  for (const auto& site : yield.found) {
    for (const SiteYield& load : site) {
      EXPECT_EQ(load.yielded, first.yielded);
      EXPECT_NEAR(load.strain, first.strain, 1e-9);
      EXPECT_NEAR(load.increment_GPa, first.increment_GPa, 1e-3 * first.increment_GPa);
    }
  }
}

// A sphere whose surroundings do not give way is stiffer than the sample at rest, and softer than
// if no atom left the strain; before it yields it went up.
TEST_F(LocalYieldTest, ofAGlassLiesBetweenItsModuliAndAboveItsStressAtRest) {
  settings_.sites = 6;
  settings_.radius_A = 4.4;
  const LocalYield yield = localYield(cuZr(), glass(), settings_).value();
  const auto response = elasticResponse(cuZr(), glass());
  double stiffness = 0;
  int yielded = 0;
  for (const auto& site : yield.found) {
    ASSERT_EQ(site.size(), 2u) << "there and back";
    for (const SiteYield& load : site) {
      stiffness += load.stiffness_GPa / 12;
      EXPECT_GT(load.increment_GPa, 0);
      EXPECT_GT(load.strain, 0);
      yielded += load.yielded;
      if (load.yielded) {
        EXPECT_GT(load.energyReleased_eV, settings_.eventEnergy_eV);
        EXPECT_LT(load.strain, 0.2);
      }
    }
  }
  EXPECT_GE(yielded, 1);
  EXPECT_LT(stiffness, response->affine_GPa(5, 5));
  EXPECT_GT(stiffness, response->relaxed_GPa(5, 5));
  EXPECT_EQ(yield.stuck, 0);
}

TEST_F(LocalYieldTest, hasTheSameBitsOnAnyThreadsAndWhenItGoesOn) {
  settings_.sites = 3;
  settings_.largestStrain = 0.05;
  const TemporaryFolder folder;
  const int threads = threadCount();
  setThreadCount(1);
  const LocalYield one = found(UnitCheckpoint(folder.path(), "site", "a"));
  setThreadCount(3);
  const LocalYield three = found();
  std::filesystem::remove(folder / ("site.unit" + std::to_string(one.sites[1])));
  const LocalYield resumed = found(UnitCheckpoint(folder.path(), "site", "a"));
  setThreadCount(threads);
  expectSame(one, three);
  expectSame(one, resumed);
}

TEST_F(LocalYieldTest, becomesColumnsWithTheLeastOfAllLoads) {
  LocalYield yield;
  yield.loads = loadsOf(settings_);
  yield.sites = {1, 2};
  yield.found = {{{2, 0.1, 20, 0.1, true}, {1.5, 0.1, 20, 0.1, true}},
                 {{0.5, 0.02, 20, 0.1, true}, {3, 0.2, 20, 0, false}}};
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(10));
  for (int i = 0; i < 3; ++i) atoms.add(29, Vec3::Constant(3.0 * i));
  addLocalYield(yield, settings_, atoms);
  EXPECT_EQ(atoms.columns.at("local_yield_xy_GPa").values[2], 0.5);
  EXPECT_EQ(atoms.columns.at("local_yield_xy_reverse_GPa").values[1], 1.5);
  EXPECT_EQ(atoms.columns.at("local_yield_GPa").values[1], 1.5);
  EXPECT_EQ(atoms.columns.at("local_yield_GPa").values[2], 0.5);
  for (const Column& column : atoms.columns) EXPECT_TRUE(std::isnan(column.values[0]));
  yield.loads.pop_back();
  Atoms one;
  one.box = atoms.box;
  for (int i = 0; i < 3; ++i) one.add(29, Vec3::Constant(3.0 * i));
  addLocalYield(yield, settings_, one);
  EXPECT_EQ(one.columns.size(), 1u) << "the least of one load is that load";
  yield.loads = loadsOf(settings_);
  EXPECT_THAT(localYieldCsv(yield, atoms), HasSubstr("\n3,xy_reverse,3,0.2,20,0,0\n"));
}

TEST_F(LocalYieldTest, drawsItsSitesBySeed) {
  settings_.sites = 5;
  const auto sites = chosenSites(100, settings_);
  EXPECT_EQ(sites.size(), 5u);
  EXPECT_TRUE(std::is_sorted(sites.begin(), sites.end()));
  EXPECT_EQ(std::adjacent_find(sites.begin(), sites.end()), sites.end());
  EXPECT_EQ(chosenSites(100, settings_), sites);
  settings_.seed = 2;
  EXPECT_NE(chosenSites(100, settings_), sites);
  settings_.sites = 0;
  EXPECT_EQ(chosenSites(4, settings_), (std::vector<std::size_t>{0, 1, 2, 3}));
  settings_.sites = 9;
  EXPECT_EQ(chosenSites(4, settings_).size(), 4u);
}

TEST_F(LocalYieldTest, ofOtherPotentialsAndSamplesIsNone) {
  EXPECT_FALSE(localYield(silicon(), rattledSilicon(3, 0), settings_));
  const auto refused = [&](const Atoms& atoms, const char* what) {
    try {
      localYield(cuZr(), atoms, settings_);
      ADD_FAILURE() << what;
    } catch (const Error& error) {
      EXPECT_THAT(error.problem() + error.remedy(), HasSubstr(what));
    }
  };
  Atoms film = roughSample();
  film.box = Box::orthogonal(film.box.lengths() + Vec3(0, 0, 15), film.box.origin());
  refused(film, "near surfaces");
  settings_.radius_A = 9;
  refused(roughSample(), "radius of 7.7 angstrom or less");
  EXPECT_NEAR(largestRadius_A(Box::orthogonal(Vec3(30, 20, 40)), 7), 6.5, 1e-12);
}

}  // namespace
}  // namespace glasscope::sim
