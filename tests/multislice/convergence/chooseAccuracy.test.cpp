#include "multislice/convergence/chooseAccuracy.h"

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "multislice/convergence/AccuracyJson.h"
#include "multislice/convergence/ConvergenceLadders.h"
#include "multislice/convergence/ConvergenceStudy.h"
#include "multislice/convergence/SignalWatch.h"
#include "multislice/convergence/boundedError.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/instrument/samplePositions.h"

namespace glasscope::multislice {
namespace {

/// Carbon atoms in a few layers: a cheap foil in which a slice of six angstrom moves atoms.
Foil lightFoil() {
  Atoms atoms;
  atoms.box = Box::orthogonal({20, 20, 6});
  for (int i = 0; i < 100; ++i) {
    atoms.add(6, {2.0 * (i % 10) + 0.3 * (i % 5), 2.0 * (i / 10) + 0.2 * (i % 7),
                  0.4 + 5.0 * (i * 37 % 100) / 100});
  }
  return Foil::cut(atoms, {});
}

ScanJob lightScan(const Foil& foil) {
  ScanJob job;
  job.label = "bf";
  job.scan = ScanGrid::covering(foil, 8, 8);
  job.probe.semiangle_mrad = 12;
  job.annular = {{"adf", 15, 30}};
  job.microscope.slice_thickness_A = 6;  // one slice
  job.microscope.window = WaveWindow::cell;
  return job;
}

AccuracySettings quick(double accuracy) {
  AccuracySettings settings;
  settings.accuracy = accuracy;
  settings.positions = 6;
  settings.mostPositions = 24;
  settings.least_s = 0.5;
  return settings;
}

class ChooseAccuracyTest : public testing::Test {
 protected:
  ChooseAccuracyTest() { Progress::setQuiet(true); }
};

TEST_F(ChooseAccuracyTest, whatIsStatedHoldsAgainstFinerSettingsAtAllPositions) {
  const std::vector<Foil> foils = {lightFoil()};
  ScanJob job = lightScan(foils[0]);
  const AccuracyChoice choice = chooseAccuracy(job, foils, quick(0.03));
  ASSERT_TRUE(choice.reached) << choice.text();
  EXPECT_LE(choice.bound(), 0.03);
  std::vector<Vec2> all;
  for (int i = 0; i < 64; ++i) all.push_back(job.scan.position(i / 8, i % 8));
  job.scan = ScanGrid::list(all);
  job.microscope = choice.microscope;
  ScanJob finer = job;
  finer.microscope.slice_thickness_A /= 4;
  finer.microscope.window_A = 0.9999 * gridOf(job, foils[0]).lx_A();  // the same on finer points
  finer.microscope.max_angle_mrad =
      2 * gridOf(settled(job, foils[0], 1), foils[0]).carriedAngle_mrad(ElectronBeam(200));
  const SignalWatch watch(job, foils[0]);
  const SignalValues is = watch.measure(watch.watched(job), foils);
  const SignalValues shouldBe = watch.measure(watch.watched(finer), foils);
  ASSERT_EQ(choice.signals.size(), 1u);
  EXPECT_LE(boundedError(is[0], shouldBe[0], 1).found, choice.signals[0].bound);
  EXPECT_GT(choice.signals[0].bound, 0);
}

TEST_F(ChooseAccuracyTest, whatIsGoodEnoughStaysAndMoreAccuracyCostsMore) {
  const std::vector<Foil> foils = {lightFoil()};
  const ScanJob job = lightScan(foils[0]);
  const AccuracyChoice loose = chooseAccuracy(job, foils, quick(0.9));
  EXPECT_TRUE(loose.reached);
  EXPECT_TRUE(loose.settings.empty()) << loose.text();
  EXPECT_EQ(loose.cost, 1);
  const AccuracyChoice tight = chooseAccuracy(job, foils, quick(0.03));
  EXPECT_GT(tight.cost, 1);
  EXPECT_FALSE(tight.settings.empty());
  EXPECT_LT(tight.bound(), loose.bound());
}

TEST_F(ChooseAccuracyTest, whatCannotBeReachedSaysSoAndWhy) {
  const std::vector<Foil> foils = {lightFoil()};
  AccuracySettings settings = quick(1e-4);
  settings.verification = 20;  // the finest of all settings together is dear
  const AccuracyChoice choice = chooseAccuracy(lightScan(foils[0]), foils, settings);
  EXPECT_FALSE(choice.reached);
  EXPECT_GT(choice.bound(), 1e-4);
  EXPECT_THAT(choice.why, testing::HasSubstr("adf is"));
  EXPECT_THAT(choice.text(), testing::HasSubstr("NOT REACHED"));
}

TEST_F(ChooseAccuracyTest, theChoiceIsTheSameForAnyNumberOfThreads) {
  const std::vector<Foil> foils = {lightFoil(), lightFoil()};
  const ScanJob job = lightScan(foils[0]);
  const int threads = threadCount();
  setThreadCount(1);
  const std::string one = accuracyJson(chooseAccuracy(job, foils, quick(0.2)));
  setThreadCount(3);
  const std::string three = accuracyJson(chooseAccuracy(job, foils, quick(0.2)));
  setThreadCount(threads);
  EXPECT_EQ(one, three);
}

TEST_F(ChooseAccuracyTest, aStudyThatWasMadeServesAsTheLadders) {
  const std::vector<Foil> foils = {lightFoil()};
  const ScanJob job = lightScan(foils[0]);
  const ConvergenceReport report = measureConvergence(
      job, foils, {.tolerance = 0.03, .positions = 6, .budget_s = 1e9, .clock_s = {}});
  AccuracySettings settings = quick(0.03);
  settings.least_s = 1e9;  // every level, as in the study
  const AccuracyChoice alone = chooseAccuracy(job, foils, settings);
  const AccuracyChoice after = chooseAccuracy(job, foils, settings, &report);
  EXPECT_EQ(after.settings, alone.settings);
  EXPECT_EQ(after.bound(), alone.bound());
  EXPECT_LT(after.share, alone.share) << "the ladders were computed again";
}

TEST_F(ChooseAccuracyTest, whatIsNotComputedIsNotSaidToBeReached) {
  const std::vector<Foil> foils = {lightFoil()};
  AccuracySettings settings = quick(0.9);
  settings.most_s = 0;
  const AccuracyChoice choice = chooseAccuracy(lightScan(foils[0]), foils, settings);
  EXPECT_FALSE(choice.reached);
  EXPECT_EQ(choice.rounds, 0);
  EXPECT_GT(choice.bound(), 0);
  // Half as much again as the ladders say: what nobody computed has that margin.
  ASSERT_EQ(choice.signals.size(), 1u);
  EXPECT_DOUBLE_EQ(choice.signals[0].bound, 1.5 * choice.signals[0].found);
  EXPECT_THAT(choice.text(), testing::HasSubstr("NOT MEASURED"));
}

// Of the budget a third is for the ladders: as many configurations are looked at as two levels of
// each setting fit into that.
TEST_F(ChooseAccuracyTest, theLaddersHaveAThirdOfTheBudget) {
  const std::vector<Foil> foils(4, lightFoil());
  const ScanJob job = lightScan(foils[0]);
  AccuracySettings settings = quick(0.9);
  settings.most_s = 0;  // nothing but the ladders
  settings.share = 0;
  const ConvergenceLadders ladders(job, foils[0], 4, settings.positions);
  const auto cost_s = [&](const ConvergenceLevel& level) {
    ScanJob studied = level.studied;
    studied.scan = samplePositions(job.scan, settings.positions);
    return ladders.cost_s(studied, 1);
  };
  const std::vector<std::size_t> now(ladders.knobs().size(), 0);
  double once_s = cost_s(ladders.combined(now));
  for (const ConvergenceKnob& knob : ladders.knobs())
    if (knob.levels.size() > 1) once_s += cost_s(knob.levels[1]);
  for (const auto& [times, configurations] : {std::pair{1.9, 1}, {2.1, 2}, {3.1, 3}}) {
    settings.least_s = 3 * times * once_s;
    EXPECT_EQ(chooseAccuracy(job, foils, settings).configurations, configurations) << times;
  }
}

// What the ladders expect may fail: then the next combination is computed.
TEST_F(ChooseAccuracyTest, combinationsAreTriedOneAfterTheOther) {
  const std::vector<Foil> foils = {lightFoil()};
  const AccuracyChoice second = chooseAccuracy(lightScan(foils[0]), foils, quick(0.03));
  EXPECT_TRUE(second.reached);
  EXPECT_EQ(second.rounds, 2);
}

TEST_F(ChooseAccuracyTest, interpolationAndNonsenseAreRefused) {
  const std::vector<Foil> foils = {lightFoil()};
  ScanJob job = lightScan(foils[0]);
  EXPECT_THROW(chooseAccuracy(job, foils, quick(0)), Error);
  EXPECT_THROW(chooseAccuracy(job, foils, quick(1)), Error);
  EXPECT_THROW(chooseAccuracy(job, {}, quick(0.1)), Error);
  job.microscope.method = WaveMethod::scatteringMatrix;
  job.microscope.prism_interpolation = 2;
  EXPECT_THROW(chooseAccuracy(job, foils, quick(0.1)), Error);
}

}  // namespace
}  // namespace glasscope::multislice
