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

// Where all atoms are alike a histogram has one full bin in the middle of a width of one.
TEST(ReportStructure, aHistogramOfOneValueIsOneBin) {
  const TemporaryFolder folder;
  const RunDirectory run(folder.path());
  Atoms atoms;
  atoms.box = Box::orthogonal({50, 50, 50});
  for (int i = 0; i < 7; ++i) atoms.add(29, {0.1 * i, 1, 1});
  atoms.columns.add({"coordination", "1", "", std::vector<double>(7, 12.0)});
  std::filesystem::create_directories(run.path(Product::descriptors).parent_path());
  writeH5md(run.path(Product::descriptors), "descriptors", atoms, "{}");
  Case c;
  c.compare.descriptors = {"coordination"};
  report::ReportData data;
  addHistograms(data, c, run);
  ASSERT_EQ(data.structure.histograms.size(), 1u);
  const report::ReportHistogram& histogram = data.structure.histograms.front();
  EXPECT_DOUBLE_EQ(histogram.edges.front(), 11.5);
  EXPECT_DOUBLE_EQ(histogram.edges.back(), 12.5);
  const std::vector<double>& counts = histogram.series.at(0).counts;
  ASSERT_EQ(counts.size() + 1, histogram.edges.size());
  // The value is the edge of two bins, and rounding says of which.
  const std::size_t middle = counts.size() / 2;
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    if (bin == middle || bin + 1 == middle) continue;
    EXPECT_EQ(counts[bin], 0) << bin;
  }
  EXPECT_EQ(counts[middle - 1] + counts[middle], 7);
}

// Every number under its name: fractions in per cent, the rest as it is, each another one.
TEST(ReportStructure, everyNumberOfTheReportIsShownAsWhatItIs) {
  const TemporaryFolder folder;
  const RunDirectory run(folder.path());
  std::filesystem::create_directories(run.path(Product::structureReport).parent_path());
  writeFileAtomically(run.path(Product::structureReport), R"({
    "g_of_r": [{"pair": "Cu-Cu", "r_A": [1, 2], "g": [0.25, 0.5]},
               {"pair": "Cu-Zr", "r_A": [1, 2], "g": [3, 4], "standard_error": [0.03, 0.04]}],
    "g_of_r_thermal": [{"pair": "Cu-Cu", "r_A": [3, 4], "g": [5, 6]}],
    "convention": "raw, plain", "errors_of_fractions": "counted",
    "motifs": [{"element": "Cu", "index": "<0,0,12,0>", "fraction": 0.125, "standard_error": 0.01}],
    "convention_spread": [{"weighting": "radical", "convention": "areas", "used": true,
      "valid_fraction": 0.75, "valid_standard_error": 0.05,
      "icosahedra": [{"element": "Zr", "fraction": 0.0625, "standard_error": 0.02}]}],
    "cargill_spaepen": 0.1875,
    "warren_cowley": [{"centre": "Cu", "neighbour": "Zr", "value": -0.5}],
    "mean_coordination": 13.25, "mean_coordination_error": 0.06,
    "species": [{"element": "Zr", "coordination": 15.5, "coordination_error": 0.07,
                 "mean_volume_A3": 22.5, "mean_volume_error_A3": 0.08}]})");
  report::ReportData data;
  addStructure(data, run);
  ASSERT_EQ(data.structure.pairs.size(), 2u);
  const report::ReportCurves& pairs = data.structure.pairs[0];
  EXPECT_THAT(pairs.x, ElementsAre(1, 2));
  ASSERT_EQ(pairs.curves.size(), 2u);
  EXPECT_EQ(pairs.curves[1].name, "Cu-Zr");
  EXPECT_THAT(pairs.curves[1].y, ElementsAre(3, 4));
  EXPECT_THAT(pairs.curves[1].error, ElementsAre(0.03, 0.04));
  EXPECT_TRUE(pairs.curves[0].error.empty());
  EXPECT_EQ(data.structure.pairs[1].description, "first thermal snapshot");
  EXPECT_THAT(data.structure.pairs[1].curves[0].y, ElementsAre(5, 6));
  EXPECT_EQ(data.structure.motifs.convention, "raw, plain");
  EXPECT_EQ(data.structure.motifs.errors, "counted");
  ASSERT_EQ(data.structure.motifs.rows.size(), 1u);
  const report::ReportMotif& motif = data.structure.motifs.rows[0];
  EXPECT_EQ(motif.species, "Cu");
  EXPECT_EQ(motif.motif, "<0,0,12,0>");
  EXPECT_DOUBLE_EQ(motif.percent, 12.5);
  EXPECT_DOUBLE_EQ(motif.error_percent, 1);
  ASSERT_EQ(data.structure.motifs.spread.size(), 1u);
  const report::ReportConvention& spread = data.structure.motifs.spread[0];
  EXPECT_EQ(spread.convention, "radical, areas");
  EXPECT_EQ(spread.species, "Zr");
  EXPECT_DOUBLE_EQ(spread.percent, 6.25);
  EXPECT_DOUBLE_EQ(spread.error_percent, 2);
  EXPECT_DOUBLE_EQ(spread.validPercent, 75);
  EXPECT_DOUBLE_EQ(spread.validError_percent, 5);
  EXPECT_TRUE(spread.used);
  ASSERT_EQ(data.structure.chemicalOrder.size(), 5u);
  const struct {
    const char *name, *unit;
    double value, error;
  } wanted[] = {{"Cargill-Spaepen eta", "", 0.1875, std::nan("")},
                {"Warren-Cowley Cu-Zr", "", -0.5, std::nan("")},
                {"mean coordination", "", 13.25, 0.06},
                {"coordination of Zr", "", 15.5, 0.07},
                {"mean cell of Zr", "angstrom^3", 22.5, 0.08}};
  for (std::size_t i = 0; i < 5; ++i) {
    const report::ReportNumber& found = data.structure.chemicalOrder[i];
    EXPECT_EQ(found.name, wanted[i].name);
    EXPECT_EQ(found.unit, wanted[i].unit);
    EXPECT_EQ(found.value, wanted[i].value) << found.name;
    EXPECT_TRUE(found.error == wanted[i].error ||
                (std::isnan(found.error) && std::isnan(wanted[i].error)))
        << found.name;
  }
}

}  // namespace
}  // namespace glasscope::pipeline
