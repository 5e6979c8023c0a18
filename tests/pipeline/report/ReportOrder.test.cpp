#include "pipeline/report/ReportOrder.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(ReportOrder, ranksNumbersAndAnswersButNoLabelsAndNothingThatIsAlikeForAll) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(10));
  for (int i = 0; i < 5; ++i) {
    atoms.atomicNumbers.push_back(29);
    atoms.positions.emplace_back(i, i, i);
    atoms.ids.push_back(i + 1);
  }
  atoms.columns.add({"volume_A3", "angstrom^3", "a number", {1, 2, 3, 4, kNaN}});
  atoms.columns.add({"tail", "1", "yes or no", {0, 0, 1, 1, kNaN}});
  atoms.columns.add({"kind", "1", "a label", {1, 2, 1, 2, kNaN}});
  atoms.columns.add({"surface", "1", "no, wherever the others are defined", {0, 0, 0, 0, 1}});
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::create_directories(run.path(Product::descriptors).parent_path());
  writeH5md(run.path(Product::descriptors), "reference", atoms, "");
  report::ReportData data;
  addAtoms(data, Case(), run);
  ASSERT_TRUE(data.structure.descriptorMatrix.has_value());
  EXPECT_THAT(data.structure.descriptorMatrix->names, testing::ElementsAre("volume_A3", "tail"));
  // Ranks 1 2 3 4 against 1.5 1.5 3.5 3.5: covariance 4 over the root of 5 times 4.
  ASSERT_EQ(data.structure.descriptorMatrix->values.size(), 4U);
  EXPECT_NEAR(data.structure.descriptorMatrix->values[1], 4 / std::sqrt(20.0), 1e-12);
  EXPECT_DOUBLE_EQ(data.structure.descriptorMatrix->values[0], 1);
}

// Every number of the report of the structure under its name and in its unit: each is another one.
TEST(ReportOrder, everyNumberOfTheReportIsShownAsWhatItIs) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::create_directories(run.path(Product::structureReport).parent_path());
  writeFileAtomically(run.path(Product::structureReport), R"({
    "errors_of_fractions": "counted",
    "icosahedral_network": {
      "interpenetrating_links_per_icosahedron": 1.5,
      "interpenetrating_links_per_icosahedron_error": 0.1,
      "face_links_per_icosahedron": 2.5, "face_links_per_icosahedron_error": 0.2,
      "edge_links_per_icosahedron": 3.5, "edge_links_per_icosahedron_error": 0.3,
      "vertex_links_per_icosahedron": 4.5, "vertex_links_per_icosahedron_error": 0.4,
      "interpenetrating_percolates_along": "xz", "largest_interpenetrating_cluster": 17,
      "atoms_in_network_fraction": 0.25, "atoms_in_network_standard_error": 0.03},
    "crystals": {"fraction": 0.125, "standard_error": 0.02, "grains": 3},
    "tetrahedral_order": {"mean_tetrahedrality": 0.75,
      "low_density_fraction": 0.375, "low_density_standard_error": 0.01,
      "high_density_fraction": 0.625, "high_density_standard_error": 0.04},
    "coordination_shells": [
      {"pair": "total", "shell": 1, "inner_A": 2, "outer_A": 3.75, "neighbours": 13.5},
      {"pair": "Cu-Zr", "shell": 1, "inner_A": 2, "outer_A": 3.5, "neighbours": 5}],
    "structure_factor": {"k_invA": [0.1, 0.2], "method": "by hand",
      "totals": [{"weights": "neutrons", "s": [0.5, 1.5]}],
      "partials": [{"pair": "Cu-Cu", "s": [1, 2]}, {"pair": "Cu-Zr", "s": [3, 4]}]},
    "spatial_correlations": [{"field": "volume", "r_A": [1, 2], "c": [0.9, 0.8],
      "c_error": [0.07, 0.06], "length_A": 5.5, "length_error_A": 0.5, "moran_i": 0.25,
      "moran_z": 7.5}]})");
  report::ReportData data;
  addOrder(data, run);
  const auto named = [&](const std::string& name) {
    for (const report::ReportNumber& number : data.structure.order)
      if (number.name == name) return number;
    ADD_FAILURE() << name;
    return report::ReportNumber();
  };
  const auto expectNumber = [&](const std::string& name, double value, double error,
                                const std::string& unit, const std::string& note) {
    const report::ReportNumber found = named(name);
    EXPECT_DOUBLE_EQ(found.value, value) << name;
    if (std::isnan(error)) {
      EXPECT_TRUE(std::isnan(found.error)) << name;
    } else {
      EXPECT_DOUBLE_EQ(found.error, error) << name;
    }
    EXPECT_EQ(found.unit, unit) << name;
    EXPECT_THAT(found.note, testing::HasSubstr(note)) << name;
  };
  expectNumber("interpenetrating links of an icosahedron", 1.5, 0.1, "", "mean");
  expectNumber("face links of an icosahedron", 2.5, 0.2, "", "mean");
  expectNumber("edge links of an icosahedron", 3.5, 0.3, "", "mean");
  expectNumber("vertex links of an icosahedron", 4.5, 0.4, "", "mean");
  expectNumber("largest interpenetrating cluster", 17, kNaN, "", "percolates along xz");
  expectNumber("atoms in icosahedra", 25, 3, "%", "error: counted");
  expectNumber("crystal-like atoms", 12.5, 2, "%", "3 grain(s); error: counted");
  expectNumber("mean tetrahedrality", 0.75, kNaN, "", "1 is perfect");
  expectNumber("low-density atoms", 37.5, 1, "%", "four neighbours");
  expectNumber("high-density atoms", 62.5, 4, "%", "five and more");
  expectNumber("neighbours in shell 1", 13.5, kNaN, "", "2.00 to 3.75 angstrom");
  expectNumber("correlation length of volume", 5.5, 0.5, "angstrom",
               "Moran's I 0.250, 7.5 standard deviations");
  ASSERT_EQ(data.structure.curves.size(), 3u);
  const report::ReportCurves &totals = data.structure.curves[0],
                             &partials = data.structure.curves[1],
                             &correlation = data.structure.curves[2];
  EXPECT_THAT(totals.x, testing::ElementsAre(0.1, 0.2));
  EXPECT_THAT(partials.x, testing::ElementsAre(0.1, 0.2));
  ASSERT_EQ(totals.curves.size(), 1u);
  EXPECT_EQ(totals.curves[0].name, "neutrons");
  EXPECT_THAT(totals.curves[0].y, testing::ElementsAre(0.5, 1.5));
  ASSERT_EQ(partials.curves.size(), 2u);
  EXPECT_EQ(partials.curves[1].name, "Cu-Zr");
  EXPECT_THAT(partials.curves[1].y, testing::ElementsAre(3, 4));
  EXPECT_EQ(totals.description, "Faber-Ziman; by hand");
  EXPECT_THAT(correlation.x, testing::ElementsAre(1, 2));
  EXPECT_THAT(correlation.curves[0].y, testing::ElementsAre(0.9, 0.8));
  EXPECT_THAT(correlation.curves[0].error, testing::ElementsAre(0.07, 0.06));
}

// Over time where there is one, else over steps, else over frames; samples have no time. The table
// of samples gives the numbers their means.
TEST(ReportOrder, seriesAreOverTimeOrStepsOrFrames) {
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::create_directories(run.path(Product::structureReport).parent_path());
  writeFileAtomically(run.path(Product::structureReport), "{}");
  const auto seriesOf = [&](const char* time, const char* step) {
    for (const Product product : {Product::structureSeries, Product::replicas})
      writeFileAtomically(run.path(product),
                          std::string(R"({"errors": "standard error", "time_ps": )") + time +
                              R"(, "step": )" + step + R"(, "quantities": [
          {"name": "coordination", "unit": "1", "values": [12, 13, 14], "mean": 13.5,
           "standard_error": 0.5}]})");
    report::ReportData data;
    addOrder(data, run);
    return data.structure.series;
  };
  const auto overTime = seriesOf("[0, 2, 5]", "[0, 100, 300]");
  ASSERT_EQ(overTime.size(), 2u);
  EXPECT_EQ(overTime[0].title, "Frame by frame");
  EXPECT_EQ(overTime[0].xTitle, "time (ps)");
  EXPECT_THAT(overTime[0].x, testing::ElementsAre(0, 2, 5));
  EXPECT_EQ(overTime[0].caption, "standard error");
  EXPECT_EQ(overTime[0].quantities[0].name, "coordination");
  EXPECT_THAT(overTime[0].quantities[0].values, testing::ElementsAre(12, 13, 14));
  EXPECT_EQ(overTime[0].quantities[0].mean, 13.5);
  EXPECT_EQ(overTime[0].quantities[0].error, 0.5);
  EXPECT_EQ(overTime[1].title, "Independent samples");
  EXPECT_EQ(overTime[1].xTitle, "sample");
  EXPECT_THAT(overTime[1].x, testing::ElementsAre(0, 1, 2));
  for (const char* time : {"[0, 0, 0]", "[0, 5, 2]"}) {
    const auto overSteps = seriesOf(time, "[0, 100, 300]");
    EXPECT_EQ(overSteps[0].xTitle, "time step") << time;
    EXPECT_THAT(overSteps[0].x, testing::ElementsAre(0, 100, 300)) << time;
  }
  const auto overFrames = seriesOf("[0, 0, 0]", "[7, 7, 7]");
  EXPECT_EQ(overFrames[0].xTitle, "frame");
  EXPECT_THAT(overFrames[0].x, testing::ElementsAre(0, 1, 2));
  EXPECT_TRUE(seriesOf("[0]", "[0]").empty()) << "one frame is no series";
}

// Levels 1 to 255 span a field; 0 is no number. What is compared with signals comes first.
TEST(ReportOrder, thePictureShowsEveryAtomWithTheLevelsOfItsFields) {
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 12, 14});
  atoms.add(40, {1, 2, 3});
  atoms.add(29, {4, 5, -6});  // a cell below: it is shown in the box
  atoms.add(40, {7, 8, 9});
  atoms.columns.add({"other", "1", "even", {5, 5, 5}});
  atoms.columns.add({"compared", "eV", "with signals", {-1, kNaN, 3}});
  const TemporaryFolder folder;
  const RunDirectory run(folder / "run");
  std::filesystem::create_directories(run.path(Product::descriptors).parent_path());
  writeH5md(run.path(Product::descriptors), "reference", atoms, "");
  Case c;
  c.compare.descriptors = {"compared"};
  report::ReportData data;
  addAtoms(data, c, run);
  ASSERT_TRUE(data.structure.atoms.has_value());
  const report::ReportAtoms& shown = *data.structure.atoms;
  EXPECT_THAT(shown.position_A,
              testing::Pointwise(testing::FloatNear(1e-5), {1, 2, 3, 4, 5, 8, 7, 8, 9}));
  EXPECT_THAT(shown.symbols, testing::ElementsAre("Cu", "Zr"));
  EXPECT_THAT(shown.species, testing::ElementsAre(1, 0, 1));
  ASSERT_EQ(shown.fields.size(), 2u);
  EXPECT_EQ(shown.fields[0].name, "compared");
  EXPECT_EQ(shown.fields[0].unit, "eV");
  EXPECT_EQ(shown.fields[0].low, -1);
  EXPECT_EQ(shown.fields[0].high, 3);
  EXPECT_THAT(shown.fields[0].levels, testing::ElementsAre(1, 0, 255));
  EXPECT_EQ(shown.fields[1].name, "other");
  EXPECT_THAT(shown.fields[1].levels, testing::ElementsAre(1, 1, 1));
}

}  // namespace
}  // namespace glasscope::pipeline
