#include "pipeline/sweep/SweepRun.h"

#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "core/formats/Emd.h"
#include "core/formats/EmdShard.h"
#include "core/formats/TextTable.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "pipeline/run/Products.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/sweep/FileLock.h"
#include "pipeline/sweep/SetFiles.h"
#include "pipeline/sweep/SweepSamples.h"
#include "pipeline/sweep/verifySet.h"
#include "tests/pipeline/ProgramTest.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Two small configurations, each scanned once and recorded with two doses.
constexpr const char* kCase = R"([configuration]
frames = "-1"
[snapshots]
thermal_motion = "none"
[compare]
descriptors = ["coordination", "voronoi_volume_A3"]
[[scan]]
name = "haadf"
scan_nx = 3
scan_ny = 4
inner_mrad = 20
outer_mrad = 40
snapshots = 1
[sweep]
name = "small"
samples_per_shard = 3
split = [0.5, 0.0, 0.5]
[[axis]]
key = "configuration.file"
files = "glass_*.xyz"
[[axis]]
key = "record.dose_e_per_A2"
values = [1e3, 1e5]
)";

class DataSet : public ProgramTest {
 protected:
  DataSet() {
    for (const int frame : {0, 1})
      writeExtendedXyz(folder_ / ("glass_" + std::to_string(frame) + ".xyz"), {smallGlass(frame)});
    write(kCase);
  }
  void write(const std::string& text) const { std::ofstream(folder_ / "set.toml") << text; }
  Sweep sweep() const { return readSweep(folder_ / "set.toml", {}); }
  SweepOutcome make(const std::string& name, const SweepPart& part = {}) const {
    return runSweep(sweep(), folder_ / name, folder_ / (name + ".work"), part, true);
  }
  TextTable manifest(const std::string& name) const {
    return TextTable(folder_ / name / "manifest.csv", {.what = "a manifest", .remedy = "mend it"});
  }
  // All files but the lock.
  static std::map<std::string, std::string> contents(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file() && entry.path().filename() != ".lock")
        files[fs::relative(entry.path(), folder).string()] = readFile(entry.path());
    return files;
  }
};

TEST_F(DataSet, holdsEverySampleWithItsConditionsTruthAndLabels) {
  const SweepOutcome outcome = make("set");
  EXPECT_EQ(outcome.samples, 4);
  EXPECT_EQ(outcome.failed, 0);
  const TextTable rows = manifest("set");
  ASSERT_EQ(rows.rows(), 4);
  std::map<std::string, std::set<std::string>> splits;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const auto at = [&](const char* name) { return rows.text(i, rows.column(name)); };
    EXPECT_EQ(at("index"), std::to_string(i));
    splits[at("family")].insert(at("split"));
    const Hdf5 shard = Hdf5::open(folder_ / "set" / at("shard"));
    const Hdf5 group = shard.group(at("group"));
    EXPECT_EQ(group.shape("haadf/data"), (Hdf5::Shape{3, 4}));
    EXPECT_EQ(group.stringAttribute("unit", "haadf"), "1") << "of the incident beam";
    EXPECT_EQ(group.shape("truth_coordination@haadf/data"), (Hdf5::Shape{3, 4}));
    EXPECT_EQ(group.shape("atoms/position").front(), group.shape("atoms/coordination").front());
    EXPECT_EQ(group.readScalar("metadatabundle/glasscope/record.dose_e_per_A2"),
              rows.number(i, rows.column("record.dose_e_per_A2")));
    EXPECT_EQ(group.readText("metadatabundle/glasscope/split"), at("split"));
    EXPECT_EQ(emdSampleChecksum(shard, at("group")), at("checksum"));
  }
  EXPECT_EQ(splits.size(), 2);
  for (const auto& [family, own] : splits) EXPECT_EQ(own.size(), 1);
  EXPECT_THAT(verifySet(folder_ / "set"), IsEmpty());
  EXPECT_THAT(
      readFile(folder_ / "set" / "README.md"),
      AllOf(HasSubstr("# small"), HasSubstr("record.dose_e_per_A2"),
            HasSubstr("What a naive use would get wrong"), HasSubstr("| train | 2 | 1 | 1 |")));
  EXPECT_THAT(readFile(folder_ / "set" / "citations.bib"), HasSubstr("cowley1957multislice"));
  EXPECT_THAT(readFile(folder_ / "set" / "index.html"),
              AllOf(HasSubstr("<tr><td>test</td><td>2</td><td>1</td></tr>"),
                    HasSubstr("record.dose_e_per_A2 = 1000"), HasSubstr("data:image/bmp;base64,")));
}

TEST_F(DataSet, holdsWhatARunOfTheSameCaseRecords) {
  make("set");
  const Sweep all = sweep();
  const SweepSample sample = samplesOf(all).samples.back();
  const Case c = caseOf(all, sample);
  runPipeline(c, folder_ / "run", Room::compare);
  const auto recorded = readEmdMaps(folder_ / "run" / fileOf(Product::recorded, {"haadf"}).path);
  const TextTable rows = manifest("set");
  const Hdf5 shard = Hdf5::open(folder_ / "set" / rows.text(sample.index, rows.column("shard")));
  const auto values = shard.readDoubles(sample.name() + "/haadf/data");
  EXPECT_TRUE(std::equal(values.begin(), values.end(), recorded.front().values.begin()));
  for (const Map2& truth : readEmdMaps(folder_ / "run" / fileOf(Product::truth, {"haadf"}).path)) {
    const std::string name = truth.name.substr(0, truth.name.find('@'));
    const auto there = shard.readDoubles(sample.name() + "/truth_" + name + "@haadf/data");
    ASSERT_EQ(there.size(), truth.values.size()) << name;
    EXPECT_TRUE(std::equal(there.begin(), there.end(), truth.values.begin())) << name;
  }
}

TEST_F(DataSet, isTheSameToTheByteHoweverItIsDivided) {
  make("whole");
  const SweepOutcome first = make("parts", {2, 3});
  EXPECT_FALSE(first.finished());
  EXPECT_FALSE(fs::exists(folder_ / "parts" / "manifest.csv"));
  EXPECT_FALSE(make("parts", {3, 3}).finished());
  EXPECT_TRUE(make("parts", {1, 3}).finished());
  EXPECT_EQ(contents(folder_ / "parts"), contents(folder_ / "whole"));
}

TEST_F(DataSet, doesSharedWorkOnceAndNothingTwice) {
  make("set");
  std::map<std::string, int> pieces;
  for (const auto& entry : fs::directory_iterator(folder_ / "set.work" / "pool")) {
    const std::string name = entry.path().filename().string();
    ++pieces[name.substr(0, name.find('_'))];
  }
  EXPECT_EQ(pieces["sim"], 2);
  EXPECT_EQ(pieces["haadf"], 2);
  EXPECT_EQ(pieces["record"], 4);
  const auto written = fs::last_write_time(folder_ / "set" / "set.json");
  EXPECT_TRUE(make("set").finished());
  EXPECT_EQ(fs::last_write_time(folder_ / "set" / "set.json"), written);
  // A finished set needs no work.
  fs::remove_all(folder_ / "set.work");
  EXPECT_TRUE(make("set").finished());
  EXPECT_FALSE(fs::exists(folder_ / "set.work" / "pool" / "sim"));
  EXPECT_EQ(fs::last_write_time(folder_ / "set" / "set.json"), written);
}

TEST_F(DataSet, growsByWhatIsNewAndDropsShardsThatBelongToItNoMore) {
  make("set");
  const auto before = contents(folder_ / "set.work" / "pool");
  std::string more = kCase;
  more.replace(more.find("[1e3, 1e5]"), 10, "[1e3, 1e5, 1e6]");
  write(more);
  EXPECT_EQ(make("set").samples, 6);
  const auto after = contents(folder_ / "set.work" / "pool");
  for (const auto& [name, content] : before)
    EXPECT_TRUE(after.contains(name) && after.at(name) == content) << name;
  EXPECT_EQ(manifest("set").rows(), 6);
  EXPECT_THAT(verifySet(folder_ / "set"), IsEmpty());
  write(kCase);
  EXPECT_EQ(make("set").samples, 4);
  EXPECT_THAT(verifySet(folder_ / "set"), IsEmpty());
  make("fresh");
  EXPECT_EQ(contents(folder_ / "set"), contents(folder_ / "fresh"));
}

TEST_F(DataSet, listsSamplesThatCannotBeMadeAndMakesTheOthers) {
  write(std::string(kCase) +
        "[[axis]]\nkey = \"compare.descriptors\"\nvalues = [[\"coordination\"], [\"no_such\"]]\n");
  const SweepOutcome outcome = make("set");
  EXPECT_EQ(outcome.samples, 8);
  EXPECT_EQ(outcome.failed, 4);
  EXPECT_EQ(manifest("set").rows(), 4);
  const TextTable failures(folder_ / "set" / "failures.csv", {.what = "failures", .remedy = ""});
  ASSERT_EQ(failures.rows(), 4);
  EXPECT_THAT(failures.text(0, failures.column("problem")), HasSubstr("no_such"));
  EXPECT_NE(failures.text(0, failures.column("why")), "");
  EXPECT_EQ(failures.text(0, failures.column("compare.descriptors")), "[\"no_such\"]");
  EXPECT_THAT(verifySet(folder_ / "set"), IsEmpty());
  EXPECT_THAT(readFile(folder_ / "set" / "README.md"), HasSubstr("4 more could not be made"));
  // They are tried again, and what was made stays.
  EXPECT_EQ(make("set").failed, 4);
}

TEST_F(DataSet, makesAShardAgainThatIsGoneOrDamaged) {
  make("set");
  const auto before = contents(folder_ / "set");
  fs::remove(folder_ / "set" / "shards" / "train-00000.h5");
  make("set");
  EXPECT_EQ(contents(folder_ / "set"), before);
}

TEST_F(DataSet, isCheckedAgainstWhatWasWritten) {
  make("set");
  const fs::path set = folder_ / "set", shard = set / "shards" / "train-00000.h5",
                 manifestFile = set / "manifest.csv";
  const std::string whole = readFile(shard), rows = readFile(manifestFile);
  const auto put = [](const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
  };
  // An edited manifest: another split for one sample.
  std::string edited = rows;
  edited.replace(edited.find(",test,"), 6, ",train,");
  put(manifestFile, edited);
  EXPECT_THAT(verifySet(set),
              testing::IsSupersetOf({HasSubstr("manifest.csv was edited"),
                                     HasSubstr("into train, and it lies in shards/test"),
                                     HasSubstr("the glasses of")}));
  put(manifestFile, rows);
  // A byte of data: the sample is named.
  const Sweep all = sweep();
  const auto names = readEmdShardIndex(shard).names;
  std::string damaged = whole;
  const std::size_t at = damaged.find("truth_");
  ASSERT_NE(at, std::string::npos);
  damaged[at] = 'T';
  put(shard, damaged);
  EXPECT_THAT(verifySet(set), testing::Contains(HasSubstr("train-00000.h5")));
  put(shard, whole.substr(0, whole.size() / 2));
  EXPECT_THAT(verifySet(set),
              testing::Contains(AllOf(HasSubstr("train-00000.h5"), HasSubstr("damaged"))));
  // Another version.
  fs::remove(shard);
  Hdf5 other = Hdf5::create(shard);
  other.createGroup("glasscope_set").setAttribute("revision", 99);
  other.commit();
  EXPECT_THAT(verifySet(set), ElementsAre(HasSubstr("another version of the layout (99")));
  fs::remove(shard);
  EXPECT_THAT(verifySet(set), ElementsAre("shards/train-00000.h5 is gone"));
  put(shard, whole);
  EXPECT_THAT(verifySet(set), IsEmpty());
  // What is not of the set.
  put(set / "shards" / "more.h5", whole);
  EXPECT_THAT(verifySet(set), ElementsAre(HasSubstr("more.h5 does not belong")));
  fs::remove(set / "shards" / "more.h5");
  std::string seal = readFile(set / "set.json");
  seal.replace(seal.find("\"samples\": 4"), 12, "\"samples\": 9");
  put(set / "set.json", seal);
  EXPECT_THAT(verifySet(set), ElementsAre(HasSubstr("seal")));
  EXPECT_THROW(verifySet(folder_), Error);
}

TEST_F(DataSet, isNotSharedWithAnotherSweep) {
  make("set");
  const FileLock held = FileLock::share(folder_ / "set" / ".lock", "another", "It");
  try {
    make("set");
    FAIL() << "two sweeps in one folder";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::environment);
    EXPECT_THAT(std::string(error.what()), HasSubstr("is in use"));
  }
}

TEST_F(DataSet, isNotPutOverFilesOfSomethingElse) {
  fs::create_directories(folder_ / "set");
  std::ofstream(folder_ / "set" / "README.md") << "mine";
  EXPECT_THROW(make("set"), Error);
  EXPECT_EQ(readFile(folder_ / "set" / "README.md"), "mine");
}

TEST(SweepPart, isANumberAndOfHowMany) {
  EXPECT_EQ(SweepPart::parse("3/8").number, 3);
  EXPECT_EQ(SweepPart::parse("3/8").of, 8);
  for (const char* text : {"0/8", "9/8", "3", "3/", "/8", "a/b", "3/8/2", "-1/8", "1.5/2", "1/1e9"})
    EXPECT_THROW(SweepPart::parse(text), Error) << text;
}

}  // namespace
}  // namespace glasscope::pipeline
