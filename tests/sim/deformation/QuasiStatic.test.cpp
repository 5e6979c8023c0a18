#include "sim/deformation/QuasiStatic.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Progress.h"
#include "sim/deformation/StrainedSample.h"
#include "sim/elasticity/ElasticResponse.h"
#include "tests/sim/springs/Glasses.h"

namespace glasscope::sim {
namespace {

// Some 130 atoms, for what is true of any sample.
const Atoms& fewAtoms() {
  static const Atoms atoms = smallGlass(4);
  return atoms;
}

double farthest(const Atoms& one, const Atoms& other) {
  double most = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    most = std::max(most, (one.positions[i] - other.positions[i]).norm());
  return most;
}

// Simple shear turns the sample by half its strain, and the stress of this small sample with it.
TEST(QuasiStatic, theFirstSlopeIsTheModulusOfLinearResponse) {
  Progress::setQuiet(true);
  const auto linear =
      elasticResponse(*EamTables::of(cuZr()), cuZr().elements(), glass(), Curvature::piecewise);
  QuasiStaticSettings settings;
  settings.largestStrain = settings.step = 1e-4;
  settings.smallestStep = 1e-5;
  settings.forceTolerance_eV_per_A = 1e-6;
  const auto run = quasiStatic(cuZr(), glass(), settings);
  ASSERT_EQ(run.rows.size(), 2u);
  EXPECT_EQ(run.unconverged, 0);
  const double slope = (run.rows[1].stress_GPa - run.rows[0].stress_GPa) / 1e-4;
  const double turned = 0.5 * (linear.stress_GPa[1] - linear.stress_GPa[0]);
  // 2 %: second derivatives jump at the knots that pairs cross.
  EXPECT_NEAR(slope, linear.relaxed_GPa(5, 5) + turned, 0.02 * linear.relaxed_GPa(5, 5));
  EXPECT_NEAR(run.rows[0].stress_GPa, linear.stress_GPa[5], 2e-3)
      << "the start is a minimum to 1e-3 eV/angstrom";
}

TEST(QuasiStatic, belowTheFirstEventTheWayLeadsBack) {
  Progress::setQuiet(true);
  QuasiStaticSettings settings;
  settings.largestStrain = 2e-3;
  settings.forceTolerance_eV_per_A = 1e-6;
  const auto there = quasiStatic(cuZr(), glass(), settings);
  ASSERT_TRUE(there.events.empty());
  // Back by the same tilt: the cell is that of the start again.
  settings.largestStrain = -2e-3;
  const auto back = quasiStatic(cuZr(), there.last, settings);
  const auto sum = [](const StrainRow& row) { return 250 * row.energy_eV_per_atom; };
  // Energies are 1,200 eV, so 1e-8 is some of their last digits.
  EXPECT_NEAR(sum(back.rows.back()), sum(there.rows.front()), 1e-8);
  EXPECT_GT(std::abs(sum(there.rows.back()) - sum(there.rows.front())), 1e-4) << "it went nowhere";
  EXPECT_LT((back.last.box.matrix() - glass().box.matrix()).norm(), 1e-9);
  Atoms start = glass();
  StrainedSample sample(cuZr(), start, 1e-6);
  sample.at(settings.path, 0);
  EXPECT_LT(farthest(back.last, sample.fetch()), 1e-4);
  EXPECT_GT(farthest(there.last, sample.fetch()), 1e-2);
}

TEST(QuasiStatic, eventsAreIsolatedAndReleaseEnergy) {
  Progress::setQuiet(true);
  QuasiStaticSettings settings;
  settings.largestStrain = 0.3;
  settings.step = 4e-3;
  settings.smallestStep = 2.5e-4;
  settings.mostEvents = 2;
  const auto run = quasiStatic(cuZr(), fewAtoms(), settings);
  ASSERT_EQ(run.events.size(), 2u) << "128 atoms of a fast glass bear 30 % of shear";
  for (std::size_t k = 1; k < run.rows.size(); ++k) {
    EXPECT_GT(run.rows[k].strain, run.rows[k - 1].strain);
    EXPECT_LE(run.rows[k].strain - run.rows[k - 1].strain, 4e-3 * 1.000001);
  }
  for (const PlasticEvent& event : run.events) {
    EXPECT_GT(event.energyReleased_eV, settings.eventEnergy_eV);
    EXPECT_GT(event.largestD2min_A2, 0);
    EXPECT_EQ(event.d2min_A2[event.centre], event.largestD2min_A2);
    EXPECT_GT(event.participation, 1.0 / 128);
    EXPECT_LT(event.participation, 0.8) << "an event is local";
    // The row before the event and the one after it are a smallest step apart.
    const auto row = std::find_if(run.rows.begin(), run.rows.end(), [&](const StrainRow& each) {
      return each.strain == event.strain;
    });
    ASSERT_NE(row, run.rows.end());
    ASSERT_NE(row + 1, run.rows.end());
    EXPECT_LE((row + 1)->strain - row->strain, settings.smallestStep * 1.001);
    EXPECT_NEAR(event.stressDrop_GPa, row->stress_GPa - (row + 1)->stress_GPa, 1e-12);
  }
  // Behind an event there is no way back: the strain undone, the energy is another one.
  QuasiStaticSettings back = settings;
  back.mostEvents = 0;
  back.largestStrain = -run.rows.back().strain;
  back.smallestStep = back.step = std::abs(back.largestStrain);
  const auto returned = quasiStatic(cuZr(), run.last, back);
  EXPECT_GT(std::abs(returned.rows.back().energy_eV_per_atom - run.rows[0].energy_eV_per_atom),
            1e-6);
}

// Work and energy of an elastic crystal balance along an edge that grows, over which the stress
// works on less and less of the volume: counted as the whole volume, the work would be 7e-3 eV too
// large in a step of the end. The trapezoid of a step is exact to 2e-5 eV.
TEST(QuasiStatic, aStretchedCrystalReleasesNothing) {
  Progress::setQuiet(true);
  const Potential copper = Potential::find("mendelev-2009", {29});
  const Atoms crystal = latticeAtoms(LatticeKind::fcc, 3.63909, {29}, 4);
  for (const StrainPath path : {StrainPath::uniaxialX, StrainPath::uniaxialZ}) {
    QuasiStaticSettings settings;
    settings.path = path;
    settings.largestStrain = 0.04;
    settings.step = 2e-3;
    settings.eventEnergy_eV = 1e-3;
    const auto run = quasiStatic(copper, crystal, settings);
    EXPECT_TRUE(run.events.empty()) << textOf(path);
    ASSERT_EQ(run.rows.size(), 21u) << textOf(path);
    for (std::size_t k = 0; k < run.rows.size(); ++k)
      EXPECT_NEAR(run.rows[k].strain, 2e-3 * static_cast<double>(k), 1e-12);
    EXPECT_GT(run.rows.back().stress_GPa, 1) << "it was strained";
    // Work over the whole way, from the recorded curve: V sigma / (1 + strain).
    double work = 0;
    for (std::size_t k = 1; k < run.rows.size(); ++k) {
      const StrainRow &a = run.rows[k - 1], &b = run.rows[k];
      work += 0.5 * (a.stress_GPa + b.stress_GPa) * (b.strain - a.strain);
    }
    const double gained =
        256 * (run.rows.back().energy_eV_per_atom - run.rows.front().energy_eV_per_atom);
    EXPECT_NEAR(work * crystal.box.volume() / 160.2176634, gained, 1e-3 * gained) << textOf(path);
  }
}

// Strained the other way the numbers keep their meaning: strains are negative, a drop relaxes what
// was built up, and behind an event the run goes on by whole steps.
TEST(QuasiStatic, eventsOfANegativeStrainAreCountedAlike) {
  Progress::setQuiet(true);
  QuasiStaticSettings settings;
  settings.path = StrainPath::shearYz;
  settings.largestStrain = -0.3;
  settings.step = 4e-3;
  settings.smallestStep = 1e-3;
  settings.mostEvents = 2;
  const auto run = quasiStatic(cuZr(), fewAtoms(), settings);
  ASSERT_EQ(run.events.size(), 2u);
  std::size_t whole = 0, afterFirst = 0;
  for (std::size_t k = 1; k < run.rows.size(); ++k) {
    const double taken = run.rows[k - 1].strain - run.rows[k].strain;
    EXPECT_GT(taken, 0);
    EXPECT_LE(taken, 4e-3 * 1.000001);
    if (run.rows[k - 1].strain >= run.events[0].strain) continue;  // until the first event is over
    ++afterFirst;
    whole += taken > 4e-3 * 0.999999;
    if (afterFirst == 1) {
      EXPECT_NEAR(taken, 4e-3, 1e-9) << "it goes on by a whole step";
    }
  }
  EXPECT_GT(whole, 0u);
  for (const PlasticEvent& event : run.events) {
    EXPECT_LT(event.strain, 0);
    const auto row = std::find_if(run.rows.begin(), run.rows.end(), [&](const StrainRow& each) {
      return each.strain == event.strain;
    });
    ASSERT_NE(row, run.rows.end());
    EXPECT_NEAR(event.stressDrop_GPa, (row + 1)->stress_GPa - row->stress_GPa, 1e-12);
    EXPECT_GT(event.stressDrop_GPa, 0);
    // What is released is the work of the step less the energy that is kept.
    const double work = 0.5 * (row->stress_GPa + (row + 1)->stress_GPa) *
                        ((row + 1)->strain - row->strain) * fewAtoms().box.volume() / 160.2176634;
    const double kept = static_cast<double>(fewAtoms().size()) *
                        ((row + 1)->energy_eV_per_atom - row->energy_eV_per_atom);
    EXPECT_NEAR(event.energyReleased_eV, work - kept, 1e-9);
  }
}

// Two samples that differ in what they went through in between: a trial beyond an event is undone
// in atoms, cells and box.
TEST(QuasiStatic, aSampleIsPutBackToWhereItWas) {
  StrainedSample sample(cuZr(), fewAtoms(), 1e-6);
  const auto start = sample.at(StrainPath::shearXz, 0.01);
  const Atoms before = sample.fetch();
  sample.at(StrainPath::shearXz, 0.3);
  EXPECT_GT(farthest(before, sample.fetch()), 1);
  sample.putBack(StrainPath::shearXz, start);
  const Atoms after = sample.fetch();
  EXPECT_LT(farthest(before, after), 1e-12) << "some atoms are a cell off";
  EXPECT_LT((before.box.matrix() - after.box.matrix()).norm(), 1e-12);
  const auto again = sample.at(StrainPath::shearXz, 0.01);
  EXPECT_NEAR(again.energy_eV, start.energy_eV, 1e-9);
  EXPECT_NEAR(again.stress_GPa(0, 2), start.stress_GPa(0, 2), 1e-6);
}

// Energy is the work of the stress, along each of the paths: d(E)/d(strain) = V sigma / (1 + strain
// of an edge). It tells the components apart, and the sign.
TEST(QuasiStatic, stressIsTheSlopeOfTheEnergyAlongEachPath) {
  Progress::setQuiet(true);
  for (const StrainPath path :
       {StrainPath::shearXy, StrainPath::shearXz, StrainPath::shearYz, StrainPath::uniaxialX,
        StrainPath::uniaxialY, StrainPath::uniaxialZ}) {
    StrainedSample sample(cuZr(), fewAtoms(), 1e-5);
    const auto low = sample.at(path, 0.0199), here = sample.at(path, 0.02),
               high = sample.at(path, 0.0201);
    const auto [row, column] = componentOf(path);
    const double volume = fewAtoms().box.volume();
    EXPECT_NEAR(here.volume_A3, volume * (isShear(path) ? 1 : 1.02), 1e-6);
    const double slope = 160.2176634 * (high.energy_eV - low.energy_eV) / 2e-4 / volume;
    EXPECT_NEAR(here.stress_GPa(row, column), slope, 2e-3) << textOf(path);
  }
}

TEST(QuasiStatic, whatCannotBeStrainedIsRefused) {
  Atoms film = glass();
  film.box = Box::orthogonal(film.box.lengths() + Vec3(0, 0, 15), film.box.origin());
  EXPECT_THROW(quasiStatic(cuZr(), film, {}), Error);
  QuasiStaticSettings settings;
  settings.step = 0;
  EXPECT_THROW(quasiStatic(cuZr(), glass(), settings), Error);
  settings = {};
  settings.smallestStep = 1;
  EXPECT_THROW(settings.validate(), Error);
  settings = {};
  settings.largestStrain = 0;
  EXPECT_THROW(settings.validate(), Error);
  const double inf = std::numeric_limits<double>::infinity();
  for (const double tolerance : {0.0, 1e-320, 9e-13, 11.0, inf, std::nan("")}) {
    settings = {};
    settings.forceTolerance_eV_per_A = tolerance;
    EXPECT_THROW(settings.validate(), Error) << tolerance;
  }
  for (const double tolerance : {1e-12, 1e-5, 10.0}) {
    settings.forceTolerance_eV_per_A = tolerance;
    EXPECT_NO_THROW(settings.validate()) << tolerance;
  }
}

TEST(QuasiStatic, stopsWhenAsked) {
  Progress::setQuiet(true);
  requestInterrupt();
  try {
    quasiStatic(cuZr(), glass(), {});
    ADD_FAILURE() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  clearInterrupt();
}

}  // namespace
}  // namespace glasscope::sim
