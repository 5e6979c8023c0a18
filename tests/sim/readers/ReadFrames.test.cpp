#include "sim/readers/ReadFrames.h"

#include <array>
#include <cmath>
#include <cstdint>

#include "core/formats/H5md.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using ReadFrames = ReaderTest;

std::uint32_t crc32Of(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

// The simplest gzip file there is (RFC 1952 around one stored block of RFC 1951), for short texts.
std::string gzipOf(const std::string& text) {
  const auto little = [](std::uint64_t value, int bytes) {
    std::string result;
    for (int i = 0; i < bytes; ++i) result += static_cast<char>((value >> (8 * i)) & 0xff);
    return result;
  };
  const std::string header("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01", 11);
  return header + little(text.size(), 2) + little(~text.size() & 0xffff, 2) + text +
         little(crc32Of(text), 4) + little(text.size(), 4);
}

const std::string kXyz = "2\nLattice=\"9 0 0 0 9 0 0 0 9\"\nCu 1 2 3\nZr 4 5 6\n";

TEST_F(ReadFrames, warnsOfElementsThatDoNotOccurInAnyFormat) {
  takeWarnings();
  const std::string dump =
      "ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 9\n"
      "ITEM: ATOMS id type x y z\n1 1 1 2 3\n2 1 4 5 6\n";
  const std::string yaml =
      "---\ncreator: LAMMPS\ntimestep: 0\nnatoms: 2\nboundary: [ p, p, p, p, p, p, ]\nbox:\n"
      "  - [ 0, 9 ]\n  - [ 0, 9 ]\n  - [ 0, 9 ]\nkeywords: [ id, type, x, y, z, ]\ndata:\n"
      "  - [ 1, 1, 1, 2, 3, ]\n  - [ 2, 1, 4, 5, 6, ]\n...\n";
  const std::string xyz = "2\nLattice=\"9 0 0 0 9 0 0 0 9\"\nCu 1 2 3\nCu 4 5 6\n";
  for (const std::string& text : {dump, yaml, xyz}) {
    read(text, {29, 40});
    EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("2 elements were given"))) << text;
    read(text, {29, 29});  // two types of one element
    EXPECT_THAT(takeWarnings(), ElementsAre()) << text;
  }
}

// Frames of a cube of copper at steps 1000, 1500, 2500.
std::string dumpOfSteps(const std::vector<int>& steps, const std::string& time = "") {
  std::string text;
  for (const int step : steps)
    text += "ITEM: TIMESTEP\n" + std::to_string(step) + "\n" + time +
            "ITEM: NUMBER OF ATOMS\n1\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 9\n"
            "ITEM: ATOMS id element x y z\n1 Cu 1 2 3\n";
  return text;
}

std::vector<double> timesOf(const std::vector<Atoms>& frames) {
  std::vector<double> times;
  for (const Atoms& frame : frames) times.push_back(frame.time_ps);
  return times;
}

TEST_F(ReadFrames, countTheTimeByAStepThatIsGiven) {
  ReadOptions options;
  options.frames = FrameSelection::parse("all");
  const auto path = write(dumpOfSteps({1000, 1500, 2500}));
  EXPECT_TRUE(std::isnan(readFrames(path, options)[1].time_ps));
  options.timestep_fs = 2;
  EXPECT_THAT(timesOf(readFrames(path, options)), ElementsAre(2, 3, 5));
  options.frames = FrameSelection::parse("1:2");
  EXPECT_THAT(timesOf(readFrames(path, options)), ElementsAre(3, 5));
  options.frameInterval_ps = 1;  // which of the two?
  EXPECT_THROW(readFrames(path, options), Error);
}

TEST_F(ReadFrames, countTheTimeByTheFramesOfTheFileWhereTheseCountNoSteps) {
  ReadOptions options;
  options.frames = FrameSelection::parse("0:4:2");
  options.timestep_fs = 2;
  const auto path = write(dumpOfSteps({0, 0, 0, 0, 0}));
  EXPECT_THAT(errorOf([&] { readFrames(path, options); }).what(),
              HasSubstr("configuration.frame_interval_ps"));
  options.timestep_fs = 0;
  options.frameInterval_ps = 0.5;
  EXPECT_THAT(timesOf(readFrames(path, options)), ElementsAre(0, 1, 2));
}

TEST_F(ReadFrames, warnWhereAFileTellsAnotherPace) {
  ReadOptions options;
  options.frames = FrameSelection::parse("all");
  options.timestep_fs = 1;
  takeWarnings();
  const std::string first = dumpOfSteps({0}, "ITEM: TIME\n7\n");
  readFrames(write(first + dumpOfSteps({2000}, "ITEM: TIME\n9\n")), options);
  EXPECT_THAT(takeWarnings(), ElementsAre());  // from another moment on, at the same pace
  const auto frames = readFrames(write(first + dumpOfSteps({2000}, "ITEM: TIME\n11\n")), options);
  EXPECT_THAT(timesOf(frames), ElementsAre(0, 2));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("span 4 ps")));
}

TEST_F(ReadFrames, unpacksGzipWhateverTheName) {
  EXPECT_EQ(read(gzipOf(kXyz))[0].positions[1], Vec3(4, 5, 6));
}

TEST_F(ReadFrames, noticesACutGzipFile) {
  const std::string whole = gzipOf(kXyz);
  for (const std::size_t missing : {9U, 20U}) {
    const Error error = errorOf(whole.substr(0, whole.size() - missing));
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_THAT(error.what(), HasSubstr("input.txt"));
  }
}

TEST_F(ReadFrames, refusesAFileOfNoFormatByItsFirstLines) {
  const auto path = write("");
  std::filesystem::resize_file(path, std::uintmax_t{1} << 40);  // a terabyte that takes no space
  EXPECT_EQ(errorOf([&] { requireFormat(path); }).kind(), ErrorKind::input);
  EXPECT_NO_THROW(requireFormat(write(kXyz)));
}

TEST_F(ReadFrames, tellsFormatsByTheirContent) {
  EXPECT_EQ(describeFormat(write("ITEM: TIMESTEP\n0\n")), "LAMMPS dump");
  EXPECT_EQ(describeFormat(write("title\n\n4 atoms\n")), "LAMMPS data file");
  EXPECT_EQ(describeFormat(write(kXyz)), "extended XYZ");
  EXPECT_EQ(describeFormat(write("1\nwater\nO 0 0 0\n")), "XYZ");
  EXPECT_EQ(describeFormat(write(gzipOf(kXyz))), "extended XYZ");
  EXPECT_EQ(describeFormat(write("a picture\n")), "");
}

TEST_F(ReadFrames, refusesWhatIsNoConfiguration) {
  EXPECT_THAT(errorOf("").what(), HasSubstr("the file is empty"));
  EXPECT_THAT(errorOf("once upon a time\n").what(), HasSubstr("none of the formats"));
  EXPECT_THAT(errorOf(std::string("\x00\x01\x02\xff", 4)).what(), HasSubstr("none of the formats"));
  EXPECT_THAT(errorOf(std::string("\xff\xfe"
                                  "1\0\n\0",
                                  6))
                  .what(),
              HasSubstr("UTF-16"));
  EXPECT_THAT(errorOf("1\rwater\rO 0 0 0\r").what(), HasSubstr("carriage returns alone"));
  EXPECT_THROW(readFrames(folder_ / "absent.dump", {}), Error);
  EXPECT_THROW(readFrames(folder_.path(), {}), Error);
  {
    Hdf5 file = Hdf5::create(folder_ / "image.h5");
    file.commit();
  }
  EXPECT_EQ(describeFormat(folder_ / "image.h5"), "");
  EXPECT_THROW(readFrames(folder_ / "image.h5", {}), Error);
}

TEST_F(ReadFrames, selectsFramesOfH5md) {
  Atoms atoms;
  atoms.box = Box::orthogonal({9, 9, 9});
  atoms.add(29, {1, 2, 3});
  H5mdTrajectory trajectory{"snapshots", {atoms, atoms, atoms}};
  for (int f = 0; f < 3; ++f) trajectory.frames[static_cast<std::size_t>(f)].step = f;
  writeH5md(folder_ / "s.h5", {trajectory}, "");
  const auto frames = readFrames(folder_ / "s.h5", {{}, FrameSelection::parse("1:-1")});
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].step, 1);
  EXPECT_EQ(describeFormat(folder_ / "s.h5"), "H5MD trajectory");
}

TEST_F(ReadFrames, namesFileAndFrameOfWhatItReads) {
  EXPECT_THAT(read(kXyz + kXyz)[1].source, HasSubstr("input.txt, frame 1"));
}

}  // namespace
}  // namespace glasscope::sim
