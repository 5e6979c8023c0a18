// Series of scans as a user makes them: what a stack holds is what separate runs would give.
#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Series : public ProgramTest {
 protected:
  Series() : input_(writeFrames("glass.xyz", 2)) {}

  fs::path out(const std::string& name) const { return folder_ / name / "signals"; }

  void make(const std::string& name, const std::vector<std::string>& overrides) const {
    const Outcome outcome = run(with(with(quickly({"multislice", input_.string(), "--frames", "all",
                                                   "-o", (folder_ / name).string()}),
                                          {"microscope.potential_oversampling=1"}),
                                     overrides));
    ASSERT_EQ(outcome.status, 0) << outcome.errors;
  }

  static std::string over(const std::string& scan, const std::string& key,
                          const std::string& values) {
    return scan + ".series={key=\"" + key + "\", values=" + values + "}";
  }

  // Every map of member i is, bit for bit, that of the file of maps.
  static void expectMember(const std::vector<MapSeries>& series, std::size_t i,
                           const fs::path& alone) {
    const std::vector<Map2> maps = readEmdMaps(alone);
    ASSERT_EQ(series.size(), maps.size());
    for (std::size_t m = 0; m < maps.size(); ++m) {
      EXPECT_EQ(series[m].name, maps[m].name);
      EXPECT_TRUE(std::ranges::equal(series[m].maps.at(i).values.span(), maps[m].values.span()))
          << maps[m].name << ' ' << i;
    }
  }

  fs::path input_;
};

TEST_F(Series, holdsWhatEachDefocusAloneGivesByAnyMethod) {
  for (const std::string method : {"multislice", "scattering_matrix"}) {
    const std::vector<std::string> how = {"microscope.method=" + method, "haadf.focal_spread_A=10",
                                          "haadf.focal_nodes=3"};
    const auto more = [&](std::vector<std::string> overrides) {
      overrides.insert(overrides.begin(), how.begin(), how.end());
      return overrides;
    };
    make(method, more({over("haadf", "defocus_A", "[-20, 0, 30]"),
                       over("nanodiffraction", "defocus_A", "[30]")}));
    const auto series = readEmdSeries(out(method) / "haadf/series.h5");
    EXPECT_EQ(series[0].axis, (std::vector<double>{-20, 0, 30}));
    EXPECT_EQ(series[0].axisName, "defocus");
    EXPECT_EQ(series[0].axisUnit, "A");
    expectMember(series, 1, out(method) / "haadf/signal.h5");
    for (const auto& [member, defocus] : {std::pair{0, "-20"}, {2, "30"}}) {
      const std::string name = method + defocus;
      make(name, more({std::string("haadf.defocus_A=") + defocus,
                       std::string("nanodiffraction.defocus_A=") + defocus}));
      expectMember(series, member, out(name) / "haadf/signal.h5");
    }
    const Array2<float> a =
        EmdDatacube(out(method) / "nanodiffraction/defocus_0_30A.h5").pattern(2, 3);
    const Array2<float> b =
        EmdDatacube(out(method + "30") / "nanodiffraction/signal.h5").pattern(2, 3);
    EXPECT_TRUE(std::ranges::equal(a.span(), b.span()));
  }
}

// One setting of the probe, one of the detector, one of the microscope, one of the foil, one of
// the lens: each as its own run has it, and the plain scan beside it as if there were no series.
TEST_F(Series, ofAnySettingHoldsWhatSeparateRunsGive) {
  make("plain", {});
  const struct {
    const char *scan, *key, *values, *other;
  } kinds[] = {{"haadf", "semiangle_mrad", "[25, 18]", "haadf.semiangle_mrad=18"},
               {"haadf", "outer_mrad", "[60, 52]", "haadf.outer_mrad=52"},
               {"haadf", "c12_A", "[0, 40]", "haadf.c12_A=40"},
               {"haadf", "microscope.voltage_kV", "[200, 120]", "microscope.voltage_kV=120"},
               {"haadf", "foil.start_A", "[0, 3]", "foil.start_A=3"}};
  for (const auto& kind : kinds) {
    const std::string name = kind.key;
    make(name, {over(kind.scan, kind.key, kind.values), "nanodiffraction.enabled=false"});
    make(name + "_alone", {kind.other, "nanodiffraction.enabled=false"});
    const auto series = readEmdSeries(out(name) / "haadf/series.h5");
    expectMember(series, 0, out(name) / "haadf/signal.h5");
    expectMember(series, 0, out("plain") / "haadf/signal.h5");
    expectMember(series, 1, out(name + "_alone") / "haadf/signal.h5");
    EXPECT_NE(series[0].maps[0].values[7], series[0].maps[1].values[7]) << name;
  }
  make("patterns", {over("nanodiffraction", "semiangle_mrad", "[8]"), "haadf.enabled=false"});
  make("patterns_alone", {"nanodiffraction.semiangle_mrad=8", "haadf.enabled=false"});
  const EmdDatacube member(out("patterns") / "nanodiffraction/semiangle_0_8mrad.h5"),
      alone(out("patterns_alone") / "nanodiffraction/signal.h5");
  EXPECT_TRUE(std::ranges::equal(member.pattern(1, 4).span(), alone.pattern(1, 4).span()));
}

TEST_F(Series, ofOneValueIsTheScanAtThatValue) {
  make("one", {over("haadf", "defocus_A", "[15]"), "nanodiffraction.enabled=false"});
  make("alone", {"haadf.defocus_A=15", "nanodiffraction.enabled=false"});
  const auto series = readEmdSeries(out("one") / "haadf/series.h5");
  EXPECT_EQ(series[0].axis, std::vector<double>{15});
  expectMember(series, 0, out("alone") / "haadf/signal.h5");
}

// Thicknesses come from one pass through the whole foil. What differs from a foil that ends there
// is where slices begin: half a slice of 2 angstrom in a foil of 6 and 10.
TEST_F(Series, ofThicknessesIsRecordedInOnePassAndAgreesWithThinnerFoils) {
  make("all", {over("haadf", "foil.thickness_A", "[10, 6, 13]"), "foil.thickness_A=13",
               "microscope.slice_thickness_A=1", "nanodiffraction.enabled=false"});
  const auto series = readEmdSeries(out("all") / "haadf/series.h5");
  EXPECT_EQ(series[0].name, "haadf");
  EXPECT_EQ(series[0].axis, (std::vector<double>{10, 6, 13}));
  expectMember(series, 2, out("all") / "haadf/signal.h5");
  for (const auto& [member, thickness] : {std::pair{0, "10"}, {1, "6"}}) {
    make(thickness, {std::string("foil.thickness_A=") + thickness, "microscope.slice_thickness_A=1",
                     "nanodiffraction.enabled=false"});
    const Map2 alone = readEmdMaps(out(thickness) / "haadf/signal.h5").front();
    const auto& found = series[0].maps[member].values;
    double difference = 0, sum = 0, thicker = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      difference += std::abs(found[i] - alone.values[i]);
      sum += alone.values[i];
      thicker += series[0].maps[2].values[i];
    }
    EXPECT_LT(difference / sum, 0.05) << thickness;
    EXPECT_GT(thicker / sum, 1.15) << "13 angstrom scatter more";
  }
}

TEST_F(Series, ofDosesIsRecordedFromOneCleanSignal) {
  make("doses", {over("haadf", "record.dose_e_per_A2", "[1e3, 1e7]"),
                 over("nanodiffraction", "record.dose_e_per_A2", "[1e4]")});
  EXPECT_FALSE(fs::exists(out("doses") / "haadf/series.h5"));
  EXPECT_FALSE(fs::exists(out("doses") / "haadf/recorded.h5")) << "the case itself records nothing";
  const Map2 clean = readEmdMaps(out("doses") / "haadf/signal.h5").front();
  const MapSeries series = readEmdSeries(out("doses") / "haadf/series_recorded.h5").front();
  EXPECT_EQ(series.axisName, "dose");
  double few = 0, many = 0;
  for (std::size_t i = 0; i < clean.values.size(); ++i) {
    few += std::pow(series.maps[0].values[i] - clean.values[i], 2);
    many += std::pow(series.maps[1].values[i] - clean.values[i], 2);
  }
  // Variances are as the inverse of the doses, 10^4; of 36 pixels each known to a quarter.
  EXPECT_GT(few / many, 1e3);
  EXPECT_LT(few / many, 1e5);
  const EmdDatacube patterns(out("doses") / "nanodiffraction/dose_0_10000e_per_A2_recorded.h5");
  EXPECT_EQ(patterns.shape().rx, 6);
}

// Other doses image nothing anew.
TEST_F(Series, ofOtherDosesKeepsTheCleanSignal) {
  const auto messages = [&](const char* doses) {
    return run(with(quickly({"multislice", input_.string(), "-o", (folder_ / "one").string()}),
                    {over("haadf", "record.dose_e_per_A2", doses), "nanodiffraction.enabled=false",
                     "snapshots.thermal_motion=none"}))
        .errors;
  };
  EXPECT_THAT(messages("[1e4]"), HasSubstr("record: done in"));
  const std::string again = messages("[1e5]");
  EXPECT_THAT(
      again, testing::AllOf(HasSubstr("haadf: nothing has changed"), HasSubstr("record: done in")));
  EXPECT_THAT(messages("[1e5]"), HasSubstr("record: nothing has changed"));
}

TEST_F(Series, ofAnImageIsOneWaveThroughEveryLens) {
  const std::vector<std::string> image = {"hrtem.enabled=true", "haadf.enabled=false",
                                          "nanodiffraction.enabled=false",
                                          "hrtem.aperture_mrad=10"};
  const auto more = [&](const std::string& override) {
    std::vector<std::string> all = image;
    all.push_back(override);
    return all;
  };
  make("defoci", more(over("hrtem", "defocus_A", "[400, 600]")));
  make("c30", more(over("hrtem", "c30_A", "[1e7, 2e6]")));
  make("plain", image);
  make("400", more("hrtem.defocus_A=400"));
  make("2e6", more("hrtem.c30_A=2e6"));
  const auto defoci = readEmdSeries(out("defoci") / "hrtem/series.h5");
  const auto c30 = readEmdSeries(out("c30") / "hrtem/series.h5");
  expectMember(defoci, 0, out("400") / "hrtem/signal.h5");
  expectMember(defoci, 1, out("plain") / "hrtem/signal.h5");
  expectMember(defoci, 1, out("defoci") / "hrtem/signal.h5");
  expectMember(c30, 0, out("plain") / "hrtem/signal.h5");
  expectMember(c30, 1, out("2e6") / "hrtem/signal.h5");
}

TEST_F(Series, ofAnImageIsAnotherFoilForEveryThickness) {
  const std::vector<std::string> image = {"hrtem.enabled=true", "haadf.enabled=false",
                                          "nanodiffraction.enabled=false"};
  const auto more = [&](const std::string& override) {
    std::vector<std::string> all = image;
    all.push_back(override);
    return all;
  };
  make("depths", more(over("hrtem", "foil.thickness_A", "[6, 13]")));
  make("6", more("foil.thickness_A=6"));
  make("13", more("foil.thickness_A=13"));
  const auto depths = readEmdSeries(out("depths") / "hrtem/series.h5");
  expectMember(depths, 0, out("6") / "hrtem/signal.h5");
  expectMember(depths, 1, out("13") / "hrtem/signal.h5");
  // Other pixels are no stack, and that is said before anything is computed.
  const Outcome refused = run(with(quickly({"plan", input_.string()}),
                                   more(over("hrtem", "microscope.max_angle_mrad", "[60, 120]"))));
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.errors, HasSubstr("cannot be one stack"));
}

TEST_F(Series, isPlannedMemberByMember) {
  const Outcome outcome =
      run(with(quickly({"plan", input_.string()}),
               {over("haadf", "semiangle_mrad", "[10, 12]"), "nanodiffraction.enabled=false"}));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  for (const char* text : {"semiangle_mrad = 10", "semiangle_mrad = 12"})
    EXPECT_THAT(outcome.output, HasSubstr(text));
}

}  // namespace
}  // namespace glasscope
