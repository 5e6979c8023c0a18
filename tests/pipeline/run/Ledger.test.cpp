// The ledger of a run: what it knows of files, and what it removes.
#include "pipeline/run/Ledger.h"

#include <chrono>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class LedgerTest : public testing::Test {
 protected:
  void put(const std::string& name, const std::string& content) const {
    writeFileAtomically(folder_ / name, content);
  }
  static StageRecord stage(const std::string& name, const std::vector<std::string>& outputs) {
    StageRecord record;
    record.name = name;
    for (const std::string& output : outputs) record.outputs.push_back({output, "", 0, 0});
    return record;
  }
  TemporaryFolder folder_;
};

TEST_F(LedgerTest, notesWhatLiesThereAndReadsItBack) {
  put("a.h5", "first");
  Ledger ledger(folder_.path());
  StageRecord record = stage("sim", {"a.h5"});
  record.settings = "settings";
  record.inputs = {{"input.h5", "hash"}};
  record.wall_s = 1.5;
  record.peakMemory_bytes = 3e9;
  record.threads = 4;
  record.ranks = 2;
  record.warnings = {"one", "two"};
  record.facts = R"({"atoms":5})";
  ledger.put(record);
  ledger.write({});
  const Ledger again(folder_.path());
  ASSERT_EQ(again.records().size(), 1u);
  const StageRecord& back = *again.find("sim");
  EXPECT_EQ(back.settings, "settings");
  EXPECT_EQ(back.inputs, record.inputs);
  EXPECT_EQ(back.wall_s, 1.5);
  EXPECT_EQ(back.peakMemory_bytes, 3e9);
  EXPECT_EQ(back.threads, 4);
  EXPECT_EQ(back.ranks, 2);
  EXPECT_THAT(back.warnings, ElementsAre("one", "two"));
  EXPECT_EQ(back.facts, record.facts);
  EXPECT_EQ(back.outputs.at(0).hash, hashBytes("first"));
  EXPECT_EQ(back.outputs.at(0).size_bytes, 5u);
  EXPECT_EQ(again.find("voronoi"), nullptr);
}

TEST_F(LedgerTest, aStageThatIsDoneAgainReplacesItsRecordAndNoOther) {
  put("a.h5", "a");
  put("b.h5", "b");
  Ledger ledger(folder_.path());
  ledger.put(stage("sim", {"a.h5"}));
  ledger.put(stage("voronoi", {"b.h5"}));
  ledger.put(stage("sim", {"a.h5"}));
  ASSERT_EQ(ledger.records().size(), 2u);
  EXPECT_NE(ledger.find("voronoi"), nullptr);
  EXPECT_TRUE(fs::exists(folder_ / "a.h5"));
  EXPECT_TRUE(fs::exists(folder_ / "b.h5"));
}

// What a stage wrote and no longer writes goes away; what somebody has changed since is theirs.
TEST_F(LedgerTest, removesWhatIsNoLongerWrittenUnlessItWasChanged) {
  for (const char* name : {"kept.h5", "dropped.h5", "changed.h5"}) put(name, "content");
  Ledger ledger(folder_.path());
  ledger.put(stage("sim", {"kept.h5", "dropped.h5", "changed.h5"}));
  put("changed.h5", "of a person");
  ledger.put(stage("sim", {"kept.h5"}));
  EXPECT_TRUE(fs::exists(folder_ / "kept.h5"));
  EXPECT_FALSE(fs::exists(folder_ / "dropped.h5"));
  EXPECT_TRUE(fs::exists(folder_ / "changed.h5"));
}

TEST_F(LedgerTest, namesTheOutputsThatAreGoneOrOther) {
  for (const char* name : {"kept.h5", "gone.h5", "other.h5"}) put(name, "content");
  Ledger ledger(folder_.path());
  ledger.put(stage("sim", {"kept.h5", "gone.h5", "other.h5"}));
  const StageRecord& record = *ledger.find("sim");
  EXPECT_THAT(ledger.changedOutputs(record, Check::fast), IsEmpty());
  EXPECT_THAT(ledger.changedOutputs(record, Check::full), IsEmpty());
  fs::remove(folder_ / "gone.h5");
  put("other.h5", "longer content");
  EXPECT_THAT(ledger.changedOutputs(record, Check::fast), ElementsAre("gone.h5", "other.h5"));
  EXPECT_EQ(ledger.content("gone.h5"), "");
  EXPECT_EQ(ledger.content("other.h5"), hashBytes("longer content"));
}

// Size and time of change say whether a file has to be read again; a thorough check always reads.
TEST_F(LedgerTest, aFileIsReadAgainWhenItsSizeOrItsTimeIsAnother) {
  put("a.h5", "first");
  Ledger ledger(folder_.path());
  ledger.put(stage("sim", {"a.h5"}));
  const OutputRecord noted = ledger.find("sim")->outputs.at(0);
  const auto time = fs::last_write_time(folder_ / "a.h5");
  EXPECT_EQ(noted.modified_ns,
            std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
  const auto replace = [&](const std::string& content, std::chrono::nanoseconds later) {
    put("a.h5", content);
    fs::last_write_time(folder_ / "a.h5", time + later);
  };
  using std::chrono::nanoseconds;
  replace("other", nanoseconds(0));
  EXPECT_EQ(ledger.content("a.h5", Check::fast), noted.hash) << "neither tells";
  EXPECT_EQ(ledger.content("a.h5", Check::full), hashBytes("other"));
  replace("other", nanoseconds(1000));
  EXPECT_EQ(ledger.content("a.h5", Check::fast), hashBytes("other")) << "a microsecond later";
  replace("other", nanoseconds(-1000));
  EXPECT_EQ(ledger.content("a.h5", Check::fast), hashBytes("other")) << "or earlier";
  replace("longer", nanoseconds(0));
  EXPECT_EQ(ledger.content("a.h5", Check::fast), hashBytes("longer"));
  // The same in the table that is read back.
  ledger.write({});
  replace("other", nanoseconds(0));
  EXPECT_EQ(Ledger(folder_.path()).content("a.h5", Check::fast), noted.hash);
  EXPECT_EQ(Ledger(folder_.path()).find("sim")->outputs.at(0).modified_ns, noted.modified_ns);
}

// What provenance.json calls things is what other programs read.
TEST_F(LedgerTest, writesEveryNumberUnderItsName) {
  put("a.h5", "first");
  Ledger ledger(folder_.path());
  StageRecord record = stage("sim", {"a.h5"});
  record.settings = "settings";
  record.inputs = {{"input.h5", "of the input"}};
  record.wall_s = 1.5;
  record.peakMemory_bytes = 3e9;
  record.threads = 4;
  record.ranks = 2;
  record.warnings = {"one"};
  ledger.put(record);
  Case c;
  c.seed = 77;
  ledger.write(c);
  const auto json = nlohmann::json::parse(readFile(folder_ / "provenance.json"));
  EXPECT_EQ(json.at("seed"), 77);
  const auto& written = json.at("stages").at(0);
  EXPECT_EQ(written.at("name"), "sim");
  EXPECT_EQ(written.at("settings"), "settings");
  EXPECT_EQ(written.at("wall_s"), 1.5);
  EXPECT_EQ(written.at("peak_memory_bytes"), 3e9);
  EXPECT_EQ(written.at("threads"), 4);
  EXPECT_EQ(written.at("ranks"), 2);
  EXPECT_EQ(written.at("warnings").at(0), "one");
  EXPECT_EQ(written.at("inputs").at(0).at("path"), "input.h5");
  EXPECT_EQ(written.at("inputs").at(0).at("hash"), "of the input");
  EXPECT_EQ(written.at("outputs").at(0).at("path"), "a.h5");
  EXPECT_EQ(written.at("outputs").at(0).at("hash"), hashBytes("first"));
  EXPECT_EQ(written.at("outputs").at(0).at("size_bytes"), 5);
}

TEST_F(LedgerTest, aFileThatCannotBeUnderstoodIsAnError) {
  put("provenance.json", "{\"stages\": 3}");
  EXPECT_THROW(Ledger(folder_.path()), Error);
}

}  // namespace
}  // namespace glasscope::pipeline
