// A measured film is a run like any other: locked, resumable, with its provenance.
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Mpi.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class FilmProgram : public ProgramTest {
 protected:
  /// A little gold, and a map of it that only has the right places.
  fs::path writeFilm(const std::string& name, double brightness = 1) const {
    constexpr int kPixels = 20;
    constexpr double kPixel_A = 0.4;
    std::vector<double> positions, map(kPixels * kPixels, 0.1);
    std::vector<std::int64_t> numbers;
    Random random(3, "film_program");
    for (int i = 0; i < 8; ++i) {
      const Vec3 r(2 + 4 * random.uniform(), 2 + 4 * random.uniform(), 4 * random.uniform());
      positions.insert(positions.end(), r.data(), r.data() + 3);
      numbers.push_back(79);
      for (int x = 0; x < kPixels; ++x) {
        for (int y = 0; y < kPixels; ++y) {
          const double d2 = std::pow(x * kPixel_A - r.x(), 2) + std::pow(y * kPixel_A - r.y(), 2);
          map[static_cast<std::size_t>(x * kPixels + y)] += brightness * std::exp(-d2 / 0.5);
        }
      }
    }
    const std::vector<std::uint8_t> all(kPixels * kPixels, 1);
    Hdf5 file = Hdf5::create(folder_ / name);
    file.write("measured", map, {kPixels, kPixels});
    file.write("valid", all, {kPixels, kPixels});
    file.write("interior", all, {kPixels, kPixels});
    file.writeScalar("pixel_size", kPixel_A);
    file.write("atoms/position", positions, {numbers.size(), 3});
    file.write("atoms/atomic_number", numbers, {numbers.size()});
    file.commit();
    return folder_ / name;
  }

  std::vector<std::string> command(const fs::path& film) const {
    return with({"compare", film.string(), "-o", (folder_ / "run").string()},
                {"film.defocus_A=[0]", "film.frozen_phonons=1", "film.sampling_A=0.15",
                 "film.window_A=8", "film.scan_step_A=0.8", "film.outer_mrad=60"});
  }
};

TEST_F(FilmProgram, isDoneOnceAndLeavesFilesThatOthersOpen) {
  // A name that careless JSON would break.
  const fs::path film = writeFilm("a \"quoted\" film.h5");
  const fs::path out = folder_ / "run";
  const Outcome outcome = run(command(film));
  ASSERT_EQ(outcome.status, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("multislice"), HasSubstr("The report: ")));
  const auto provenance = nlohmann::json::parse(readFile(out / "provenance.json"));
  EXPECT_EQ(provenance.at("stages").at(0).at("name"), "film");
  const auto scores = nlohmann::json::parse(readFile(out / "film/scores.json"));
  EXPECT_THAT(outcome.output, HasSubstr(scores.at("verdict").get<std::string>()));
  const auto maps = readEmdMaps(out / "film/images.h5");
  EXPECT_EQ(maps.front().name, "measured");
  EXPECT_EQ(maps.back().name, "multislice");
  EXPECT_THAT(readFile(out / "report.html"), HasSubstr("A measured film"));
  EXPECT_FALSE(fs::exists(out / "atoms"));

  EXPECT_THAT(run(command(film)).errors, HasSubstr("film: nothing has changed"));
  EXPECT_THAT(run({"run", out.string()}).errors, HasSubstr("film: nothing has changed"));
  EXPECT_THAT(run({"info", out.string()}).output,
              AllOf(HasSubstr("film/scores.json"), Not(HasSubstr("OTHER"))));
  EXPECT_THAT(run(with(command(film), {"film.inner_mrad=20"})).errors, HasSubstr("film: done in"));
}

// Its tiles are shared out among the ranks.
TEST_F(FilmProgram, hasTheSameBytesOnTwoRanks) {
  if (!Mpi::compiledIn()) GTEST_SKIP() << "built without MPI: there is one rank only";
  const fs::path out = folder_ / "run";
  std::vector<std::string> arguments = command(writeFilm("film.h5"));
  ASSERT_EQ(run(arguments).status, 0);
  const auto contents = [&] {
    std::vector<std::string> all;
    for (const char* name : {"images.h5", "scores.json", "rings.csv"})
      all.push_back(readFile(out / "film" / name));
    return all;
  };
  const auto alone = contents();
  fs::remove_all(out);
  std::string line =
      fmt::format("mpirun --oversubscribe --allow-run-as-root -np 2 {}", programPath());
  for (const std::string& argument : arguments) line += " '" + argument + "'";
  ASSERT_EQ(std::system((line + " > " + (folder_ / "log").string() + " 2>&1").c_str()), 0)
      << readFile(folder_ / "log");
  EXPECT_EQ(contents(), alone);
}

TEST_F(FilmProgram, anotherFilmUnderTheSameNameIsComparedAnew) {
  const fs::path film = writeFilm("film.h5");
  ASSERT_EQ(run(command(film)).status, 0);
  writeFilm("film.h5", 2);
  EXPECT_THAT(run(command(film)).errors, HasSubstr("film: done in"));
}

}  // namespace
}  // namespace glasscope
