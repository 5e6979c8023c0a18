#include "multislice/waves/EdgeIntensity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "multislice/optics/Probe.h"

namespace glasscope::multislice {
namespace {

TEST(EdgeIntensity, aPlaneWaveFillsTheRingLikeEverythingElse) {
  const Grid grid(100, 80, 20, 16);
  Wave wave(grid.pixels());
  wave[0] = 1;
  // The ring is what a rectangle of 90 % of the sides leaves; a row of pixels is 1 %.
  EXPECT_NEAR(EdgeIntensity(grid).measure(wave, {50, 40}), 1 - 0.9 * 0.9, 0.025);
}

TEST(EdgeIntensity, isFarFromTheProbeWhereverThatIs) {
  const Grid grid(128, 128, 30, 30);
  const ElectronBeam beam(200);
  const Probe probe({25, 0, {}}, grid, beam);
  Wave middle(grid.pixels()), corner(grid.pixels());
  probe.form({15, 15}, middle);
  probe.form({0, 0}, corner);
  const EdgeIntensity edge(grid);
  const double inMiddle = edge.measure(middle, {64, 64}), inCorner = edge.measure(corner, {0, 0});
  EXPECT_NEAR(inMiddle, inCorner, 1e-6);  // single precision
  EXPECT_LT(inMiddle, 0.005);
  probe.form({0, 0}, corner);
  EXPECT_GT(edge.measure(corner, {64, 64}), 0.5);  // the probe itself
}

}  // namespace
}  // namespace glasscope::multislice
