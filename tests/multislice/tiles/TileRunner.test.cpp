// What the slices of a foil mean for the scan of it: depths inside the foil, heights at which
// slices begin, parts of atoms.
#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

TEST(TileRunner, recordsAtExactlyTheDepthsThatAreAsked) {
  // Thin slices that end at 3.7 angstrom: what is recorded there has passed the atoms above and no
  // other, as behind a foil that ends there.
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 8, 10});
  const Foil foil = smallGlass();
  FoilSettings thin;
  thin.thickness_A = 3.7;
  for (std::size_t i = 0; i < foil.size(); ++i) {
    atoms.add(foil.atomicNumbers()[i], foil.positions()[i]);
  }
  const Foil upper = Foil::cut(atoms, thin);
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  job.microscope.slice_thickness_A = 0.1;
  const ScanResult behind = runScan(job, {&upper, 1});
  job.thicknesses_A = {3.7, 3.2, 10};
  const ScanResult inside = runScan(job, {&foil, 1});
  ASSERT_EQ(inside.signals.size(), 6u);
  EXPECT_EQ(inside.signals[3].name, "haadf_at_3.2A");
  EXPECT_EQ(inside.signals[4].name, "haadf_at_3.7A");
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_NEAR(inside.signals[4].values[i] / behind.signals[1].values[i], 1, 1e-4);
  }
  // With slices of 2 angstrom neither depth is on a face, and both are recorded. The slices above a
  // depth are the same whether anything lies below it or not.
  job.microscope.slice_thickness_A = 2;
  const ScanResult coarse = runScan(job, {&foil, 1});
  double squares = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    squares += std::pow(coarse.signals[4].values[i] / inside.signals[4].values[i] - 1, 2) / 20;
  }
  EXPECT_LT(std::sqrt(squares), 0.1);
  // Names have to tell depths apart.
  job.thicknesses_A = {3.7, 3.72};
  EXPECT_THROW(runScan(job, {&foil, 1}), Error);
  job.thicknesses_A = {3.7, 3.7};
  EXPECT_THROW(runScan(job, {&foil, 1}), Error);
}

TEST(TileRunner, slicesThatBeginAtOtherHeightsAverageTheErrorOfSlicingOut) {
  // The same atoms eight times: all that differs is where slices begin.
  const std::vector<Foil> foils(8, smallGlass());
  ScanJob job = smallScan(foils[0]);
  job.pixelated.reset();
  job.annular.clear();
  job.detectors = {{"rings", DetectorKind::segmented, 10, 50, 4, 1}};
  const auto valuesOf = [&](double slice_A, int offsets) {
    job.microscope.slice_thickness_A = slice_A;
    job.microscope.sliceOffsets = offsets;
    std::vector<double> values;
    for (const Map2& map : runScan(job, foils).signals) {
      values.insert(values.end(), map.values.begin(), map.values.end());
    }
    return values;
  };
  const auto errorOf = [](const std::vector<double>& found, const std::vector<double>& expected) {
    double squares = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      squares += std::pow(found[i] / expected[i] - 1, 2) / static_cast<double>(found.size());
    }
    return std::sqrt(squares);
  };
  const auto fine = valuesOf(0.125, 1);
  const double same = errorOf(valuesOf(2, 1), fine), spread = errorOf(valuesOf(2, 0), fine);
  EXPECT_GT(same, 0.003);
  EXPECT_LT(spread, 0.5 * same);
  RecordProperty("errors", fmt::format("{} {}", same, spread));
}

}  // namespace
}  // namespace glasscope::multislice
