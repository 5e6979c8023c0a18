#include "pipeline/report/ReportStructure.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::ElementsAre;

TEST(ReportStructure, showsTheQuenchInTheUnitsOfItsAxes) {
  const TemporaryFolder folder;
  const RunDirectory run(folder.path());
  report::ReportData data;
  addThermo(data, run);
  EXPECT_FALSE(data.structure.thermo.has_value());
  std::filesystem::create_directories(run.path(Product::thermo).parent_path());
  writeFileAtomically(run.path(Product::thermo),
                      "phase,time_ps,temperature_K,potential_energy_eV_per_atom,volume_A3_per_atom,"
                      "pressure_bar\n"
                      "melt,0.5,2000,-4.1,18.5,20000\nmelt,1,1990,-4.2,18.25,-10000\n"
                      "quench,1.5,900,-4.3,16.5,500\n");
  addThermo(data, run);
  ASSERT_TRUE(data.structure.thermo.has_value());
  EXPECT_THAT(data.structure.thermo->time_ps, ElementsAre(0.5, 1, 1.5));
  EXPECT_THAT(data.structure.thermo->temperature_K, ElementsAre(2000, 1990, 900));
  EXPECT_THAT(data.structure.thermo->energy_eV_per_atom, ElementsAre(-4.1, -4.2, -4.3));
  EXPECT_THAT(data.structure.thermo->volume_A3_per_atom, ElementsAre(18.5, 18.25, 16.5));
  // 1 GPa is 10,000 bar.
  EXPECT_THAT(data.structure.thermo->pressure_GPa,
              ElementsAre(testing::DoubleEq(2), testing::DoubleEq(-1), testing::DoubleEq(0.05)));
  ASSERT_EQ(data.structure.thermo->stages.size(), 2u);
  EXPECT_EQ(data.structure.thermo->stages[1].name, "quench");
  EXPECT_EQ(data.structure.thermo->stages[1].start_ps, 1.5);
}

// Every atom with a number is in one bin of its species, also those far beyond the edges.
TEST(ReportStructure, histogramsCountEveryAtomOfEverySpecies) {
  const TemporaryFolder folder;
  const RunDirectory run(folder.path());
  Atoms atoms;
  atoms.box = Box::orthogonal({50, 50, 50});
  Column column{"voronoi_volume_A3", "angstrom^3", "volume", {}};
  for (int i = 0; i < 400; ++i) {
    atoms.add(i % 4 == 0 ? 40 : 29, {0.1 * i, 1, 1});
    column.values.push_back(i == 7 ? 1e6 : i == 8 ? std::nan("") : 10 + 0.01 * i);
  }
  atoms.columns.add(column);
  std::filesystem::create_directories(run.path(Product::descriptors).parent_path());
  writeH5md(run.path(Product::descriptors), "descriptors", atoms, "{}");
  Case c;
  c.compare.descriptors = {"voronoi_volume_A3", "not there"};
  report::ReportData data;
  addHistograms(data, c, run);
  ASSERT_EQ(data.structure.histograms.size(), 1u);
  const report::ReportHistogram& histogram = data.structure.histograms.front();
  // From the 0.5th to the 99.5th percentile: one cell of 1e6 does not squeeze the rest.
  EXPECT_DOUBLE_EQ(histogram.edges.front(), 10.01);
  EXPECT_DOUBLE_EQ(histogram.edges.back(), 13.98);
  ASSERT_EQ(histogram.series.size(), 2u);
  double all = 0;
  for (const auto& series : histogram.series) {
    double sum = 0;
    for (const double count : series.counts) sum += count;
    EXPECT_EQ(sum, series.species == "Zr" ? 99 : 300);  // atom 8, without a number, is zirconium
    all += sum;
  }
  EXPECT_EQ(all, 399);
}

}  // namespace
}  // namespace glasscope::pipeline
