#include "multislice/convergence/ConvergenceStudy.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/scan/ScanPlan.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

constexpr double kUnlimited_s = std::numeric_limits<double>::infinity();

class ConvergenceStudyTest : public testing::Test {
 protected:
  ConvergenceStudyTest() { Progress::setQuiet(true); }

  /// Sixteen hydrogen atoms in one layer: nearly a weak phase object.
  static Foil lightLayer() {
    Atoms atoms;
    atoms.box = Box::orthogonal({16, 16, 2});
    for (int i = 0; i < 16; ++i) atoms.add(1, {1.0 + 4 * (i % 4), 1.5 + 4 * (i / 4), 0.0});
    return Foil::cut(atoms, {});
  }

  static ScanJob job(const Foil& foil, double inner_mrad, double outer_mrad) {
    ScanJob job;
    job.scan = ScanGrid::covering(foil, 6, 6);
    job.annular = {{"adf", inner_mrad, outer_mrad}};
    job.microscope.window = WaveWindow::cell;
    return job;
  }

  static const ConvergenceKnob& knob(const ConvergenceReport& report, const std::string& name) {
    for (const ConvergenceKnob& k : report.knobs) {
      if (k.name == name) return k;
    }
    throw std::runtime_error("no knob " + name);
  }
};

TEST_F(ConvergenceStudyTest, aWeakLayerInOneSliceIsConverged) {
  const std::vector<Foil> foils = {lightLayer()};
  ScanJob scan = job(foils[0], 0, 15);  // half of the disc: not all of the beam
  scan.probe.semiangle_mrad = 25;
  const ConvergenceReport report = measureConvergence(
      scan, foils, {.tolerance = 0.01, .positions = 3, .budget_s = kUnlimited_s});
  for (const char* name : {"sampling", "slice thickness"}) {
    EXPECT_EQ(knob(report, name).verdict, Convergence::converged) << report.text();
    EXPECT_EQ(knob(report, name).recommended, 0);
  }
}

TEST_F(ConvergenceStudyTest, refiningNeverCostsLessAndTheFinestDiffersByNothing) {
  const std::vector<Foil> foils = {smallGlass()};
  const ConvergenceReport report = measureConvergence(
      smallScan(foils[0]), foils, {.tolerance = 0.01, .positions = 2, .budget_s = kUnlimited_s});
  ASSERT_EQ(report.knobs.size(), 4u);
  for (const ConvergenceKnob& k : report.knobs) {
    ASSERT_GE(k.levels.size(), 3u) << k.name;
    EXPECT_EQ(k.levels[0].cost, 1);
    for (std::size_t i = 1; i < k.levels.size(); ++i) {
      EXPECT_GE(k.levels[i].cost, k.levels[i - 1].cost) << k.name;
      EXPECT_GT(k.levels[i].refinement, k.levels[i - 1].refinement) << k.name;
    }
    for (const SignalDifference& d : k.levels.back().differences) {
      EXPECT_EQ(d.mean, 0);
      EXPECT_EQ(d.rms, 0);
    }
  }
}

// What is recommended is set, and the study of that finds nothing to change in the same knob.
TEST_F(ConvergenceStudyTest, whatItRecommendsIsWithinTheTolerance) {
  const std::vector<Foil> foils = {smallGlass()};
  ScanJob scan = job(foils[0], 40, 80);
  scan.microscope.slice_thickness_A = 10;  // the whole foil in one
  scan.microscope.max_angle_mrad = 110;
  scan.probe.semiangle_mrad = 20;
  const ConvergenceSettings settings{.tolerance = 0.01, .positions = 3, .budget_s = kUnlimited_s};
  const ConvergenceReport coarse = measureConvergence(scan, foils, settings);
  const ConvergenceKnob& slices = knob(coarse, "slice thickness");
  ASSERT_EQ(slices.verdict, Convergence::notConverged) << coarse.text();
  ASSERT_GT(slices.recommended, 0) << coarse.text();
  const ConvergenceLevel& level = slices.levels[slices.recommended];
  EXPECT_THAT(level.settings, testing::ElementsAre(testing::StartsWith(slices.key + "=")));
  scan.microscope.slice_thickness_A = level.value;
  EXPECT_EQ(sliceCount(scan.microscope, foils[0]), sliceCount(level.studied.microscope, foils[0]));
  const ConvergenceReport again = measureConvergence(scan, foils, settings);
  EXPECT_EQ(knob(again, "slice thickness").verdict, Convergence::converged) << again.text();
}

// Twelve positions of a cell of forty atoms know the error of a level to some 40 %, that of the
// finest, of which they saw nothing, to a factor of three. What is said of three signals at four
// levels has to be right in the mean, and nowhere farther off.
TEST_F(ConvergenceStudyTest, slicesAreAsFarOffAsFourTimesFinerOnesShow) {
  const std::vector<Foil> foils = {smallGlass()};
  ScanJob scan = job(foils[0], 40, 80);
  scan.annular.push_back({"bf", 0, 20});
  scan.annular.push_back({"adf", 25, 40});
  scan.microscope.max_angle_mrad = 100;
  scan.probe.semiangle_mrad = 20;
  const ConvergenceReport report = measureConvergence(
      scan, foils, {.tolerance = 0.01, .positions = 12, .budget_s = kUnlimited_s});
  const ConvergenceKnob& slices = knob(report, "slice thickness");
  ASSERT_EQ(slices.levels.size(), 4u);
  ScanJob fine = slices.levels[3].studied;
  fine.microscope.slice_thickness_A /= 4;
  const ScanResult truth = runScan(fine, foils);
  double sum = 0;
  for (std::size_t s = 0; s < 3; ++s) {
    const auto& right = truth.signals[s].values;
    for (int l = 0; l < 4; ++l) {
      double off = 0, size = 0;
      for (int p = 0; p < 12; ++p) {
        off += std::pow(slices.levels[l].values[s][p] - right(p, 0), 2);
        size += std::pow(right(p, 0), 2);
      }
      const double ratio = slices.levels[l].differences[s].error / std::sqrt(off / size);
      EXPECT_GT(ratio, l < 3 ? 0.7 : 0.4) << report.signals[s].name << " at level " << l;
      EXPECT_LT(ratio, l < 3 ? 1.8 : 3.5) << report.signals[s].name << " at level " << l;
      sum += std::log(ratio) / 12;
    }
  }
  EXPECT_NEAR(std::exp(sum), 1, 0.2);
}

TEST_F(ConvergenceStudyTest, coarseSamplingAndASmallWindowAreFlagged) {
  const std::vector<Foil> foils = {smallGlass()};
  ScanJob scan = job(foils[0], 60, 100);
  scan.microscope.window = WaveWindow::automatic;
  scan.microscope.window_A = 7;
  scan.probe.semiangle_mrad = 10;  // the disc of least confusion is 3 angstrom, its tails long
  const ConvergenceReport report = measureConvergence(
      scan, foils, {.tolerance = 0.01, .positions = 3, .budget_s = kUnlimited_s});
  EXPECT_NE(knob(report, "sampling").verdict, Convergence::converged) << report.text();
  EXPECT_NE(knob(report, "window").verdict, Convergence::converged) << report.text();
  EXPECT_FALSE(report.converged());
}

TEST_F(ConvergenceStudyTest, watchesEveryDetectorAtEveryDepth) {
  const std::vector<Foil> foils = smallGlasses(2);
  ScanJob scan = smallScan(foils[0]);
  scan.detectors = {{"com", DetectorKind::centreOfMass, 0, 40},
                    {"quad", DetectorKind::segmented, 10, 40}};
  scan.thicknesses_A = {5.1};
  const ConvergenceReport report =
      measureConvergence(scan, foils, {.tolerance = 0.5, .positions = 2, .budget_s = kUnlimited_s});
  std::vector<std::string> names;
  for (const WatchedSignal& signal : report.signals) names.push_back(signal.name);
  EXPECT_THAT(names, testing::IsSupersetOf({"bf at 5.1 A", "bf", "haadf at 5.1 A", "haadf",
                                            "com at 5.1 A", "com", "quad", "quad dpc"}));
  EXPECT_EQ(report.snapshots.measured, 2);
  EXPECT_EQ(report.snapshots.standardError.size(), names.size());
  for (const double size : report.sizes) EXPECT_GT(size, 0);
}

TEST_F(ConvergenceStudyTest, dropsTheDearestLevelsBeyondItsBudgetAndSaysSo) {
  const std::vector<Foil> foils = {smallGlass()};
  const ConvergenceReport report = measureConvergence(
      smallScan(foils[0]), foils, {.tolerance = 0.01, .positions = 2, .budget_s = 1e-9});
  for (const ConvergenceKnob& k : report.knobs) {
    EXPECT_EQ(k.verdict, Convergence::undecided);
    EXPECT_THAT(k.why, testing::HasSubstr("budget"));
  }
  EXPECT_THAT(report.text(), testing::HasSubstr("cannot be decided"));
}

// Three times the points, and nothing else here, take more than twice the memory of the points of
// now.
TEST_F(ConvergenceStudyTest, leavesOutTheLevelThatDoesNotFitIntoMemoryAndJudgesTheOthers) {
  const std::vector<Foil> foils = {smallGlass()};
  ScanJob scan = job(foils[0], 40, 80);
  const ConvergenceReport all = measureConvergence(
      scan, foils, {.tolerance = 0.01, .positions = 2, .budget_s = kUnlimited_s});
  const ConvergenceKnob& whole = knob(all, "sampling");
  // What fits is found by asking: the least memory that the last level but one does not refuse.
  double fits_bytes = 1e3;
  const auto refused = [&](const ConvergenceLevel& level, double bytes) {
    try {
      requireMemory(level.studied, foils[0], 1, bytes);
      return false;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::capacity);
      return true;
    }
  };
  while (refused(whole.levels[3], fits_bytes)) fits_bytes *= 1.1;
  ASSERT_TRUE(refused(whole.levels[4], fits_bytes));
  const ConvergenceReport report = measureConvergence(
      scan, foils,
      {.tolerance = 0.01, .positions = 2, .budget_s = kUnlimited_s, .memory_bytes = fits_bytes});
  const ConvergenceKnob& sampling = knob(report, "sampling");
  EXPECT_FALSE(sampling.levels[4].computed());
  EXPECT_THAT(sampling.levels[4].skipped,
              testing::AllOf(testing::HasSubstr("sampling"),
                             testing::HasSubstr("does not fit into memory")));
  EXPECT_TRUE(sampling.levels[3].computed());
  EXPECT_EQ(sampling.levels[3].values, whole.levels[3].values);
  EXPECT_EQ(sampling.levels[3].differences[0].rms, 0);  // it is the reference now
  EXPECT_THAT(report.text(), testing::HasSubstr("not computed"));
}

// Every run takes far longer than was estimated: what is left of the budget is given to the
// cheapest levels, and the others are named.
TEST_F(ConvergenceStudyTest, stopsRefiningWhenItsBudgetIsSpent) {
  const std::vector<Foil> foils = {smallGlass()};
  double now_s = 0;
  ConvergenceSettings settings{.tolerance = 0.01, .positions = 2, .budget_s = 4e6};
  settings.clock_s = [&] { return now_s += 1e6; };
  const ConvergenceReport report = measureConvergence(smallScan(foils[0]), foils, settings);
  int computed = 0, spent = 0;
  for (const ConvergenceKnob& k : report.knobs) {
    for (const ConvergenceLevel& level : k.levels) {
      computed += level.computed() && !level.settings.empty() ? 1 : 0;
      spent += level.skipped.find("nearly spent") != std::string::npos ? 1 : 0;
      EXPECT_NE(level.computed(), !level.skipped.empty());
    }
  }
  EXPECT_GE(computed, 1);
  EXPECT_GE(spent, 1);
  EXPECT_GE(report.time_s, 2e6);
  EXPECT_LE(report.time_s, 1.25 * 4e6);  // kOverrun
}

TEST_F(ConvergenceStudyTest, stopsAtAnInterrupt) {
  const std::vector<Foil> foils = {smallGlass()};
  int runs = 0;
  ConvergenceSettings settings{.tolerance = 0.01, .positions = 2, .budget_s = kUnlimited_s};
  settings.clock_s = [&] {
    if (++runs == 4) requestInterrupt();  // at the end of the second run
    return 0.0;
  };
  try {
    measureConvergence(smallScan(foils[0]), foils, settings);
    ADD_FAILURE() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::interrupted);
  }
  clearInterrupt();
  EXPECT_EQ(runs, 4);
}

TEST_F(ConvergenceStudyTest, measuresTheInterpolationOfAScatteringMatrix) {
  const std::vector<Foil> foils = {smallGlass()};
  ScanJob scan = job(foils[0], 0, 40);
  scan.microscope.method = WaveMethod::scatteringMatrix;
  scan.microscope.prism_interpolation = 2;
  const ConvergenceReport report = measureConvergence(
      scan, foils, {.tolerance = 0.01, .positions = 2, .budget_s = kUnlimited_s});
  const ConvergenceKnob& k = knob(report, "PRISM interpolation");
  ASSERT_EQ(k.levels.size(), 2u);
  EXPECT_GT(k.levels[0].differences[0].rms, 0);
  EXPECT_EQ(k.levels[1].settings.front(), "microscope.prism_interpolation=1");
}

TEST_F(ConvergenceStudyTest, hasTheSameBitsOnOneAndTwoThreads) {
  const std::vector<Foil> foils = {smallGlass()};
  const int threads = threadCount();
  std::vector<std::string> texts;
  std::vector<SignalValues> values;
  for (const int n : {1, 2}) {
    setThreadCount(n);
    const ConvergenceReport report = measureConvergence(
        smallScan(foils[0]), foils, {.tolerance = 0.01, .positions = 3, .budget_s = kUnlimited_s});
    texts.push_back(report.text());
    values.push_back(report.knobs[0].levels.back().values);
  }
  setThreadCount(threads);
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_EQ(values[0], values[1]);
}

TEST_F(ConvergenceStudyTest, refusesSettingsThatMakeNoSense) {
  const std::vector<Foil> foils = {smallGlass()};
  const ScanJob scan = smallScan(foils[0]);
  EXPECT_THROW(measureConvergence(scan, foils, {.tolerance = 0}), Error);
  EXPECT_THROW(measureConvergence(scan, foils, {.positions = 0}), Error);
  EXPECT_THROW(measureConvergence(scan, {}, {}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
