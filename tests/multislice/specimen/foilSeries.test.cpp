#include "multislice/specimen/foilSeries.h"

#include <cmath>

#include <gmock/gmock.h>

namespace glasscope::multislice {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Configurations that say by their first atom which they are.
std::vector<Atoms> configurations(int count) {
  std::vector<Atoms> all;
  for (int s = 0; s < count; ++s) {
    Atoms atoms;
    atoms.box = Box::orthogonal({20, 20, 8});
    atoms.add(29, {1.0 + s, 1, 4});
    atoms.add(40, {10, 10, 4});
    all.push_back(std::move(atoms));
  }
  return all;
}

std::vector<double> whichOf(const std::vector<Foil>& foils) {
  std::vector<double> which;
  // Wrapping into the box and back leaves a last bit.
  for (const Foil& foil : foils) which.push_back(std::round(foil.positions()[0].x() - 1));
  return which;
}

TEST(foilSeries, takesConfigurationsEvenlyOverTheSeries) {
  EXPECT_THAT(whichOf(foilsOf(configurations(12), {}, 4)), ElementsAre(0, 3, 6, 9));
  EXPECT_THAT(whichOf(foilsOf(configurations(5), {}, 3)), ElementsAre(0, 1, 3));
  for (const int all : {0, 3, 9})
    EXPECT_THAT(whichOf(foilsOf(configurations(3), {}, all)), ElementsAre(0, 1, 2));
  EXPECT_THAT(whichOf(evenly(foilsOf(configurations(5), {}, 0), 2)), ElementsAre(0, 2));
}

TEST(foilSeries, repeatsTheWholeSeriesAndNotEachFoil) {
  const auto two = foilsOf(configurations(2), {}, 0);
  EXPECT_THAT(whichOf(repeated(two, 3)), ElementsAre(0, 1, 0, 1, 0, 1));
  EXPECT_THAT(whichOf(repeated(two, 1)), ElementsAre(0, 1));
  EXPECT_THAT(whichOf(repeated(two, 0)), ElementsAre(0, 1));
}

TEST(foilSeries, depthsAreThoseOfThinnerFoils) {
  const Foil foil = foilsOf(configurations(1), {}, 1).front();
  const auto of = [&](std::vector<double> thicknesses_A, const FoilSettings& settings = {}) {
    return depthsOf(thicknesses_A, foil, settings);
  };
  ASSERT_DOUBLE_EQ(foil.thickness_A(), 8);
  EXPECT_THAT(of({6, 2, 8, 2}), ElementsAre(2, 6));
  EXPECT_THAT(of({6, 9}), IsEmpty());  // thicker than what there is
  EXPECT_THAT(of({6, 0}), IsEmpty());
}

// Of each of these a thinner foil is another specimen, and not the first part of this one.
TEST(foilSeries, depthsAreNoneWhereAFoilIsNotSimplyCut) {
  const Foil foil = foilsOf(configurations(1), {}, 1).front();
  const std::vector<double> half = {4};
  const auto with = [&](auto change) {
    FoilSettings settings;
    change(settings);
    return depthsOf(half, foil, settings);
  };
  EXPECT_THAT(with([](FoilSettings&) {}), ElementsAre(4));
  EXPECT_THAT(with([](FoilSettings& f) { f.wedge_A = {4, 8}; }), IsEmpty());
  EXPECT_THAT(with([](FoilSettings& f) { f.bendRadius_A = 100; }), IsEmpty());
  EXPECT_THAT(with([](FoilSettings& f) { f.top.formula = "C"; }), IsEmpty());
  EXPECT_THAT(with([](FoilSettings& f) { f.bottom.formula = "C"; }), IsEmpty());
  EXPECT_THAT(with([](FoilSettings& f) { f.vacuumAbove_A = 1; }), IsEmpty());
  EXPECT_THAT(with([](FoilSettings& f) { f.vacuumBelow_A = 1; }), IsEmpty());
  Atoms particle = configurations(1).front();
  particle.box = Box::orthogonal({20, 20, 8}, Vec3::Zero(), {false, true, true});
  EXPECT_THAT(depthsOf(half, Foil::cut(particle, {}), {}), IsEmpty());
}

}  // namespace
}  // namespace glasscope::multislice
