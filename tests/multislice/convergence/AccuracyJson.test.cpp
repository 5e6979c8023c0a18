#include "multislice/convergence/AccuracyJson.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

AccuracyChoice someChoice() {
  AccuracyChoice choice;
  choice.label = "haadf";
  choice.asked = 0.01;
  choice.why = "the window";
  choice.microscope.max_angle_mrad = 131.7;
  choice.microscope.grid_points = 0;
  choice.microscope.potentialOversampling = 5;
  choice.microscope.slice_thickness_A = 2.0 / 3;
  choice.microscope.slices = 7;
  choice.microscope.window = WaveWindow::cell;
  choice.microscope.window_A = 31.25;
  choice.microscope.method = WaveMethod::multislice;
  choice.settings = {"microscope.slices=7"};
  choice.signals = {{{.name = "haadf"}, true, 0.004, 0.012}, {{.name = "0-5 mrad"}, false, 0, 1}};
  choice.cost = 2.5;
  choice.halvingCost = 3;
  choice.standardError = 0.006;
  choice.share = 0.1;
  choice.positions = 24;
  choice.configurations = 2;
  choice.rounds = 3;
  return choice;
}

TEST(AccuracyJsonTest, whatIsWrittenIsReadToTheBit) {
  const AccuracyChoice choice = someChoice();
  const AccuracyChoice read = accuracyChoice(accuracyJson(choice), {});
  EXPECT_EQ(accuracyJson(read), accuracyJson(choice));
  EXPECT_EQ(read.text(), choice.text());
  EXPECT_EQ(read.microscope.max_angle_mrad, choice.microscope.max_angle_mrad);
  EXPECT_EQ(read.microscope.potentialOversampling, 5);
  EXPECT_EQ(read.microscope.slice_thickness_A, choice.microscope.slice_thickness_A);
  EXPECT_EQ(read.microscope.slices, 7);
  EXPECT_EQ(read.microscope.window, WaveWindow::cell);
  EXPECT_EQ(read.microscope.window_A, choice.microscope.window_A);
  EXPECT_EQ(read.microscope.method, WaveMethod::multislice);
  EXPECT_EQ(read.bound(), 0.012) << "a signal that is not judged says nothing";
}

TEST(AccuracyJsonTest, whatWasNotChosenStays) {
  MicroscopeSettings own;
  own.voltage_kV = 80;
  own.projection = Projection::finite;
  own.sliceOffsets = 3;
  const AccuracyChoice read = accuracyChoice(accuracyJson(someChoice()), own);
  EXPECT_EQ(read.microscope.voltage_kV, 80);
  EXPECT_EQ(read.microscope.projection, Projection::finite);
  EXPECT_EQ(read.microscope.sliceOffsets, 3);
}

TEST(AccuracyJsonTest, anUnknownCostStaysUnknown) {
  AccuracyChoice choice = someChoice();
  choice.halvingCost = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(accuracyChoice(accuracyJson(choice), {}).halvingCost));
}

TEST(AccuracyJsonTest, anotherTextIsRefused) {
  EXPECT_THROW(accuracyChoice("{}", {}), Error);
  EXPECT_THROW(accuracyChoice("no json", {}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
