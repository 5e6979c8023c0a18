#include "multislice/convergence/ConvergenceLadders.h"

#include <functional>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Text.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/potentials/Slicing.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

class ConvergenceLaddersTest : public testing::Test {
 protected:
  ScanJob job() const {
    ScanJob job;
    job.scan = ScanGrid::covering(foil_, 6, 6);
    job.annular = {{"adf", 40, 80}};
    job.microscope.potentialOversampling = 0;  // automatic, as a case has it
    return job;
  }

  ConvergenceLadders laddersOf(const ScanJob& job) const { return {job, foil_, 1, 2}; }

  static const ConvergenceKnob& knob(const ConvergenceLadders& ladders, const std::string& name) {
    for (const ConvergenceKnob& k : ladders.knobs()) {
      if (k.name == name) return k;
    }
    throw std::runtime_error("no knob " + name);
  }

  /// The job with settings as somebody pastes them from a report.
  static ScanJob with(ScanJob job, const std::vector<std::string>& settings) {
    MicroscopeSettings& m = job.microscope;
    const std::map<std::string, std::function<void(const std::string&)>> keys = {
        {"max_angle_mrad", [&](const auto& v) { m.max_angle_mrad = parseNumber(v, "angle"); }},
        {"grid_points", [&](const auto& v) { m.grid_points = std::stoi(v); }},
        {"slice_thickness_A", [&](const auto& v) { m.slice_thickness_A = parseNumber(v, "A"); }},
        {"slices", [&](const auto& v) { m.slices = std::stoi(v); }},
        {"window", [&](const auto& v) { m.window = valueOfWord<WaveWindow>(v, "window"); }},
        {"window_A", [&](const auto& v) { m.window_A = parseNumber(v, "A"); }},
        {"method", [&](const auto& v) { m.method = valueOfWord<WaveMethod>(v, "method"); }},
        {"prism_interpolation", [&](const auto& v) { m.prism_interpolation = std::stoi(v); }},
        {"partitions", [&](const auto& v) { m.partitions = std::stoi(v); }},
        {"potential_oversampling", [&](const auto& v) { m.potentialOversampling = std::stoi(v); }}};
    for (const std::string& setting : settings) {
      const auto equals = setting.find('=');
      keys.at(setting.substr(std::string("microscope.").size(), equals - 11))(
          setting.substr(equals + 1));
    }
    return job;
  }

  /// A pasted scan runs on the grids, slices and potentials that were measured.
  void expectAsMeasured(const ScanJob& pasted, const ConvergenceLevel& level) const {
    const ScanJob run = settled(pasted, foil_, 1);
    const MicroscopeSettings& m = level.asRun.microscope;
    EXPECT_EQ(cellGridOf(run, foil_), cellGridOf(level.asRun, foil_)) << level.facts;
    EXPECT_EQ(gridOf(run, foil_), gridOf(level.asRun, foil_)) << level.facts;
    EXPECT_EQ(sliceCount(run.microscope, foil_), sliceCount(m, foil_)) << level.facts;
    EXPECT_EQ(run.microscope.potentialOversampling, m.potentialOversampling) << level.facts;
    EXPECT_EQ(run.microscope.method, m.method);
    EXPECT_EQ(run.microscope.prism_interpolation, m.prism_interpolation);
    EXPECT_EQ(run.microscope.partitions, m.partitions);
  }

  void expectPastable(const ScanJob& job) const {
    const ConvergenceLadders ladders = laddersOf(job);
    for (const ConvergenceKnob& k : ladders.knobs()) {
      SCOPED_TRACE(k.name);
      EXPECT_TRUE(k.levels[0].settings.empty());
      for (const ConvergenceLevel& level : k.levels)
        expectAsMeasured(with(job, level.settings), level);
    }
  }

  Foil foil_ = smallGlass();
};

TEST_F(ConvergenceLaddersTest, whatIsPastedIsWhatWasMeasured) {
  expectPastable(job());
  ScanJob counted = job();
  counted.microscope.grid_points = 108;
  counted.microscope.slices = 3;
  expectPastable(counted);
  ScanJob oversampled = job();
  oversampled.microscope.potentialOversampling = 2;
  expectPastable(oversampled);
  ScanJob narrow = job();
  narrow.microscope.window_A = 6;
  expectPastable(narrow);
  ScanJob interpolated = job();
  interpolated.microscope.method = WaveMethod::scatteringMatrix;
  interpolated.microscope.prism_interpolation = 4;
  interpolated.microscope.partitions = 2;
  expectPastable(interpolated);
}

// A finer grid alone would have its potentials oversampled less: two things would change at once.
TEST_F(ConvergenceLaddersTest, aFinerGridKeepsTheOversamplingOfNow) {
  const ConvergenceLadders ladders = laddersOf(job());
  const ConvergenceKnob& sampling = knob(ladders, "sampling");
  const int now = ladders.exact().microscope.potentialOversampling;
  ASSERT_GT(now, 1);
  EXPECT_EQ(sampling.levels[0].automaticOversampling, now);
  const ConvergenceLevel& finest = sampling.levels.back();
  EXPECT_LT(finest.automaticOversampling, now);
  EXPECT_EQ(finest.studied.microscope.potentialOversampling, now);
  EXPECT_THAT(finest.settings,
              ElementsAre(StartsWith("microscope.max_angle_mrad="),
                          fmt::format("microscope.potential_oversampling={}", now)));
  for (const ConvergenceLevel& level : knob(ladders, "slice thickness").levels)
    EXPECT_EQ(level.automaticOversampling, now);
}

TEST_F(ConvergenceLaddersTest, anOversamplingThatTheCaseNamesIsNotSetAgain) {
  ScanJob named = job();
  named.microscope.potentialOversampling = 2;
  const ConvergenceLadders ladders = laddersOf(named);
  ASSERT_GT(knob(ladders, "sampling").levels.size(), 1u);
  for (const ConvergenceLevel& level : knob(ladders, "sampling").levels) {
    EXPECT_EQ(level.automaticOversampling, 0);
    EXPECT_EQ(level.studied.microscope.potentialOversampling, 2);
    EXPECT_LE(level.settings.size(), 1u);
  }
}

TEST_F(ConvergenceLaddersTest, potentialsAreOversampledTwiceAndFourTimesAsMuchUpToEight) {
  const auto levels = [&](int now) {
    ScanJob named = job();
    named.microscope.potentialOversampling = now;
    std::vector<int> found;
    const ConvergenceLadders ladders = laddersOf(named);
    for (const ConvergenceLevel& level : knob(ladders, "oversampling").levels) {
      found.push_back(level.studied.microscope.potentialOversampling);
      EXPECT_EQ(level.asRun.microscope.potentialOversampling, found.back());
      EXPECT_EQ(gridOf(level.studied, foil_), gridOf(ladders.exact(), foil_))
          << "waves change, too";
    }
    return found;
  };
  EXPECT_THAT(levels(1), ElementsAre(1, 2, 4));
  EXPECT_THAT(levels(3), ElementsAre(3, 6, 8));
  EXPECT_THAT(levels(5), ElementsAre(5, 8));
  EXPECT_ANY_THROW(levels(8)) << "there is no finer one that a case can ask for";
}

TEST_F(ConvergenceLaddersTest, aCombinationTakesEveryKnobAndSaysItsOversamplingOnce) {
  for (const int named : {0, 2}) {
    ScanJob scan = job();
    scan.microscope.potentialOversampling = named;
    const ConvergenceLadders ladders = laddersOf(scan);
    const int now = ladders.exact().microscope.potentialOversampling;
    const ConvergenceLevel both = ladders.combined({1, 1, 0, 1});
    EXPECT_EQ(both.studied.microscope.potentialOversampling, 2 * now);
    EXPECT_THAT(both.settings,
                ElementsAre(StartsWith("microscope.max_angle_mrad="),
                            StartsWith("microscope.slice_thickness_A="),
                            fmt::format("microscope.potential_oversampling={}", 2 * now)));
    expectAsMeasured(with(scan, both.settings), both);
    const ConvergenceLevel without = ladders.combined({1, 0, 0, 0});
    expectAsMeasured(with(scan, without.settings), without);
  }
}

TEST_F(ConvergenceLaddersTest, finerPotentialsCostMore) {
  const ConvergenceLadders ladders = laddersOf(job());
  const std::vector<ConvergenceLevel>& levels = knob(ladders, "oversampling").levels;
  for (std::size_t i = 1; i < levels.size(); ++i) EXPECT_GT(levels[i].cost, levels[i - 1].cost);
}

// Where scans share the microscope, the present setting of one is what the other must be given.
TEST_F(ConvergenceLaddersTest, thePresentSettingCanBeGivenToAnotherScan) {
  for (const double thickness_A : {2.0, 1.3, 0.57}) {
    ScanJob now = job();
    now.microscope.slice_thickness_A = thickness_A;
    const ConvergenceLadders ladders = laddersOf(now);
    for (const ConvergenceKnob& k : ladders.knobs()) {
      ScanJob other = job();
      other.microscope.slice_thickness_A = thickness_A;
      expectAsMeasured(with(other, k.present), k.levels[0]);
    }
  }
}

TEST_F(ConvergenceLaddersTest, everyLevelIsFinerThanTheOneBefore) {
  ScanJob narrow = job();
  narrow.microscope.window_A = 6;
  for (const ScanJob& scan : {job(), narrow}) {
    const ConvergenceLadders ladders = laddersOf(scan);
    for (const ConvergenceKnob& k : ladders.knobs()) {
      for (std::size_t i = 1; i < k.levels.size(); ++i) {
        const double before = k.levels[i - 1].value, value = k.levels[i].value;
        EXPECT_TRUE(k.finerIsLarger ? value > before : value < before) << k.name;
        EXPECT_GT(k.levels[i].refinement, k.levels[i - 1].refinement) << k.name;
      }
    }
  }
}

TEST_F(ConvergenceLaddersTest, windowsGrowToTheCellAndEndThere) {
  ScanJob narrow = job();
  narrow.microscope.window_A = 6;  // of 9 x 8 angstrom
  const ConvergenceLadders ladders = laddersOf(narrow);
  const ConvergenceKnob& window = knob(ladders, "window");
  EXPECT_THAT(window.present, ElementsAre(StartsWith("microscope.window_A=")));
  // The side that the case has would count before the cell.
  EXPECT_THAT(window.levels.back().settings,
              ElementsAre("microscope.window=cell", "microscope.window_A=0"));
  EXPECT_EQ(gridOf(window.levels.back().studied, foil_), cellGridOf(narrow, foil_));
}

TEST_F(ConvergenceLaddersTest, aWindowForAScatteringMatrixSwitchesToMultislice) {
  ScanJob matrix = job();
  matrix.microscope.method = WaveMethod::scatteringMatrix;
  matrix.microscope.prism_interpolation = 2;
  const ConvergenceLadders ladders = laddersOf(matrix);
  EXPECT_EQ(ladders.exact().microscope.method, WaveMethod::multislice);
  EXPECT_THAT(
      knob(ladders, "window").levels[1].settings,
      testing::IsSupersetOf({"microscope.method=multislice", "microscope.prism_interpolation=1"}));
  const ConvergenceKnob& interpolation = knob(ladders, "PRISM interpolation");
  EXPECT_EQ(interpolation.levels.back().value, 1);
  EXPECT_EQ(interpolation.levels.back().studied.microscope.method, WaveMethod::scatteringMatrix);
}

TEST_F(ConvergenceLaddersTest, settingsThatContradictEachOtherAreRefused) {
  ScanJob wrong = job();
  wrong.microscope.prism_interpolation = 2;  // of multislice
  EXPECT_THROW(laddersOf(wrong), Error);
}

}  // namespace
}  // namespace glasscope::multislice
