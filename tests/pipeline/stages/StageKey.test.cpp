// What the key of a stage sees, and what it does not.
#include "pipeline/stages/StageKey.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/stages/Stages.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class StageKeyTest : public testing::Test {
 protected:
  StageKeyTest() {
    stage_.name = "some";
    stage_.tables = {"haadf"};
    stage_.files = {folder_ / "input.dump"};
    stage_.reads = {{Product::structure, "read.h5"}};
    stage_.writes = {{Product::signal, "written.h5"}};
    put("input.dump", "atoms");
    put("read.h5", "structure");
  }

  void put(const std::string& name, const std::string& content) const {
    writeFileAtomically(folder_ / name, content);
  }
  StageKey key() const { return StageKey::of(stage_, case_, Ledger(folder_.path())); }

  /// Writes the output and enters the stage, as a run does.
  void finish(const Stage& stage) const {
    put(stage.writes.front().path, "signal");
    Ledger ledger(folder_.path());
    const StageKey now = StageKey::of(stage, case_, ledger);
    StageRecord record;
    record.name = stage.name;
    record.settings = now.settings;
    record.inputs = now.inputs;
    record.outputs = {{stage.writes.front().path, "", 0, 0}};
    ledger.put(record);
    ledger.write(case_);
  }
  void finish() const { finish(stage_); }
  StageStatus status(Check check = Check::fast) const {
    const Ledger ledger(folder_.path());
    return statusOf(stage_, StageKey::of(stage_, case_, ledger, check), ledger, check);
  }
  /// The same content in another file, or other content of the same size with the same time.
  void replace(const std::string& name, const std::string& content, bool keepTime) const {
    const auto time = fs::last_write_time(folder_ / name);
    put(name, content);
    fs::last_write_time(folder_ / name, keepTime ? time : time + std::chrono::seconds(5));
  }

  TemporaryFolder folder_;
  Stage stage_;
  Case case_;
};

TEST_F(StageKeyTest, changesWithEverythingThatTheResultDependsOn) {
  const std::string before = key().identity();
  EXPECT_EQ(key().identity(), before);
  std::vector<std::string> all = {before};
  const auto expectOther = [&](const char* what) {
    EXPECT_THAT(all, testing::Not(testing::Contains(key().identity()))) << what;
    all.push_back(key().identity());
  };
  case_.seed = 2;
  expectOther("the seed");
  case_.scans[0].probe.semiangle_mrad += 1;
  expectOther("a key of its tables");
  put("input.dump", "other");
  expectOther("the content of a file of others");
  put("read.h5", "other");
  expectOther("the content of a product that it reads");
  ++stage_.revision;
  expectOther("its revision");
  stage_.more = "more";
  expectOther("what else it depends on");
  fs::remove(folder_ / "read.h5");
  expectOther("a product that is gone");
}

// A run asks the same ledger several times for a file of others.
TEST_F(StageKeyTest, aFileOfOthersIsReadAgainWhenItIsAnother) {
  const Ledger ledger(folder_.path());
  const fs::path input = folder_ / "input.dump";
  const std::string before = ledger.contentOfOthers(input);
  EXPECT_EQ(before, hashFile(input));
  replace("input.dump", "other", false);
  EXPECT_EQ(ledger.contentOfOthers(input), hashFile(input));
  EXPECT_NE(ledger.contentOfOthers(input), before);
  put("input.dump", "longer than it was");
  EXPECT_EQ(ledger.contentOfOthers(input), hashFile(input));
}

TEST_F(StageKeyTest, doesNotChangeWithTheRest) {
  const std::string before = key().identity();
  case_.scans[1].probe.semiangle_mrad += 1;
  EXPECT_EQ(key().identity(), before) << "a key of another table";
  fs::create_directory(folder_ / "moved");
  fs::rename(folder_ / "input.dump", folder_ / "moved/input.dump");
  stage_.files = {folder_ / "moved/input.dump"};
  EXPECT_EQ(key().identity(), before) << "the place of a file of others";
}

TEST_F(StageKeyTest, placesOfInputsDoNotCountButTheirNamesDo) {
  stage_.tables = {"configuration", "voronoi"};
  case_.configuration.file = "/some/folder/glass.xyz";
  case_.replicas = {"a/one.xyz"};
  const std::string before = key().identity();
  case_.configuration.file = "/other/glass.xyz";
  case_.replicas = {"b/one.xyz"};
  EXPECT_EQ(key().identity(), before);
  case_.replicas = {"b/two.xyz"};
  EXPECT_NE(key().identity(), before);
  stage_.tables = {"compare"};
  case_.compare.thicknessFile = "a/thickness.h5";
  const std::string withThickness = key().identity();
  case_.compare.thicknessFile = "b/thickness.h5";
  EXPECT_EQ(key().identity(), withThickness);
  case_.compare.thicknessFile = "b/other.h5";
  EXPECT_NE(key().identity(), withThickness);
}

TEST_F(StageKeyTest, aFinishedStageIsDoneUntilSomethingChanges) {
  EXPECT_EQ(status().state, StageState::missing);
  finish();
  EXPECT_EQ(status().state, StageState::done);
  case_.scans[0].probe.semiangle_mrad += 1;
  EXPECT_EQ(status().state, StageState::settingsChanged);
  case_ = Case();
  put("read.h5", "another structure");
  EXPECT_EQ(status().state, StageState::inputsChanged);
  EXPECT_THAT(status().files, ElementsAre("read.h5"));
  put("read.h5", "structure");
  EXPECT_EQ(status().state, StageState::done) << "the content is what counts";
  stage_.reads.clear();
  EXPECT_EQ(status().state, StageState::inputsChanged) << "it was made from more";
}

TEST_F(StageKeyTest, aReplacedFileIsFoundByTimeOrSizeAndByContentWhenAsked) {
  finish();
  replace("written.h5", "SIGNAL", false);
  EXPECT_EQ(status().state, StageState::outputsChanged);
  EXPECT_THAT(status().files, ElementsAre("written.h5"));
  replace("written.h5", "signal", false);
  EXPECT_EQ(status().state, StageState::done) << "copied back: the content is what was written";
  finish();
  replace("written.h5", "longer signal", true);
  EXPECT_EQ(status().state, StageState::outputsChanged) << "another size";
  finish();
  // A byte that turned on the disk changes neither.
  replace("written.h5", "SIGNAL", true);
  EXPECT_EQ(status().state, StageState::done);
  EXPECT_EQ(status(Check::full).state, StageState::outputsChanged);
  fs::remove(folder_ / "written.h5");
  EXPECT_EQ(status().state, StageState::outputsChanged);
}

TEST_F(StageKeyTest, whatWasMadeFromAStaleResultIsStale) {
  Stage next = stage_;
  next.name = "next";
  next.tables = {"record"};
  next.files.clear();
  next.reads = stage_.writes;
  next.writes = {{Product::recorded, "next.h5"}};
  finish(stage_);
  finish(next);
  const auto states = [&] {
    std::vector<StageState> found;
    for (const StageStatus& one :
         statusOf(std::vector<Stage>{stage_, next}, case_, Ledger(folder_.path()), Check::fast))
      found.push_back(one.state);
    return found;
  };
  EXPECT_THAT(states(), ElementsAre(StageState::done, StageState::done));
  // The files are those of before: only the case says otherwise.
  case_.scans[0].probe.semiangle_mrad += 1;
  EXPECT_THAT(states(), ElementsAre(StageState::settingsChanged, StageState::inputsChanged));
  case_ = Case();
  fs::remove(folder_ / "input.dump");
  EXPECT_THAT(states(), ElementsAre(StageState::unknown, StageState::done));
}

// Through a chain, and of several products only those that are read: what a stage behind a stale
// one writes is stale as well, although no file has changed.
TEST_F(StageKeyTest, whatIsStaleGoesOnToTheEndOfTheChain) {
  Stage second = stage_, third = stage_, beside = stage_;
  second.name = "second", third.name = "third", beside.name = "beside";
  for (Stage* stage : {&second, &third, &beside}) stage->tables = {"record"}, stage->files.clear();
  stage_.writes.push_back({Product::signal, "also.h5"});
  put("also.h5", "also");
  second.reads = {stage_.writes[1]};
  second.writes = {{Product::recorded, "second.h5"}};
  third.reads = second.writes;
  third.writes = {{Product::recorded, "third.h5"}};
  beside.writes = {{Product::recorded, "beside.h5"}};
  const std::vector<Stage> stages = {stage_, second, third, beside};
  for (const Stage& stage : stages) finish(stage);
  case_.scans[0].probe.semiangle_mrad += 1;
  const auto found = statusOf(stages, case_, Ledger(folder_.path()), Check::fast);
  EXPECT_EQ(found[0].state, StageState::settingsChanged);
  EXPECT_EQ(found[1].state, StageState::inputsChanged);
  EXPECT_THAT(found[1].files, ElementsAre("also.h5"));
  EXPECT_EQ(found[2].state, StageState::inputsChanged);
  EXPECT_THAT(found[2].files, ElementsAre("second.h5"));
  EXPECT_EQ(found[3].state, StageState::done) << "it reads nothing of these";
}

TEST(Stages, readWhatIsWrittenBeforeThemAndTheTableKnowsEveryFile) {
  const Case c = parseCase(
      "[[scan]]\nname = \"haadf\"\n[[scan]]\nname = \"nanodiffraction\"\n[[scan]]\nname = "
      "\"tilts\"\nseries = {key = \"tilt_deg\", values = [0, 10]}\n[[step]]\nname = \"melt\"\n",
      "test",
      {"hrtem.enabled=true", "hrtem.pair_distribution=true", "record.dose_e_per_A2=1e4",
       "haadf.series={key=\"defocus_A\", values=[10]}", "haadf.accuracy_percent=5",
       "shear.enabled=true", "moduli.enabled=true", "vibrations.modes=4",
       "nanodiffraction.series={key=\"defocus_A\", values=[10]}",
       "nanodiffraction.detectors=[\"name=bf kind=disc outer_mrad=3\"]",
       "voronoi.replicas=[\"other.xyz\"]", "voronoi.samples=3"});
  std::vector<std::string> written;
  std::vector<bool> seen(productKinds().size(), false);
  for (const Stage& stage : stagesOf(c)) {
    for (const ProductFile& file : stage.reads)
      EXPECT_THAT(written, testing::Contains(file.path)) << stage.name;
    for (const ProductFile& file : stage.writes) {
      EXPECT_THAT(written, testing::Not(testing::Contains(file.path))) << "two stages write it";
      written.push_back(file.path);
      seen[static_cast<std::size_t>(file.product)] = true;
    }
    EXPECT_TRUE(stage.run) << stage.name;
  }
  for (const ProductKind& kind : productKinds()) {
    if (kind.path.starts_with("film/")) continue;  // of another kind of run
    EXPECT_TRUE(seen[static_cast<std::size_t>(kind.product)]) << kind.path << ": nobody writes it";
  }
}

// Of the tables that it does not have whole.
TEST(Stages, ofDescriptorsDependOnHowFilesAndFramesAreUnderstood) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "replica.data", "atoms");
  const auto keyOf = [&](const std::vector<std::string>& overrides) {
    std::vector<std::string> all = {"voronoi.replicas=[\"" + (folder / "replica.data").string() +
                                    "\"]"};
    all.insert(all.end(), overrides.begin(), overrides.end());
    const Case c = parseCase("", "test", all);
    const std::vector<Stage> stages = stagesOf(c);
    const auto voronoi = std::ranges::find(stages, "voronoi", &Stage::name);
    return StageKey::of(*voronoi, c, Ledger(folder.path())).settings;
  };
  const std::string usual = keyOf({});
  EXPECT_NE(keyOf({"configuration.boundary=ppf"}), usual);
  EXPECT_NE(keyOf({"configuration.elements=Ni,Zr"}), usual);
  EXPECT_NE(keyOf({"snapshots.thermal_motion=series"}), usual);
  EXPECT_EQ(keyOf({"snapshots.thermal_motion=frames"}), usual);
  EXPECT_EQ(keyOf({"haadf.semiangle_mrad=20"}), usual);
}

// A piece that is cut by radii of atoms is another with other radii; a whole glass is not cut, and
// radii are for its description alone.
TEST(Stages, ofASampleDependOnTheRadiiThatItIsCutBy) {
  const TemporaryFolder folder;
  const auto keyOf = [&](const std::string& name, const std::vector<std::string>& overrides) {
    const Case c = parseCase("", "test", overrides);
    const std::vector<Stage> stages = stagesOf(c);
    const auto stage = std::ranges::find(stages, name, &Stage::name);
    return StageKey::of(*stage, c, Ledger(folder.path())).identity();
  };
  const std::string radius = "voronoi.radii_A=[1.3, 1.7]", kind = "sample.kind=particle";
  EXPECT_NE(keyOf("sim", {kind, radius}), keyOf("sim", {kind}));
  EXPECT_NE(keyOf("sim", {kind, radius}), keyOf("sim", {kind, "voronoi.radii_A=[1.3, 1.71]"}));
  EXPECT_NE(keyOf("sim", {kind, radius}), keyOf("sim", {kind, "voronoi.radii_A=[1.7, 1.3]"}));
  EXPECT_EQ(keyOf("sim", {radius}), keyOf("sim", {}));
  EXPECT_NE(keyOf("voronoi", {radius}), keyOf("voronoi", {}));
}

// More glasses: those that are there stay what they are, and so do the first one's images.
TEST(Stages, ofGlassesDoNotDependOnHowManyThereAre) {
  const TemporaryFolder folder;
  const auto keysOf = [&](int samples) {
    const Case c = parseCase("", "test", {fmt::format("voronoi.samples={}", samples)});
    std::map<std::string, std::string> keys;
    for (const Stage& stage : stagesOf(c))
      keys[stage.name] = StageKey::of(stage, c, Ledger(folder.path())).identity();
    return keys;
  };
  const auto one = keysOf(1), three = keysOf(3), four = keysOf(4);
  EXPECT_EQ(one.size() + 2, three.size());
  for (const char* same : {"sim", "haadf", "nanodiffraction"})
    EXPECT_EQ(one.at(same), four.at(same));
  for (const char* same : {"replicas/glass_1", "replicas/glass_2"})
    EXPECT_EQ(three.at(same), four.at(same));
  EXPECT_NE(four.at("replicas/glass_2"), four.at("replicas/glass_3"));
  for (const char* other : {"voronoi", "compare"}) EXPECT_NE(three.at(other), four.at(other));
}

TEST(Stages, ofARoomAreItsOwnAndWhatTheyRead) {
  const Case c = parseCase("", "test", {"hrtem.enabled=true"});
  const auto namesOf = [](const std::vector<Stage>& stages) {
    std::vector<std::string> found;
    for (const Stage& stage : stages) found.push_back(stage.name);
    return found;
  };
  const auto names = [&](Room room) { return namesOf(stagesOf(c, room)); };
  EXPECT_THAT(names(Room::voronoi), ElementsAre("sim", "voronoi"));
  EXPECT_THAT(names(Room::multislice), ElementsAre("sim", "haadf", "nanodiffraction", "hrtem"));
  EXPECT_THAT(names(Room::compare),
              ElementsAre("sim", "voronoi", "haadf", "nanodiffraction", "compare"));
  EXPECT_EQ(names(Room::report), namesOf(stagesOf(c)));
}

// A stage that all ranks work at and one that the first does alone are run otherwise; where the one
// is taken for the other, ranks wait for each other or do everything twice.
TEST(Stages, allRanksWorkWhereThereIsMuchToDo) {
  const Case c = parseCase(
      "[[scan]]\nname = \"haadf\"\n[[scan]]\nname = \"tilts\"\nseries = {key = "
      "\"tilt_deg\", values = [0, 10]}\n[[scan]]\nname = \"nanodiffraction\"\n",
      "test",
      {"hrtem.enabled=true", "record.dose_e_per_A2=1e4", "shear.enabled=true",
       "haadf.accuracy_percent=5", "voronoi.samples=2"});
  std::vector<std::string> alone;
  for (const Stage& stage : stagesOf(c))
    if (!stage.collective) alone.push_back(stage.name);
  EXPECT_THAT(alone, testing::UnorderedElementsAre("shear", "indicators", "record", "report"));
}

}  // namespace
}  // namespace glasscope::pipeline
