#include "core/hdf5/Hdf5Fields.h"

#include <array>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

enum class Shape { ring, disc };
constexpr auto wordsOf(Shape) {
  return std::array{Word{Shape::ring, "ring"}, Word{Shape::disc, "disc"}};
}

struct Detector {
  std::string name = "detector";
  Shape kind = Shape::ring;
};
void eachField(MaybeConst<Detector> auto& s, auto&& visit) {
  visit(Field{"name", "What it is called"}, s.name);
  visit(Field{"kind", "Its shape"}, s.kind);
}

struct Scan {
  bool enabled = true;
  int pixels = 8;
  double step_A = 0.1;
  std::vector<double> depths_A = {10, 20};
  std::vector<int> counts;
  std::vector<std::string> labels = {"a"};
  std::optional<double> dose;
  Detector first;
  std::vector<Detector> more = {Detector()};
};
void eachField(MaybeConst<Scan> auto& s, auto&& visit) {
  visit(Field{"enabled", "Whether it is done"}, s.enabled);
  visit(Field{"pixels", "Of a pattern", kPositive}, s.pixels);
  visit(Field{"step_A", "Of the scan"}, s.step_A);
  visit(Field{"depths_A", "Depths"}, s.depths_A);
  visit(Field{"counts", "Counts"}, s.counts);
  visit(Field{"labels", "Names"}, s.labels);
  visit(Field{"dose", "Electrons"}, s.dose);
  visit(Field{"first", "The detector"}, s.first);
  visit(Field{"more", "Others"}, s.more);
}

FieldValue readBack(const Scan& scan, Scan into) {
  const TemporaryFolder folder;
  Hdf5 out = Hdf5::create(folder / "fields.h5");
  writeFields(out, bindFields(scan));
  out.commit();
  readFields(Hdf5::open(folder / "fields.h5"), bindFields(into));
  return valuesOf(into);
}

TEST(Hdf5Fields, readBackToTheSameStruct) {
  Scan scan;
  scan.enabled = false;
  scan.pixels = 12;
  scan.step_A = 1.0 / 3;
  scan.depths_A = {0.1};
  scan.counts = {1, -2};
  scan.labels = {"Å", ""};
  scan.dose = 2.5;
  scan.first = {"bf", Shape::disc};
  scan.more = {{"adf", Shape::ring}, {"abf", Shape::disc}};
  EXPECT_EQ(readBack(scan, Scan()), valuesOf(scan));
}

TEST(Hdf5Fields, emptyListsAreWrittenAsSuch) {
  Scan scan;
  scan.depths_A.clear();
  scan.labels.clear();
  scan.more.clear();
  EXPECT_EQ(readBack(scan, Scan()), valuesOf(scan));
}

TEST(Hdf5Fields, whatAFileDoesNotHaveStaysAsItIs) {
  Scan other;
  other.dose = 7;
  EXPECT_EQ(readBack(Scan(), other)["dose"], 7.0);
}

TEST(Hdf5Fields, valuesThatMayNotBeAreRefused) {
  const TemporaryFolder folder;
  Hdf5 out = Hdf5::create(folder / "fields.h5");
  out.setAttribute("pixels", -1);
  out.commit();
  Scan scan;
  EXPECT_THROW(readFields(Hdf5::open(folder / "fields.h5"), bindFields(scan)), Error);
  EXPECT_EQ(scan.pixels, 8);
}

}  // namespace
}  // namespace glasscope
