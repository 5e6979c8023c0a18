#include "sim/potentials/Potential.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Log.h"
#include "sim/potentials/KnownPotentials.h"

namespace glasscope::sim {
namespace {

using testing::HasSubstr;

Error errorOf(const std::string& name, const std::vector<int>& elements) {
  try {
    Potential::find(name, elements);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << name << " was accepted";
  return Error(ErrorKind::internal, "", "", "");
}

TEST(Potential, carriesItsIdentity) {
  const Potential potential = Potential::find("mendelev-2009", {40, 29, 40});
  EXPECT_EQ(potential.elements(), (std::vector<int>{29, 40}));
  EXPECT_FALSE(potential.identity().citation.empty());
  EXPECT_EQ(potential.identity().fileHash.size(), 32u);
  if (potential.identity().fallback) GTEST_SKIP() << "the KIM model of 2009 is not installed";
  EXPECT_EQ(potential.identity().kimId,
            "EAM_Dynamo_MendelevKramerOtt_2009_CuZr__MO_600021860456_005");
  EXPECT_DOUBLE_EQ(potential.cutoff_A(), 7.6);
}

TEST(Potential, everyNamedOneIsInstalledByTheDebianPackages) {
  const std::pair<const char*, std::vector<int>> named[] = {
      {"mendelev-2019", {29, 40}},
      {"mendelev-2007", {29, 40}},
      {"ni-zr-2012", {28, 40}},
      {"al-sm-2015", {13, 62}},
      {"cu-zr-2016", {29, 40}},
      {"cu-zr-emt-2007", {29, 40}},
      {"cu-mg-emt-2004", {12, 29}},
      {"ni-zr-2015", {28, 40}},
      {"ni-nb-2016", {28, 41}},
      {"al-mg-2009", {12, 13}},
      {"ni-mo-snap-2018", {28, 42}},
      {"c-dunn-2019", {6}},
      {"kob-andersen", {27, 28}},
      {"sw-si-1985", {14}},
      {"kim:SW_StillingerWeber_1985_Si__MO_405512056662_005", {14}}};
  for (const auto& [name, elements] : named) {
    const Potential potential = Potential::find(name, elements);
    EXPECT_EQ(potential.elements(), elements) << name;
    EXPECT_GT(potential.cutoff_A(), 3) << name;
    EXPECT_LT(potential.cutoff_A(), 10) << name;
  }
}

TEST(Potential, anUnknownNameIsRefusedWithTheNearest) {
  const Error error = errorOf("mendelev-2008", {29, 40});
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("mendelev-200"));
}

TEST(Potential, anElementThatItDoesNotKnowIsRefused) {
  const Error error = errorOf("mendelev-2009", {13, 29});
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("Al"));
  EXPECT_EQ(errorOf("sw-si-1985", {29}).kind(), ErrorKind::usage);
  EXPECT_EQ(errorOf("mendelev-2009", {}).kind(), ErrorKind::usage);
}

TEST(Potential, aMissingKimModelIsSaidWithThePackageToInstall) {
  const Error error = errorOf("kim:EAM_Nobody_2099_CuZr__MO_000000000000_000", {29, 40});
  EXPECT_EQ(error.kind(), ErrorKind::environment);
  EXPECT_THAT(error.remedy(), HasSubstr("openkim-models"));
}

TEST(Potential, theSubstituteIsTakenWithAWarningWhenTheKimModelIsMissing) {
  KnownPotential known{"mendelev-2009", "EAM_Nobody_2099_CuZr__MO_000000000000_000", "", "nobody",
                       "mendelev-2007"};
  takeWarnings();
  const Potential potential = Potential::find(known, {29, 40});
  EXPECT_TRUE(potential.identity().fallback);
  EXPECT_EQ(potential.identity().name, "mendelev-2007");
  EXPECT_THAT(potential.identity().citation, HasSubstr("102, 043501 (2007)"));
  const auto warnings = takeWarnings();
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings.front(), HasSubstr("mendelev-2007"));

  known.substitute = "";
  try {
    Potential::find(known, {29, 40});
    ADD_FAILURE() << "a potential that is not there was found";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment);
    EXPECT_THAT(error.remedy(), HasSubstr("openkim-models"));
  }
}

TEST(Potential, aMissingTableIsSaid) {
  EXPECT_EQ(errorOf("eam/fs:/nonexistent/x.eam.fs", {29}).kind(), ErrorKind::environment);
}

class TableFile : public testing::Test {
 protected:
  void write(const std::string& numbers) {
    std::ofstream(path_) << "comment\ncomment\ncomment\n1 Cu\n2 0.1 2 0.1 5.5\n29 63.5 3.6 fcc\n"
                         << numbers;
  }
  ~TableFile() override { std::filesystem::remove(path_); }
  std::filesystem::path path_ = std::filesystem::temp_directory_path() /
                                ("glasscope_table_" + std::to_string(::getpid()) + ".eam.fs");
};

// LAMMPS looks into the folder of its variable first, and so does who names a table.
TEST_F(TableFile, ofTheFolderThatLammpsIsToldGoesBeforeDebians) {
  const auto folder = path_.parent_path() / (path_.stem().string() + "_folder");
  std::filesystem::create_directories(folder);
  path_ = folder / "CuZr_mm.eam.fs";
  write("0 1\n0 1\n0 1\n");
  const char* before = std::getenv("LAMMPS_POTENTIALS");
  const std::string kept = before != nullptr ? before : "";
  setenv("LAMMPS_POTENTIALS", folder.c_str(), 1);
  EXPECT_DOUBLE_EQ(Potential::find("mendelev-2007", {29}).cutoff_A(), 5.5);
  setenv("LAMMPS_POTENTIALS", (folder / "none").c_str(), 1);
  EXPECT_GT(Potential::find("mendelev-2007", {29}).cutoff_A(), 6);
  before != nullptr ? setenv("LAMMPS_POTENTIALS", kept.c_str(), 1) : unsetenv("LAMMPS_POTENTIALS");
  std::filesystem::remove_all(folder);
}

TEST_F(TableFile, isReadWithElementsAndCutoff) {
  write("0 1\n0 1\n0 1\n");
  const Potential potential = Potential::find("eam/fs:" + path_.string(), {29});
  EXPECT_DOUBLE_EQ(potential.cutoff_A(), 5.5);
  EXPECT_EQ(potential.identity().style, PotentialStyle::eamFinnisSinclair);
  EXPECT_EQ(errorOf("eam/fs:" + path_.string(), {40}).kind(), ErrorKind::usage);
}

// LAMMPS would take the mass of the table for that of the element.
TEST_F(TableFile, thatGivesAnElementTheMassOfAnotherIsRefused) {
  std::ofstream(path_) << "comment\ncomment\ncomment\n1 Cu\n2 0.1 2 0.1 5.5\n29 107.87 3.6 fcc\n"
                       << "0 1\n0 1\n0 1\n";
  const Error error = errorOf("eam/fs:" + path_.string(), {29});
  EXPECT_EQ(error.kind(), ErrorKind::input);
  EXPECT_THAT(error.why(), HasSubstr("63.5"));
}

TEST_F(TableFile, thatIsTruncatedDamagedOrTooLongIsRefused) {
  for (const char* numbers :
       {"0 1\n0 1\n0", "0 1\n0 nan\n0 1\n", "0 1\n0 x\n0 1\n", "0 1 2 3 4 5 6"}) {
    write(numbers);
    EXPECT_EQ(errorOf("eam/fs:" + path_.string(), {29}).kind(), ErrorKind::input) << numbers;
  }
}

// What stands behind a table or in place of one may be endless: words and lines are not.
TEST(Potential, aTableThatIsATerabyteOfNothingIsRefusedAtOnce) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("glasscope_table_" + std::to_string(::getpid()) + ".fs");
  for (const std::string head : {"", "a\nb\nc\n2 Cu Zr\n2 0.1 2 0.1 5\n29 63.5 3.6 fcc\n"}) {
    std::ofstream(path) << head;
    std::filesystem::resize_file(path, std::uintmax_t{1} << 40);
    EXPECT_EQ(errorOf("eam/fs:" + path.string(), {29, 40}).kind(), ErrorKind::input);
    // Written, and not left out: a file system that knows no holes is no excuse.
    std::ofstream(path) << head << std::string(3 << 20, 'x');
    EXPECT_EQ(errorOf("eam/fs:" + path.string(), {29, 40}).kind(), ErrorKind::input);
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace glasscope::sim
