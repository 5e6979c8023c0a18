// What files say of a scan: where its probes stood, its source, and the grid of its waves.
#include "pipeline/imaging/ScanFacts.h"

#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace glasscope::pipeline {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// Whoever follows the text from index to place comes to the place of the scan, for a turned raster
// with unequal steps, too.
TEST(ScanFacts, positionsFollowFromIndices) {
  multislice::ScanGrid grid;
  grid.nx = 4;
  grid.ny = 3;
  grid.origin_A = {1.5, -2};
  grid.step_A = {0.5, 0.25};
  grid.rotation_deg = 30;
  const json about = json::parse(positionsText(grid));
  EXPECT_EQ(about.at("kind"), "raster");
  EXPECT_EQ(about.at("shape"), json({4, 3}));
  EXPECT_EQ(about.at("rotation_deg"), 30);
  const auto number = [&](const char* key, int i) { return about.at(key).at(i).get<double>(); };
  for (int rx = 0; rx < 4; ++rx) {
    for (int ry = 0; ry < 3; ++ry) {
      for (int d = 0; d < 2; ++d) {
        const json& row = about.at("calibration_A").at(d);
        const double place =
            number("origin_A", d) + row.at(0).get<double>() * rx + row.at(1).get<double>() * ry;
        EXPECT_NEAR(place, grid.position(rx, ry)[d], 1e-12) << rx << " " << ry << " " << d;
      }
    }
  }
}

TEST(ScanFacts, linesAndListsAreCalledSo) {
  const auto line = multislice::ScanGrid::line({1, 2}, {4, 6}, 6);
  const json about = json::parse(positionsText(line));
  EXPECT_EQ(about.at("kind"), "line");
  EXPECT_EQ(about.at("shape"), json({6, 1}));
  const json& rows = about.at("calibration_A");
  EXPECT_NEAR(1 + 5 * rows.at(0).at(0).get<double>(), 4, 1e-12);
  EXPECT_NEAR(2 + 5 * rows.at(1).at(0).get<double>(), 6, 1e-12);
  const json list = json::parse(positionsText(multislice::ScanGrid::list({{1, 2}, {3.5, 4.5}})));
  EXPECT_EQ(list.at("kind"), "list");
  EXPECT_EQ(list.at("positions_A"), json({{1.0, 2.0}, {3.5, 4.5}}));
  multislice::ScanGrid one;
  one.nx = one.ny = 1;
  one.step_A = {1, 1};
  EXPECT_EQ(json::parse(positionsText(one)).at("kind"), "raster") << "a single position";
}

TEST(ScanFacts, theSourceIsDescribedByWhatItIs) {
  ScanCase scan;
  EXPECT_THAT(sourceText(scan, {0.2, 0.2}), testing::StartsWith("a point source; standard errors"));
  scan.source.fwhm_A = 0.75;
  EXPECT_THAT(sourceText(scan, {0.2, 0.2}), HasSubstr("source of 0.75 angstrom full width"));
  EXPECT_THAT(sourceText(scan, {0.2, 0.2}), Not(HasSubstr("focal spread")));
  EXPECT_GT(sourceText(scan, {2, 2}).size(), sourceText(scan, {0.2, 0.2}).size())
      << "steps that are too coarse for the source are named";
  scan.focalSpread_A = 35;
  EXPECT_THAT(sourceText(scan, {0.2, 0.2}), HasSubstr("focal spread of 35 angstrom"));
}

TEST(ScanFacts, everyNumberStandsUnderItsName) {
  multislice::ScanResult result{
      {multislice::Grid(8, 10, 9, 11.5), false, 61, 62, 0.03, 0.04}, 5, 6, {}, {}, {}};
  result.method.label = "by hand";
  result.method.ns_per_pixel_slice_probe = 7.5;
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 11.5, 14});
  atoms.add(29, {1, 2, 3});
  const multislice::Foil foil = multislice::Foil::cut(atoms, {});
  const json facts = json::parse(scanFacts(result, foil));
  EXPECT_EQ(facts.at("grid"), json({8, 10}));
  EXPECT_EQ(facts.at("extent_A"), json({9.0, 11.5, 14.0}));
  EXPECT_EQ(facts.at("slices"), 5);
  EXPECT_EQ(facts.at("snapshots"), 6);
  EXPECT_EQ(facts.at("carried_angle_mrad"), 61);
  EXPECT_EQ(facts.at("method"), "by hand");
  EXPECT_FALSE(facts.contains("method_error"));
  EXPECT_EQ(facts.at("ns_per_pixel_slice_probe"), 7.5);
  const json& window = facts.at("window");
  EXPECT_EQ(window, json::parse(windowFacts(result)));
  EXPECT_EQ(window.at("extent_A"), json({9.0, 11.5}));
  EXPECT_EQ(window.at("whole_cell"), false);
  EXPECT_EQ(window.at("carried_angle_mrad"), 61);
  EXPECT_EQ(window.at("needed_angle_mrad"), 62);
  EXPECT_EQ(window.at("edge_intensity_mean"), 0.03);
  EXPECT_EQ(window.at("edge_intensity_max"), 0.04);
  result.method.error = 0.02;
  EXPECT_EQ(json::parse(scanFacts(result, foil)).at("method_error"), 0.02);
}

}  // namespace
}  // namespace glasscope::pipeline
