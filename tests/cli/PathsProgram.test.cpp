// What stands at a path may be no file at all, and every verb that takes one has to say so.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "cli/Verb.h"
#include "core/formats/Emd.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::uintmax_t kFourGiB = std::uintmax_t{4} << 30;

class PathsProgram : public ProgramTest {
 protected:
  PathsProgram() {
    writeFileAtomically(folder_ / "empty", "");
    fs::create_directory(folder_ / "folder");
    EXPECT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
    fs::create_symlink("loop", folder_ / "loop");
    fs::create_symlink("/dev/zero", folder_ / "zeros");
    writeFileAtomically(folder_ / "hole", "");
    fs::resize_file(folder_ / "hole", kFourGiB + 1);
    // A socket in a short path, which is all that its address holds.
    socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string place = (folder_ / "socket").string();
    if (place.size() < sizeof(address.sun_path)) {
      place.copy(address.sun_path, place.size());
      EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
      kinds_.push_back("socket");
    }
  }
  ~PathsProgram() override { ::close(socket_); }

  std::string at(const std::string& kind) const { return (folder_ / kind).string(); }

  /// Whether a command is refused with what to do, by itself and without a word of defects.
  void expectRefused(const std::vector<std::string>& arguments) const {
    const Outcome outcome = run(arguments);
    const std::string command = fmt::format("{}", fmt::join(arguments, " "));
    EXPECT_GE(outcome.status, 2) << command << outcome.errors;
    EXPECT_LE(outcome.status, 5) << command << outcome.errors;
    EXPECT_THAT(outcome.errors, HasSubstr("What to do:")) << command;
    EXPECT_THAT(outcome.errors, testing::Not(HasSubstr("defect"))) << command;
  }

  std::vector<std::string> kinds_{"empty", "folder", "fifo", "loop", "zeros", "hole"};

 private:
  int socket_ = -1;
};

TEST_F(PathsProgram, everyVerbRefusesWhatIsNoFile) {
  int verbs = 0;
  for (const cli::Verb& verb : cli::verbs()) {
    if (verb.input.empty() || verb.name == "help" || verb.name == "cite") continue;
    ++verbs;
    for (const std::string& kind : kinds_) {
      std::vector<std::string> arguments{verb.name, at(kind)};
      if (verb.name == "match") arguments.push_back(at("empty"));
      if (verb.name == "score") arguments.insert(arguments.end(), {"--number", "a=1"});
      expectRefused(arguments);
    }
  }
  EXPECT_GE(verbs, 15) << "verbs that take no file are told by the words of their input";
}

TEST_F(PathsProgram, soDoOptionsThatTakeAFile) {
  const std::string glass = writeFrames("glass.xyz", 1).string();
  Map2 map;
  map.name = "haadf";
  map.values = Array2<double>(8, 8);
  map.pixel_A = Vec2(1, 1);
  writeEmdMaps(folder_ / "map.h5", {map}, {});
  for (const std::string& kind : kinds_) {
    expectRefused({"fem", glass, "--measured", at(kind)});
    expectRefused({"match", at("map.h5"), at(kind)});
    expectRefused({"reduce", at("map.h5"), "--with", at(kind), "-o", at("out")});
    expectRefused({"score", at("map.h5"), "--positions", at(kind)});
  }
}

// Not after they were hashed.
TEST_F(PathsProgram, soDoKeysThatNameAFileOfATerabyteOfNothing) {
  writeFileAtomically(folder_ / "terabyte", "");
  fs::resize_file(folder_ / "terabyte", std::uintmax_t{1} << 40);
  const std::string glass = writeFrames("glass.xyz", 1).string();
  expectRefused({"plan", glass, "--set", fmt::format("voronoi.replicas=[\"{}\"]", at("terabyte"))});
  writeFileAtomically(folder_ / "case.toml",
                      fmt::format("[configuration]\nfile = \"{}\"\n", at("terabyte")));
  expectRefused({"plan", at("case.toml")});
}

// A hash of a terabyte takes an hour: beyond four gigabytes only --verify takes one.
TEST_F(PathsProgram, infoTakesNoHashOfMoreThanFourGiB) {
  Map2 map;
  map.name = "haadf";
  map.values = Array2<double>(8, 8);
  map.pixel_A = Vec2(1, 1);
  writeEmdMaps(folder_ / "map.h5", {map}, {});
  const Outcome small = run({"info", at("map.h5")});
  EXPECT_EQ(small.status, 0) << small.errors;
  EXPECT_THAT(small.output, HasSubstr("XXH3-128"));
  fs::resize_file(folder_ / "map.h5", kFourGiB + 1);  // HDF5 does not mind what follows
  const Outcome large = run({"info", at("map.h5")});
  EXPECT_EQ(large.status, 0) << large.errors;
  EXPECT_THAT(large.output, HasSubstr("not hashed: --verify does it"));
  EXPECT_THAT(large.output, HasSubstr("haadf"));
}

}  // namespace
}  // namespace glasscope
