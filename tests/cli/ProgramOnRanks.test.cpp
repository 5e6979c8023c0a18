// The whole program under MPI: the same files, whatever the number of ranks.
#include <cstring>
#include <map>
#include <tuple>

#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/system/Mpi.h"
#include "pipeline/imaging/Specimen.h"
#include "tests/Paths.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

class ProgramOnRanksTest : public ProgramTest {
 protected:
  int runOnRanks(int ranks, const std::vector<std::string>& arguments) const {
    std::string command =
        fmt::format("mpirun --oversubscribe --allow-run-as-root -np {} {}", ranks, programPath());
    for (const std::string& argument : arguments) command += " '" + argument + "'";
    return std::system((command + " > " + (folder_ / "log").string() + " 2>&1").c_str());
  }
};

TEST_F(ProgramOnRanksTest, imagesAndDescriptorsHaveTheSameBitsOnOneTwoAndThreeRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path input = writeFrames("glass.xyz", 3);
  std::vector<std::vector<float>> patterns;
  std::vector<std::vector<double>> maps;
  std::vector<std::string> descriptors;
  for (const int ranks : {1, 2, 3}) {
    const fs::path out = folder_ / std::to_string(ranks);
    ASSERT_EQ(runOnRanks(ranks, quickly({"run", input.string(), "--frames", "all", "-o",
                                         out.string(), "-t", "1"})),
              0)
        << readFile(folder_ / "log");
    const Array2<float> pattern =
        EmdDatacube(out / "signals/nanodiffraction/signal.h5").pattern(4, 1);
    patterns.emplace_back(pattern.begin(), pattern.end());
    const auto haadf = readEmdMaps(out / "signals/haadf/signal.h5");
    maps.emplace_back(haadf[0].values.begin(), haadf[0].values.end());
    descriptors.push_back(readFile(out / "atoms/descriptors.xyz"));
    EXPECT_TRUE(fs::exists(out / "report.html"));
  }
  EXPECT_EQ(patterns[0], patterns[1]);
  EXPECT_EQ(patterns[0], patterns[2]);
  EXPECT_EQ(maps[0], maps[1]);
  EXPECT_EQ(maps[0], maps[2]);
  EXPECT_EQ(descriptors[0], descriptors[1]);
  EXPECT_EQ(descriptors[0], descriptors[2]);
}

TEST_F(ProgramOnRanksTest, whatAVerbPrintsIsPrintedOnceOnTwoRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path input = writeFrames("glass.xyz", 2);
  const auto timesSaid = [&](const std::string& text) {
    const std::string log = readFile(folder_ / "log");
    int times = 0;
    for (std::size_t at = log.find(text); at != std::string::npos; at = log.find(text, at + 1))
      ++times;
    return times;
  };
  ASSERT_EQ(runOnRanks(2, quickly({"plan", input.string(), "-t", "1"})), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(timesSaid("2 rank(s) of 1 thread(s)"), 1);
  EXPECT_EQ(timesSaid("Total: "), 1);
  ASSERT_EQ(runOnRanks(2, quickly({"voronoi", input.string(), "-o", (folder_ / "out").string(),
                                   "--set", "snapshots.thermal_motion=none", "-t", "1"})),
            0)
      << readFile(folder_ / "log");
  EXPECT_EQ(timesSaid("Written: "), 1);
}

// Studies are runs and what one rank makes of them: a rank that waits for one that does not come
// would never end.
TEST_F(ProgramOnRanksTest, studiesEndWithTheSameFilesOnOneAndTwoRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path input = writeFrames("glass.xyz", 2);
  std::map<std::string, std::string> first;
  for (const int ranks : {1, 2}) {
    const fs::path out = folder_ / std::to_string(ranks);
    const std::vector<std::string> settings{
        "haadf.scan_nx=12", "haadf.scan_ny=12", "nanodiffraction.enabled=false",
        "snapshots.thermal_motion=none", "compare.descriptors=[\"coordination\"]"};
    for (const char* verb : {"detect", "blind"}) {
      ASSERT_EQ(
          runOnRanks(ranks,
                     with(quickly({verb, input.string(), "-o", (out / verb).string(), "-t", "1"}),
                          settings)),
          0)
          << readFile(folder_ / "log");
    }
    std::map<std::string, std::string> files;
    for (const char* file : {"detect/detect.csv", "blind/given/haadf.h5", "blind/truth/haadf.h5"})
      files[file] = readFile(out / file);
    if (first.empty()) first = files;
    for (const auto& [file, content] : files) {
      EXPECT_GT(content.size(), 100u) << file;
      EXPECT_TRUE(content == first.at(file)) << file;
    }
  }
}

// Every file of a run but those that say when, where and how long: its provenance, and the page
// that shows it.
std::map<std::string, std::string> dataFiles(const fs::path& run) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(run)) {
    const fs::path name = entry.path().lexically_relative(run);
    if (!entry.is_regular_file() || name.begin()->string().starts_with(".") ||
        name == "provenance.json" || name == "report.html")
      continue;
    files[name.string()] = readFile(entry.path());
  }
  return files;
}

TEST_F(ProgramOnRanksTest, theSameCaseGivesTheSameBytesAgainAndOnMoreThreadsAndRanks) {
  const fs::path input = writeFrames("glass.xyz", 3);
  std::map<std::string, std::string> first;
  for (const auto& [ranks, threads, name] :
       {std::tuple{1, "1", "once"}, {1, "1", "again"}, {1, "2", "threads"}, {2, "1", "ranks"}}) {
    if (ranks > 1 && !Mpi::compiledIn()) continue;
    const fs::path out = folder_ / name;
    ASSERT_EQ(
        runOnRanks(ranks, with(quickly({"run", input.string(), "--frames", "all", "-o",
                                        out.string(), "-t", threads}),
                               {"hrtem.enabled=true", "hrtem.series={key=\"c30_A\", values=[1e6]}",
                                "haadf.series={key=\"foil.thickness_A\", values=[6, 13]}",
                                "nanodiffraction.series={key=\"defocus_A\", values=[20]}",
                                "nanodiffraction.source_fwhm_A=1", "record.dose_e_per_A2=1e4"})),
        0)
        << readFile(folder_ / "log");
    const auto files = dataFiles(out);
    if (first.empty()) first = files;
    EXPECT_GT(files.size(), 20u);
    ASSERT_EQ(files.size(), first.size()) << name;
    for (const auto& [file, content] : first)
      EXPECT_TRUE(files.contains(file) && files.at(file) == content) << file << ", " << name;
  }
}

TEST_F(ProgramOnRanksTest, tiltSeriesAndPlaneWavesHaveTheSameFilesOnOneTwoAndThreeRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path input = writeFrames("glass.xyz", 3);
  const char* files[] = {"haadf/series.mrc", "haadf/tilts.csv", "hrtem/rings.csv"};
  std::map<std::string, std::string> first;
  for (const int ranks : {1, 2, 3}) {
    const fs::path out = folder_ / std::to_string(ranks);
    ASSERT_EQ(runOnRanks(ranks, with(quickly({"multislice", input.string(), "--frames", "all", "-o",
                                              out.string(), "-t", "1"}),
                                     {"nanodiffraction.enabled=false", "hrtem.enabled=true",
                                      "haadf.series={key=\"tilt_deg\", values=\"-20:20:20\"}",
                                      "tilt_series.margin_A=3"})),
              0)
        << readFile(folder_ / "log");
    for (const char* file : files) {
      const std::string found = readFile(out / "signals" / file);
      EXPECT_EQ(first.emplace(file, found).first->second, found) << file << ", " << ranks;
    }
    const auto image = readEmdMaps(out / "signals/hrtem/signal.h5")[0].values;
    const std::string bits(reinterpret_cast<const char*>(image.data()), 8 * image.size());
    EXPECT_EQ(first.emplace("image", bits).first->second, bits) << ranks;
  }
}

TEST_F(ProgramOnRanksTest, streamedDescriptorsAreThoseOfTheWholeOnOneToFourRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  // Two frames, so that g(r) of the moving atoms is compared as well.
  const fs::path input = writeFrames("glass.xyz", 2);
  std::vector<Columns> columns;
  std::vector<std::string> reports;
  for (const auto& [ranks, streaming] :
       {std::pair{1, "never"}, {1, "always"}, {2, "always"}, {3, "always"}, {4, "always"}}) {
    const fs::path out = folder_ / (std::to_string(ranks) + streaming);
    ASSERT_EQ(runOnRanks(ranks, {"voronoi", input.string(), "--frames", "all", "--set",
                                 "snapshots.thermal_motion=none", "--set",
                                 std::string("voronoi.streaming=") + streaming, "-o", out.string(),
                                 "-t", "1"}),
              0)
        << readFile(folder_ / "log");
    columns.push_back(readH5md(out / "atoms/descriptors.h5").front().frames.front().columns);
    reports.push_back(readFile(out / "structure/report.json"));
    EXPECT_EQ(fs::exists(out / "atoms/descriptors.xyz"), std::string(streaming) == "never");
  }
  for (std::size_t run = 1; run < reports.size(); ++run) EXPECT_EQ(reports[run], reports[0]);
  for (std::size_t run = 1; run < columns.size(); ++run) {
    const Columns& other = columns[run];
    ASSERT_EQ(other.size(), columns[0].size());
    for (const Column& column : columns[0]) {
      const auto& values = other.at(column.name).values;
      EXPECT_EQ(std::memcmp(values.data(), column.values.data(), 8 * values.size()), 0)
          << column.name;
    }
  }
}

// A crystal of two sites a cell that trembles a little: quick to relax, nothing of it diffuses.
Atoms tremblingCrystal(const std::vector<std::pair<int, Vec3>>& cell, double edge_A, int cells) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(edge_A * cells));
  Random random(5, "trembling_crystal");
  for (int i = 0; i < cells * cells * cells; ++i) {
    const Vec3 corner(i % cells, i / cells % cells, i / cells / cells);
    for (const auto& [z, place] : cell) {
      const Vec3 moved(random.normal(), random.normal(), random.normal());
      atoms.add(z, edge_A * (corner + place) + 0.03 * moved);
    }
  }
  return atoms;
}

// Of a potential with tables rank 0 alone computes what forces tell, of any other all ranks move
// atoms together. LAMMPS sums forces in another order on two ranks, so that ten steps and a
// minimisation agree to some 1e-12 and not to the bit; a rank that does not take part, or whose
// atoms are left out, changes a column by a good part of itself.
TEST_F(ProgramOnRanksTest, whatForcesTellIsTheSameOnOneAndTwoRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const auto b2 = tremblingCrystal({{29, {0, 0, 0}}, {40, {0.5, 0.5, 0.5}}}, 3.26, 4);
  std::vector<std::pair<int, Vec3>> diamond;
  for (const Vec3& place : {Vec3(0, 0, 0), Vec3(0, .5, .5), Vec3(.5, 0, .5), Vec3(.5, .5, 0)}) {
    diamond.emplace_back(14, place);
    diamond.emplace_back(14, place + Vec3::Constant(0.25));
  }
  const auto silicon = tremblingCrystal(diamond, 5.43, 2);
  const std::tuple<const char*, Atoms, std::vector<std::string>> samples[] = {
      {"mendelev-2009", b2, {"soft_mode_participation", "local_shear_modulus_GPa"}},
      {"sw-si-1985", silicon, {"soft_mode_participation", "harmonic_u2_A2"}},
      // Of no analytic springs: their forces are made by all ranks together, and one that left
      // early would be waited for without end.
      {"kim:EDIP_JustoBazantKaxiras_1998_Si__MO_958932894036_002", silicon, {"harmonic_u2_A2"}}};
  for (const auto& [potential, atoms, wanted] : samples) {
    const fs::path input = folder_ / (std::string(potential) + ".xyz");
    writeExtendedXyz(input, {atoms});
    std::vector<Columns> columns;
    for (const int ranks : {1, 2}) {
      const fs::path out = folder_ / (potential + std::to_string(ranks));
      const int status = runOnRanks(
          ranks, with({"sim", input.string(), "-o", out.string(), "-t", "1"},
                      {"snapshots.thermal_motion=dynamics",
                       std::string("sim.potential=") + potential, "snapshots.equilibration_ps=0.01",
                       "snapshots.count=2", "snapshots.interval_ps=0.01", "vibrations.vectors=8",
                       "vibrations.window_share=0.1", "vibrations.window_width_THz=0.5"}));
      ASSERT_EQ(status, 0) << readFile(folder_ / "log");
      columns.push_back(pipeline::readStructure(out / "atoms/structure.h5").reference.columns);
    }
    for (const std::string& name : wanted) EXPECT_TRUE(columns[0].has(name)) << name;
    ASSERT_EQ(columns[1].size(), columns[0].size());
    for (const Column& column : columns[0]) {
      double largest = 0, apart = 0;
      const auto& other = columns[1].at(column.name).values;
      for (std::size_t i = 0; i < column.values.size(); ++i) {
        largest = std::max(largest, std::abs(column.values[i]));
        apart = std::max(apart, std::abs(column.values[i] - other[i]));
      }
      EXPECT_LE(apart, 1e-5 * largest) << potential << ": " << column.name;
    }
  }
}

TEST_F(ProgramOnRanksTest, anErrorEndsAllRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path input = writeFrames("glass.xyz", 2);
  const int status =
      runOnRanks(2, quickly({"run", input.string(), "--frames", "all", "-o", "/proc/nowhere"}));
  EXPECT_NE(status, 0);
  EXPECT_THAT(readFile(folder_ / "log"), testing::HasSubstr("What to do:"));
}

}  // namespace
}  // namespace glasscope
