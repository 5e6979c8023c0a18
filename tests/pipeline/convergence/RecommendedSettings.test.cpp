#include "pipeline/convergence/RecommendedSettings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace glasscope::pipeline {
namespace {

using multislice::Convergence;
using multislice::ConvergenceKnob;
using multislice::ConvergenceLevel;
using multislice::ConvergenceReport;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kAngle = "microscope.max_angle_mrad";

/// A level whose potentials are oversampled twice, by itself as well.
ConvergenceLevel level(double value, double cost, std::vector<std::string> settings,
                       int oversampling = 2, int automatic = 2) {
  ConvergenceLevel level;
  level.value = value;
  level.cost = cost;
  level.settings = std::move(settings);
  level.asRun.microscope.potentialOversampling = oversampling;
  level.automaticOversampling = automatic;
  return level;
}

/// Largest angles 100, 125 and 150 mrad times `scale`, of which one is recommended.
ConvergenceKnob sampling(int recommended, double scale = 1, int oversampling = 2) {
  ConvergenceKnob knob{"sampling", kAngle, "mrad", true, multislice::ErrorLaw::power};
  knob.levels = {level(100 * scale, 1, {}, oversampling, oversampling)};
  knob.present = {fmt::format("{}={:g}", kAngle, 100 * scale)};
  for (const double factor : {1.25, 1.5}) {
    const double angle = 100 * scale * factor;
    knob.levels.push_back(level(angle, factor * factor, {fmt::format("{}={:g}", kAngle, angle)},
                                oversampling, oversampling));
  }
  knob.recommended = recommended;
  knob.verdict = recommended == 0 ? Convergence::converged : Convergence::notConverged;
  return knob;
}

ConvergenceReport report(const std::string& label, std::vector<ConvergenceKnob> knobs) {
  ConvergenceReport report;
  report.label = label;
  report.knobs = std::move(knobs);
  return report;
}

TEST(RecommendedSettings, nothingIsSetWhereAllIsConverged) {
  const auto found = RecommendedSettings::of(Case(), {report("haadf", {sampling(0)})});
  EXPECT_THAT(found.settings, IsEmpty());
  EXPECT_THAT(found.text(), HasSubstr("nothing to set"));
}

TEST(RecommendedSettings, theFinestOfWhatScansAskForServesAll) {
  const auto found = RecommendedSettings::of(
      Case(), {report("haadf", {sampling(1)}), report("nanodiffraction", {sampling(2)})});
  EXPECT_THAT(found.settings, ElementsAre("microscope.max_angle_mrad=150"));
  EXPECT_THAT(found.costs, ElementsAre(HasSubstr("haadf: about 2.25 times"),
                                       HasSubstr("nanodiffraction: about 2.25 times")));
}

// One scan carries 200 mrad already; the other asks for 125, which would coarsen the first.
TEST(RecommendedSettings, noScanFallsBelowWhatItHasNow) {
  const auto found = RecommendedSettings::of(
      Case(), {report("haadf", {sampling(0, 2)}), report("nanodiffraction", {sampling(1)})});
  EXPECT_THAT(found.settings, ElementsAre("microscope.max_angle_mrad=200"));
}

// Potentials twice as fine are asked for by one scan, and the other has them finer by itself.
TEST(RecommendedSettings, finerPotentialsAreSetForAllScans) {
  constexpr const char* kKey = "microscope.potential_oversampling";
  ConvergenceKnob finer{"oversampling", kKey, "", true, multislice::ErrorLaw::power};
  finer.levels = {level(2, 1, {}), level(4, 1.5, {fmt::format("{}=4", kKey)}, 4, 2)};
  finer.present = {fmt::format("{}=2", kKey)};
  finer.recommended = 1;
  EXPECT_THAT(RecommendedSettings::of(Case(), {report("haadf", {sampling(0), finer})}).settings,
              ElementsAre("microscope.potential_oversampling=4"));
  const auto both = RecommendedSettings::of(
      Case(), {report("haadf", {sampling(1), finer}), report("other", {sampling(0, 1, 6)})});
  EXPECT_THAT(both.settings,
              ElementsAre("microscope.max_angle_mrad=125", "microscope.potential_oversampling=6"));
  // What the case names itself is set as well.
  finer.levels[1].automaticOversampling = 0;
  EXPECT_THAT(RecommendedSettings::of(Case(), {report("haadf", {finer})}).settings,
              ElementsAre("microscope.potential_oversampling=4"));
  finer.recommended = 0;
  EXPECT_THAT(RecommendedSettings::of(Case(), {report("haadf", {finer})}).settings, IsEmpty());
}

TEST(RecommendedSettings, whatNoLevelReachesIsNamed) {
  const auto found = RecommendedSettings::of(Case(), {report("haadf", {sampling(-1)})});
  EXPECT_THAT(found.settings, IsEmpty());
  EXPECT_THAT(found.unknown, ElementsAre("haadf: sampling"));
  EXPECT_THAT(found.text(), HasSubstr("no setting is known"));
}

// A finer grid would by itself oversample potentials once and not twice, as was measured.
TEST(RecommendedSettings, theOversamplingThatWasMeasuredIsSetBesideAFinerGrid) {
  ConvergenceKnob knob = sampling(1);
  knob.levels[1].automaticOversampling = 1;
  knob.levels[1].settings.push_back("microscope.potential_oversampling=2");
  const auto found = RecommendedSettings::of(Case(), {report("haadf", {knob})});
  EXPECT_THAT(found.settings,
              ElementsAre("microscope.max_angle_mrad=125", "microscope.potential_oversampling=2"));
  EXPECT_THAT(found.text(), HasSubstr("--set microscope.potential_oversampling=2"));
}

// The grid that both will share would oversample twice, which is what the scan that asks for it was
// measured with; the other had three.
TEST(RecommendedSettings, scansOfDifferentOversamplingGetTheLargest) {
  const auto found = RecommendedSettings::of(
      Case(),
      {report("haadf", {sampling(0, 0.5, 3)}), report("nanodiffraction", {sampling(1, 1, 2)})});
  EXPECT_THAT(found.settings,
              ElementsAre("microscope.max_angle_mrad=125", "microscope.potential_oversampling=3"));
}

TEST(RecommendedSettings, anOversamplingThatTheCaseNamesIsLeftAlone) {
  ConvergenceKnob knob = sampling(1, 1, 4);
  for (ConvergenceLevel& l : knob.levels) l.automaticOversampling = 0;
  const auto found = RecommendedSettings::of(Case(), {report("haadf", {knob})});
  EXPECT_THAT(found.settings, ElementsAre("microscope.max_angle_mrad=125"));
}

// A window wants exact waves; a finer interpolation beside it would be refused.
TEST(RecommendedSettings, interpolationIsNotRefinedBesideAWindow) {
  ConvergenceKnob window{"window", "microscope.window_A", "A"};
  window.levels = {level(20, 1, {}),
                   level(25, 1.5,
                         {"microscope.window_A=25", "microscope.method=multislice",
                          "microscope.prism_interpolation=1"})};
  window.recommended = 1;
  ConvergenceKnob prism{"PRISM interpolation", "microscope.prism_interpolation", "", false};
  prism.levels = {level(4, 1, {}), level(2, 3, {"microscope.prism_interpolation=2"})};
  prism.recommended = 1;
  const auto found = RecommendedSettings::of(Case(), {report("haadf", {window, prism})});
  EXPECT_THAT(found.settings,
              ElementsAre("microscope.method=multislice", "microscope.prism_interpolation=1",
                          "microscope.window_A=25"));
}

TEST(RecommendedSettings, moreConfigurationsAreAskedForWhereTheyAreDrawnFrom) {
  ConvergenceReport noisy = report("haadf", {sampling(0)});
  noisy.snapshots.used = 4;
  noisy.snapshots.needed = 10;
  EXPECT_THAT(RecommendedSettings::of(Case(), {noisy}).settings, ElementsAre("haadf.snapshots=10"));
  Case einstein;
  einstein.einstein.rms_A = {0.08};
  einstein.einstein.configurations = 2;  // of each of two snapshots
  EXPECT_THAT(RecommendedSettings::of(einstein, {noisy}).settings,
              ElementsAre("thermal.configurations=5"));
}

// Two snapshots of two displacements each: seven configurations are four displacements of each
// snapshot, and three would be too few.
TEST(RecommendedSettings, displacementsOfEachSnapshotAreRoundedUp) {
  Case c;
  c.einstein.rms_A = {0.1};
  c.einstein.configurations = 2;
  ConvergenceReport one = report("haadf", {sampling(0)});
  one.snapshots.used = 4;
  one.snapshots.needed = 7;
  ASSERT_TRUE(c.einstein.enabled());
  EXPECT_THAT(RecommendedSettings::of(c, {one}).settings, ElementsAre("thermal.configurations=4"));
}

// Slices of 2, 1 and 0.5 angstrom, of which the thinner are the finer.
ConvergenceKnob slices(int recommended, double scale = 1) {
  ConvergenceKnob knob{"slices", "microscope.slice_thickness_A", "A", false,
                       multislice::ErrorLaw::power};
  knob.present = {fmt::format("{}={:g}", knob.key, 2 * scale)};
  for (const double thickness : {2.0, 1.0, 0.5}) {
    std::vector<std::string> settings;
    if (thickness < 2) settings.push_back(fmt::format("{}={:g}", knob.key, thickness * scale));
    knob.levels.push_back(level(thickness * scale, 2 / thickness, settings));
  }
  knob.recommended = recommended;
  return knob;
}

TEST(RecommendedSettings, ofWhatIsFinerWhereItIsSmallerTheSmallestServesAll) {
  const auto found = RecommendedSettings::of(
      Case(), {report("haadf", {slices(2)}), report("nanodiffraction", {slices(1)})});
  EXPECT_THAT(found.settings, ElementsAre("microscope.slice_thickness_A=0.5"));
  EXPECT_THAT(found.costs, ElementsAre(HasSubstr("haadf: about 4 times"),
                                       HasSubstr("nanodiffraction: about 4 times")));
  // A scan with thin slices already keeps them, and costs what it did.
  const auto kept = RecommendedSettings::of(
      Case(), {report("haadf", {slices(0, 0.25)}), report("nanodiffraction", {slices(1)})});
  EXPECT_THAT(kept.settings, ElementsAre("microscope.slice_thickness_A=0.5"));
  EXPECT_THAT(kept.costs, ElementsAre(HasSubstr("haadf: about 1 times"),
                                      HasSubstr("nanodiffraction: about 4 times")));
}

// Costs of settings multiply, and so do those of thermal configurations, of which ten are needed
// where four were used. What nobody recommends to change costs nothing.
TEST(RecommendedSettings, costsMultiply) {
  ConvergenceReport one = report("haadf", {sampling(1), slices(1)});
  one.snapshots.used = 4;
  one.snapshots.needed = 10;
  const auto found =
      RecommendedSettings::of(Case(), {one, report("other", {sampling(0), slices(0)})});
  EXPECT_THAT(found.costs,
              ElementsAre("haadf: about 3.12 times the cost of now, 7.81 with the thermal "
                          "configurations",
                          "other: about 3.12 times the cost of now"));
  EXPECT_THAT(found.text(), HasSubstr("  --set microscope.slice_thickness_A=1\n"));
  EXPECT_THAT(found.text(), HasSubstr("  other: about 3.12"));
  EXPECT_THAT(RecommendedSettings::of(Case(), {report("haadf", {sampling(0), slices(1)})}).costs,
              ElementsAre("haadf: about 2 times the cost of now"));
}

// Of several scans the most displacements of a snapshot that one of them needs; a scan that has
// enough asks for none.
TEST(RecommendedSettings, displacementsServeTheScanThatNeedsMost) {
  Case c;
  c.einstein.rms_A = {0.1};
  c.einstein.configurations = 2;
  std::vector<ConvergenceReport> reports;
  for (const int needed : {4, 12, 7}) {
    reports.push_back(report("scan", {sampling(0)}));
    reports.back().snapshots.used = 4;
    reports.back().snapshots.needed = needed;
  }
  EXPECT_THAT(RecommendedSettings::of(c, reports).settings,
              ElementsAre("thermal.configurations=6"));
}

// Parent beams are interpolated, too.
TEST(RecommendedSettings, parentBeamsAreNotRefinedBesideAWindow) {
  ConvergenceKnob window{"window", "microscope.window_A", "A"};
  window.levels = {level(20, 1, {}),
                   level(25, 1.5, {"microscope.window_A=25", "microscope.method=multislice"})};
  window.recommended = 1;
  ConvergenceKnob beams{"parent beams", "microscope.partitions", "", true};
  beams.levels = {level(4, 1, {}), level(8, 3, {"microscope.partitions=8"})};
  beams.recommended = 1;
  const auto found = RecommendedSettings::of(Case(), {report("haadf", {window, beams})});
  EXPECT_THAT(found.settings, ElementsAre("microscope.method=multislice", "microscope.partitions=0",
                                          "microscope.window_A=25"));
  EXPECT_THAT(found.costs, ElementsAre(HasSubstr("about 1.5 times")));
}

}  // namespace
}  // namespace glasscope::pipeline
