#include "core/formats/EmdShard.h"

#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

using testing::ElementsAre;

class Shard : public testing::Test {
 protected:
  static EmdSample sample(const std::string& name, double factor) {
    EmdSample one;
    one.name = name;
    one.key = fmt::format("{}_key", name);
    one.texts = {{"split", "train"}};
    one.numbers = {{"foil.thickness_A", 40}};
    Map2 map;
    map.name = "haadf";
    map.unit = "1";
    map.values = Array2<double>(2, 3);
    for (int i = 0; i < 6; ++i) map.values(i / 3, i % 3) = factor * i;
    map.pixel_A = {0.5, 0.25};
    one.maps = {map};
    DatacubeShape shape{2, 2, 4, 4, {0.5, 0.5}, {0, 0}, 0.1};
    std::vector<float> data(64);
    for (std::size_t i = 0; i < data.size(); ++i)
      data[i] = static_cast<float>(factor * static_cast<double>(i));
    one.patterns = {{"scan", std::make_shared<MemoryDatacube>(shape, data)}};
    return one;
  }
  static std::shared_ptr<const Atoms> atoms() {
    auto made = std::make_shared<Atoms>();
    made->box = Box::orthogonal(Vec3(9, 8, 7));
    made->add(29, Vec3(1, 2, 3));
    made->add(40, Vec3(4, 5, 6));
    made->columns.add({"coordination", "1", "neighbours", {12, 16}});
    return made;
  }

  TemporaryFolder folder_;
};

TEST_F(Shard, holdsSignalsWithAxesLabelsAndConditions) {
  EmdSample one = sample("s1", 1);
  one.atoms = atoms();
  EmdShardWriter writer(folder_ / "a.h5", {{"data_set", "test"}});
  writer.add(one);
  writer.commit();
  const Hdf5 file = Hdf5::open(folder_ / "a.h5");
  EXPECT_THAT(file.readDoubles("s1/haadf/data"), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_EQ(file.numberAttribute("step", "s1/haadf/dim1"), 0.25);
  EXPECT_EQ(file.stringAttribute("units", "s1/haadf/dim0"), "A");
  EXPECT_EQ(file.shape("s1/scan/data"), (Hdf5::Shape{2, 2, 4, 4}));
  EXPECT_EQ(file.readDoubles("s1/scan/data")[17], 17) << "one row after the other";
  EXPECT_EQ(file.stringAttribute("units", "s1/scan/dim3"), "A^-1");
  EXPECT_THAT(file.readDoubles("s1/atoms/position"), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(file.readIntegers("s1/atoms/atomic_number"), ElementsAre(29, 40));
  EXPECT_THAT(file.readDoubles("s1/atoms/coordination"), ElementsAre(12, 16));
  EXPECT_THAT(file.numbersAttribute("extent_A", "s1/atoms"), ElementsAre(9, 8, 7));
  EXPECT_EQ(file.readScalar("s1/metadatabundle/glasscope/foil.thickness_A"), 40);
  EXPECT_EQ(file.readText("s1/metadatabundle/glasscope/split"), "train");
  EXPECT_EQ(file.readText("glasscope_set/data_set"), "test");
  EXPECT_TRUE(file.has("s1/metadatabundle/calibration"));
}

TEST_F(Shard, saysWhichSamplesItHoldsAndWhatTheirDataAre) {
  EmdShardWriter writer(folder_ / "a.h5", {});
  writer.add(sample("s2", 2));
  writer.add(sample("s1", 1));
  writer.commit();
  const EmdShardIndex index = readEmdShardIndex(folder_ / "a.h5");
  EXPECT_EQ(index.revision, EmdShardWriter::kRevision);
  EXPECT_THAT(index.names, ElementsAre("s2", "s1")) << "in their order";
  EXPECT_THAT(index.keys, ElementsAre("s2_key", "s1_key"));
  const Hdf5 file = Hdf5::open(folder_ / "a.h5");
  EXPECT_EQ(emdSampleChecksum(file, "s1"), index.checksums[1]);
  EXPECT_NE(index.checksums[0], index.checksums[1]);
}

TEST_F(Shard, hasAChecksumOfNamesShapesAndValuesAndNotOfThePlace) {
  const auto checksum = [&](const EmdSample& one, bool second) {
    EmdShardWriter writer(folder_ / "b.h5", {});
    if (second) writer.add(sample("s0", 3));
    writer.add(one);
    writer.commit();
    return readEmdShardIndex(folder_ / "b.h5").checksums.back();
  };
  const std::string first = checksum(sample("s1", 1), false);
  EXPECT_EQ(checksum(sample("s1", 1), true), first);
  EmdSample other = sample("s1", 1);
  other.maps.front().name = "bf";
  EXPECT_NE(checksum(other, false), first);
  other = sample("s1", 1);
  other.numbers["foil.thickness_A"] = 41;
  EXPECT_NE(checksum(other, false), first);
  other = sample("s1", 1);
  other.maps.front().values(1, 2) += 1e-12;
  EXPECT_NE(checksum(other, false), first);
  other = sample("s1", 1);
  other.texts["split"] = "test";
  EXPECT_NE(checksum(other, false), first);
}

TEST_F(Shard, readsALargeDataSetInPartsForItsChecksum) {
  EmdSample one;
  one.name = "s1";
  const DatacubeShape shape{5, 5, 256, 256, {1, 1}, {0, 0}, 0.1};  // 1.6 million numbers
  std::vector<float> data(5 * 5 * 256 * 256, 1);
  const auto checksum = [&](const char* file) {
    one.patterns = {{"scan", std::make_shared<MemoryDatacube>(shape, data)}};
    EmdShardWriter writer(folder_ / file, {});
    writer.add(one);
    writer.commit();
    return readEmdShardIndex(folder_ / file).checksums.front();
  };
  const std::string first = checksum("a.h5");
  data.back() = 2;  // in the last part, which is not a whole one
  EXPECT_NE(checksum("b.h5"), first);
}

TEST_F(Shard, storesAtomsThatSamplesShareOnce) {
  const auto shared = atoms();
  const auto size = [&](const char* name, bool share) {
    EmdShardWriter writer(folder_ / name, {});
    for (int i = 0; i < 20; ++i) {
      EmdSample one;
      one.name = fmt::format("s{}", i);
      one.atoms = share ? shared : std::make_shared<Atoms>(*shared);
      writer.add(one);
    }
    writer.commit();
    return std::filesystem::file_size(folder_ / name);
  };
  EXPECT_LT(size("shared.h5", true) + 19 * 1000, size("alone.h5", false));
  const Hdf5 file = Hdf5::open(folder_ / "shared.h5");
  EXPECT_THAT(file.readDoubles("s19/atoms/coordination"), ElementsAre(12, 16));
  EXPECT_EQ(emdSampleChecksum(file, "s0"), emdSampleChecksum(file, "s19"));
}

TEST_F(Shard, isTheSameToTheByteAndThereWholeOrNotAtAll) {
  for (const char* name : {"a.h5", "b.h5"}) {
    EmdShardWriter writer(folder_ / name, {});
    writer.add(sample("s1", 1));
    EXPECT_FALSE(std::filesystem::exists(folder_ / name));
    writer.commit();
  }
  EXPECT_EQ(readFile(folder_ / "a.h5"), readFile(folder_ / "b.h5"));
  { EmdShardWriter unfinished(folder_ / "c.h5", {}); }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()) ||
              !std::filesystem::exists(partialPath(folder_ / "c.h5")));
}

TEST_F(Shard, ofAnotherLayoutTellsItsRevisionAlone) {
  Hdf5 file = Hdf5::create(folder_ / "a.h5");
  file.createGroup("glasscope_set").setAttribute("revision", 99);
  file.commit();
  EXPECT_EQ(readEmdShardIndex(folder_ / "a.h5").revision, 99);
  Hdf5 none = Hdf5::create(folder_ / "b.h5");
  none.commit();
  EXPECT_THROW(readEmdShardIndex(folder_ / "b.h5"), Error);
}

}  // namespace
}  // namespace glasscope
