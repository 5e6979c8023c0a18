// Measured data as a user brings them in: import, reduce and match as programs.
#include <cstring>
#include <fstream>
#include <sstream>

#include "compare/images/GaussianBlur.h"
#include "core/formats/MapSeries.h"
#include "tests/compare/Planted.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class MeasuredPrograms : public ProgramTest {
 protected:
  // NumPy's format 1.0: magic, version, length of the heading, heading, numbers in C order.
  fs::path writeNpy(const std::string& name, const std::vector<std::size_t>& shape,
                    const std::vector<float>& numbers) const {
    std::string head = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    for (const std::size_t extent : shape) head += fmt::format("{}, ", extent);
    head += "), }";
    while ((10 + head.size() + 1) % 64 != 0) head += ' ';
    head += '\n';
    std::ofstream out(folder_ / name, std::ios::binary);
    out << std::string("\x93NUMPY\x01\x00", 8) << static_cast<char>(head.size() % 256)
        << static_cast<char>(head.size() / 256) << head;
    out.write(reinterpret_cast<const char*>(numbers.data()),
              static_cast<std::streamsize>(4 * numbers.size()));
    return folder_ / name;
  }
};

// A ring whose intensity differs from place to place by a tenth: V(k) of it is a hundredth.
std::vector<float> ringScan(int places, int pixels) {
  std::vector<float> numbers;
  for (int place = 0; place < places * places; ++place) {
    const double strength = place % 2 == 0 ? 1.1 : 0.9;
    for (int x = 0; x < pixels; ++x)
      for (int y = 0; y < pixels; ++y) {
        const double q = std::hypot(x - pixels / 2, y - pixels / 2);
        numbers.push_back(static_cast<float>(strength * (1 + 9 * std::exp(-std::pow(q - 10, 2)))));
      }
  }
  return numbers;
}

TEST_F(MeasuredPrograms, aScanIsImportedAndReduced) {
  const fs::path scan = writeNpy("scan.npy", {6, 6, 32, 32}, ringScan(6, 32));
  // What the file does not say is asked for, and nothing is written meanwhile.
  const Outcome asked = run({"import", scan.string()});
  EXPECT_EQ(asked.status, 2);
  EXPECT_THAT(asked.errors, HasSubstr("--axes"));
  const Outcome more = run({"import", scan.string(), "--axes", "x,y,qx,qy"});
  EXPECT_EQ(more.status, 2);
  for (const char* option : {"--pixel_A", "--diffraction_pixel_invA"})
    EXPECT_THAT(more.errors, HasSubstr(option));
  const fs::path made = folder_ / "scan.h5";
  const std::vector<std::string> known = {"import",
                                          scan.string(),
                                          "--axes",
                                          "x,y,qx,qy",
                                          "--pixel_A",
                                          "2",
                                          "--diffraction_pixel_invA",
                                          "0.04",
                                          "--centre_px",
                                          "middle",
                                          "--voltage_kV",
                                          "200",
                                          "--semiangle_mrad",
                                          "2",
                                          "-o",
                                          made.string()};
  const Outcome imported = run(known);
  ASSERT_EQ(imported.status, 0) << imported.errors;
  const EmdDatacube cube(made);
  EXPECT_EQ(cube.shape().rx, 6);
  EXPECT_EQ(cube.shape().qStep_invA, 0.04);
  EXPECT_EQ(cube.pattern(2, 3)(16, 26), ringScan(6, 32)[((2 * 6 + 3) * 32 + 16) * 32 + 26]);
  EXPECT_EQ(run(known).status, 0);  // over its own file

  EXPECT_EQ(run({"reduce", made.string(), "--mtf", "1.5"}).status, 2);
  const Outcome reduced = run({"reduce", made.string()});
  ASSERT_EQ(reduced.status, 0) << reduced.errors;
  EXPECT_THAT(reduced.errors, HasSubstr("--counts_per_electron"));
  EXPECT_THAT(reduced.output, HasSubstr("scan_reduced.h5"));
  EXPECT_EQ(run({"reduce", made.string()}).status, 0);

  const Outcome stretched = run({"reduce", made.string(), "--ellipse", "3.5,20"});
  ASSERT_EQ(stretched.status, 0) << stretched.errors;
  EXPECT_THAT(stretched.output, AllOf(HasSubstr("ellipticity of the rings: 3.5 percent"),
                                      HasSubstr("direction of their long axis: 20 degree")));
  const Outcome given = run({"reduce", made.string(), "--centre_px", "16.25,15.5"});
  ASSERT_EQ(given.status, 0) << given.errors;
  EXPECT_THAT(given.output, AllOf(HasSubstr("centre of the patterns along x: 16.25 pixel"),
                                  HasSubstr("centre of the patterns along y: 15.5 pixel")));
  const Outcome wrong = run({"reduce", made.string(), "--centre_px", "16.25"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.errors, HasSubstr("--centre_px 16.25 is not understood"));
  // There is no disc within this ring, so it cannot be told from one.
  EXPECT_THAT(run({"reduce", made.string(), "--centre_px", "rings"}).errors,
              HasSubstr("cannot be found"));

  const fs::path result = folder_ / "scan_reduced.h5";
  writeFileAtomically(result, "somebody's");
  const Outcome kept = run({"reduce", made.string()});
  EXPECT_EQ(kept.status, 2);
  EXPECT_THAT(kept.errors, HasSubstr("would be replaced"));
  EXPECT_EQ(readFile(result), "somebody's");
}

// Every number of the command line goes where its name says: what is printed of the instrument is
// what was given, and no two are alike.
TEST_F(MeasuredPrograms, whatIsGivenIsWhatIsTakenForIt) {
  const fs::path scan = writeNpy("list.npy", {6, 8, 10}, std::vector<float>(480, 12.0F));
  const Outcome outcome = run({"import",
                               scan.string(),
                               "--axes",
                               "frame,qx,qy",
                               "--scan_shape",
                               "2,3",
                               "--pixel_A",
                               "2",
                               "--pixel_y_A",
                               "3",
                               "--voltage_kV",
                               "200",
                               "--semiangle_mrad",
                               "1.5",
                               "--camera_length_mm",
                               "500",
                               "--detector_pixel_um",
                               "100",
                               "--dose_e_per_A2",
                               "40",
                               "--scan_rotation_deg",
                               "-12.5",
                               "--centre_px",
                               "4,5",
                               "--dark",
                               "2",
                               "--gain",
                               "3",
                               "--beam_counts",
                               "60",
                               "-o",
                               (folder_ / "list.h5").string()});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const auto said = [&](const std::string& name) {
    std::istringstream lines(outcome.output);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string word, value;
      if (words >> word >> value && word == name) return value;
    }
    return std::string("nothing");
  };
  EXPECT_EQ(said("pixel_A"), "2");
  EXPECT_EQ(said("pixel_y_A"), "3");
  EXPECT_EQ(said("voltage_kV"), "200");
  EXPECT_EQ(said("convergence_semiangle_mrad"), "1.5");
  EXPECT_EQ(said("camera_length_mm"), "500");
  EXPECT_EQ(said("detector_pixel_um"), "100");
  EXPECT_EQ(said("dose_e_per_A2"), "40");
  EXPECT_EQ(said("scan_rotation_deg"), "-12.5");
  EXPECT_EQ(said("centre_px"), "4,5");
  const EmdDatacube cube(folder_ / "list.h5");
  EXPECT_EQ(cube.shape().rx, 2);
  EXPECT_EQ(cube.shape().ry, 3);
  EXPECT_EQ(cube.shape().rStep_A, Vec2(2, 3));
  // lambda(200 kV) = 0.0250793 angstrom (Kirkland 2010): 100 um at 500 mm are 0.2 mrad.
  EXPECT_NEAR(cube.shape().qStep_invA, 2e-4 / 0.0250793, 1e-7);
  EXPECT_NEAR(cube.pattern(1, 2)(3, 4), (12 - 2) * 3 / 60.0, 1e-6);
}

// V(k) of a scan and of one with another probe, side by side by their resolutions.
TEST_F(MeasuredPrograms, scansOfSeveralProbesGiveVAgainstResolution) {
  const auto scanOf = [&](const std::string& name, const std::string& semiangle_mrad) {
    const fs::path numbers = writeNpy(name + ".npy", {6, 6, 32, 32}, ringScan(6, 32));
    std::vector<std::string> command = {
        "import", numbers.string(), "--axes", "x,y,qx,qy", "--pixel_A",
        "2",      "--centre_px",    "middle", "-o",        (folder_ / (name + ".h5")).string()};
    command.insert(command.end(), {"--diffraction_pixel_invA", "0.04", "--voltage_kV", "200"});
    if (!semiangle_mrad.empty())
      command.insert(command.end(), {"--semiangle_mrad", semiangle_mrad});
    EXPECT_EQ(run(command).status, 0);
    return (folder_ / (name + ".h5")).string();
  };
  const std::string fine = scanOf("fine", "5"), coarse = scanOf("coarse", "2"),
                    unknown = scanOf("unknown", "");
  const Outcome outcome = run({"reduce", coarse, "--other_probes", fine});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  const std::string table = readFile(folder_ / "coarse_variance_resolution.csv");
  // 0.61 x 0.0250793 angstrom over 5 and 2 mrad.
  EXPECT_THAT(table, HasSubstr("source\n3.05968,V_Omega,"));
  EXPECT_THAT(table, HasSubstr("\n7.6492,V_re,"));
  EXPECT_LT(table.find("fine.h5"), table.find("coarse.h5"));
  EXPECT_EQ(run({"reduce", fine, "--other_probes", (folder_ / "none.h5").string()}).status, 3);
  EXPECT_EQ(run({"reduce", fine, "--other_probes", (folder_ / "fine.npy").string()}).status, 2);
  EXPECT_FALSE(fs::exists(folder_ / "fine_reduced.h5"));  // nothing was begun
  const Outcome missing = run({"reduce", coarse, "--other_probes", unknown});
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.errors, HasSubstr("--semiangle_mrad"));
}

// As a camera records them: V gets smaller by what its blur takes, and the tables say so.
TEST_F(MeasuredPrograms, aModelGivesVAgainstResolutionAsACameraRecordsIt) {
  const fs::path glass = writeFrames("model.xyz", 1);
  const auto fem = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command = {
        "-q",      "fem", glass.string(),  "--aperture", "0.08",     "--origins", "2",
        "--k-min", "0.3", "--k-max",       "0.4",        "--k-step", "0.1",       "--orientations",
        "12",      "-o",  folder_.string()};
    command.insert(command.end(), more.begin(), more.end());
    return run(command);
  };
  const auto firstV = [&](const std::string& name, const std::string& before) {
    const std::string table = readFile(folder_ / name);
    const std::size_t at = table.find(before);
    EXPECT_NE(at, std::string::npos) << table;
    return std::stod(table.substr(at + before.size()));
  };
  ASSERT_EQ(fem({"--apertures", "0.08,0.12"}).status, 0);
  const double plain = firstV("model_variance.csv", "\n0.3,");
  EXPECT_EQ(firstV("model_variance_resolution.csv", "\n7.625,V,0.3,"), plain);
  EXPECT_GT(firstV("model_variance_resolution.csv", "\n5.08333,V,0.3,"), 0);
  // The speckle's a is 1.61634 / (pi 0.08 x 2.35482) = 2.7311 angstrom: of 1 angstrom pixels with a
  // point spread of 1 pixel (0.00719 = exp(-pi^2 / 2)) a^2 / (a^2 + 2) = 0.78857 is left.
  const Outcome blurred = fem({"--mtf", "0.00719188", "--camera_pixel_A", "1"});
  ASSERT_EQ(blurred.status, 0) << blurred.errors;
  EXPECT_NEAR(firstV("model_variance.csv", "\n0.3,") / plain, 0.78857, 2e-3);
  EXPECT_THAT(readFile(folder_ / "model_variance.csv"), HasSubstr("# as a camera records it: MTF"));
  EXPECT_EQ(fem({"--mtf", "0.3"}).status, 2);
  const Outcome coarse = fem({"--mtf", "0.3", "--camera_pixel_A", "9"});
  EXPECT_EQ(coarse.status, 2);
  EXPECT_THAT(coarse.errors, HasSubstr("too coarse"));
}

// What a run wrote: beside the signal stands its standard error, unknown for one snapshot.
TEST_F(MeasuredPrograms, signalsOfARunAreReducedWithoutTheirErrors) {
  Map2 map = compare::planted::smoothNoise(32, 1.5, 3, 0, false);
  for (double& value : map.values) value = 10 + 0.1 * value;
  map.name = "haadf";
  map.unit = "1";
  Map2 error = map;
  error.name = "haadf_standard_error";
  for (double& value : error.values) value = std::nan("");
  writeEmdMaps(folder_ / "signal.h5", {map, error}, {});
  const Outcome outcome = run({"reduce", (folder_ / "signal.h5").string()});
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("haadf: "));
  EXPECT_THAT(outcome.errors, HasSubstr("'haadf_standard_error' is no map of intensities"));
}

// Two maps of one foil that share nothing but its thickness, which is given as a third file.
TEST_F(MeasuredPrograms, aThicknessMapIsTakenOutOfMeasuredMaps) {
  constexpr int kSide = 96;
  Map2 thickness = compare::planted::smoothNoise(kSide, 4, 8, 9, false);
  thickness.name = "thickness";
  thickness.unit = "nm";
  double square = 0;
  for (const double v : thickness.values) square += v * v / (kSide * kSide);
  for (double& v : thickness.values) v = 50 * (1 + 0.15 * v / std::sqrt(square));
  const auto write = [&](const std::string& name, std::uint64_t stream) {
    Map2 map = compare::planted::smoothNoise(kSide, 1.5, 8, stream, false);
    for (std::size_t i = 0; i < map.values.size(); ++i)
      map.values[i] = thickness.values[i] * (1 + 0.01 * map.values[i]);
    map.name = name;
    map.unit = "1";
    writeEmdMaps(folder_ / (name + ".h5"), {map}, {});
    return (folder_ / (name + ".h5")).string();
  };
  const std::string a = write("a", 0), b = write("b", 1), t = (folder_ / "t.h5").string();
  writeEmdMaps(t, {thickness}, {});
  const Outcome without = run({"reduce", a, "--with", b});
  ASSERT_EQ(without.status, 0) << without.errors;
  EXPECT_THAT(without.output, HasSubstr("  significant"));
  const Outcome with = run({"reduce", a, "--with", b, "--thickness", t});
  ASSERT_EQ(with.status, 0) << with.errors;
  EXPECT_THAT(with.output, testing::Not(HasSubstr("  significant")));
  EXPECT_THAT(with.output,
              AllOf(HasSubstr("100 % of the positions"), HasSubstr("nothing was registered")));
  EXPECT_EQ(run({"reduce", a, "--thickness", t}).status, 2);  // of what?
  EXPECT_EQ(run({"reduce", a, "--with", b, "--thickness", b, "--thickness_map", "no"}).status, 2);
}

TEST_F(MeasuredPrograms, aMapIsMatchedWithTheMemberThatMadeIt) {
  const Map2 field = compare::planted::smoothNoise(48, 1.0, 5, 0, false);
  MapSeries series{"haadf", "1", "planted", "source", "A", {}, {}};
  for (const double sigma : {1.0, 2.0, 3.0}) {
    series.axis.push_back(sigma);
    series.maps.push_back(compare::gaussianBlur(field, sigma));
  }
  writeEmdSeries(folder_ / "series.h5", {series}, {});
  Map2 measured = series.maps[1];
  measured.name = "measured";
  for (double& value : measured.values) value = 200 + 30 * value;  // another scale
  writeEmdMaps(folder_ / "map.h5", {measured}, {});
  const std::vector<std::string> match = {"match",
                                          (folder_ / "map.h5").string(),
                                          (folder_ / "series.h5").string(),
                                          "--rotation_deg",
                                          "1",
                                          "--magnification",
                                          "0.01"};
  const Outcome outcome = run(match);
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("best on half 1: source = 2 A"));
  EXPECT_THAT(outcome.output, HasSubstr("best on half 2: source = 2 A"));
  EXPECT_THAT(outcome.output, HasSubstr("the next peak has 0."));
  EXPECT_THAT(outcome.output, HasSubstr("where nothing was fitted, rings agree"));
  EXPECT_THAT(readFile(folder_ / "map_match_rings.csv"),
              HasSubstr("scored,k_invA,correlation,half_bit,one_seventh,pixels\n1,"));
  EXPECT_EQ(readEmdMaps(folder_ / "map_matched.h5").size(), 2U);
  EXPECT_EQ(run(match).status, 0);
  fs::remove(folder_ / "map_matched.h5");
  writeEmdMaps(folder_ / "map_matched.h5", {measured}, {});  // somebody's
  const Outcome kept = run(match);
  EXPECT_EQ(kept.status, 2);
  EXPECT_THAT(kept.errors, HasSubstr("would be replaced"));
  EXPECT_EQ(readEmdMaps(folder_ / "map_matched.h5").size(), 1U);

  // The table does not appear without the image that belongs to it.
  fs::remove(folder_ / "map_matched.h5");
  fs::remove(folder_ / "map_match.csv");
  fs::create_directory(folder_ / "map_matched.h5.partial");
  EXPECT_NE(run(match).status, 0);
  for (const auto& entry : fs::directory_iterator(folder_))
    EXPECT_THAT(entry.path().string(), testing::Not(HasSubstr("map_match.csv")));
}

TEST_F(MeasuredPrograms, femTakesAMeasuredVarianceOnlyAsWhatItIs) {
  const fs::path glass = writeFrames("glass.xyz", 1);
  const auto fem = [&](const std::string& text) {
    writeFileAtomically(folder_ / "vk.txt", text);
    return run({"fem", glass.string(), "--aperture", "0.2", "--origins", "2", "--orientations", "2",
                "--measured", (folder_ / "vk.txt").string()});
  };
  const std::string rows = "0.3 0.02 0.001\n0.4 0.03 0.001\n";
  const Outcome good = fem("k (1/A)\tV\tsigma\n" + rows);
  EXPECT_EQ(good.status, 0) << good.errors;
  EXPECT_THAT(good.output, HasSubstr("chi^2/N"));
  EXPECT_THAT(fem("k (1/nm)\tV\tsigma\n" + rows).errors, HasSubstr("speaks of nm"));
  EXPECT_THAT(fem("# k_per_nm V sigma\n" + rows).errors, HasSubstr("speaks of nm"));
  EXPECT_THAT(fem(rows + "nan 0.02 0.001\n").errors, HasSubstr("line 3, column 1"));
  EXPECT_THAT(fem(rows + "0.5 0.02 0\n").errors, HasSubstr("line 3"));
  EXPECT_THAT(fem("0.3 0.02\n0.4 0.03\n").errors, HasSubstr("2 columns"));
}

// The errors of one peak of a lattice are as small as those of an image that has a single one.
TEST_F(MeasuredPrograms, matchSaysWhereThePlaceIsNotUnique) {
  Map2 lattice;
  lattice.name = "haadf";
  lattice.values = Array2<double>(32, 32);
  for (int x = 0; x < 32; ++x)
    for (int y = 0; y < 32; ++y)
      lattice.values(x, y) = 2 + std::cos(M_PI * x / 4) + std::cos(M_PI * y / 4);
  Map2 weaker = lattice;
  for (double& value : weaker.values) value = value * value;
  writeEmdSeries(folder_ / "series.h5",
                 {{"haadf", "1", "", "source", "A", {1, 2}, {lattice, weaker}}}, {});
  writeEmdMaps(folder_ / "map.h5", {lattice}, {});
  const std::vector<std::string> match{"match",
                                       (folder_ / "map.h5").string(),
                                       (folder_ / "series.h5").string(),
                                       "--rotation_deg",
                                       "0",
                                       "--magnification",
                                       "0"};
  const Outcome outcome = run(match);
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("NOT UNIQUE"));
  EXPECT_THAT(outcome.output, testing::Not(HasSubstr("+-")));
  EXPECT_THAT(readFile(folder_ / "map_match.csv"), HasSubstr("second_peak_1"));
}

}  // namespace
}  // namespace glasscope
