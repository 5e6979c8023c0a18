#include "core/settings/BoundFields.h"

#include <array>
#include <cmath>

#include <gmock/gmock.h>

#include "core/math/Vec.h"
#include "core/system/Error.h"

namespace glasscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum class Shape { ring, disc };
constexpr auto wordsOf(Shape) {
  return std::array{Word{Shape::ring, "ring"}, Word{Shape::disc, "disc"}};
}

struct Lens {
  double defocus_A = 0;
  int orders = 5;
};
void eachField(MaybeConst<Lens> auto& s, auto&& visit) {
  visit(Field{"defocus_A", "Defocus"}, s.defocus_A);
  visit(Field{"orders", "Highest order", {0, 7}}, s.orders);
}

struct Detector {
  std::string name = "detector";
  Shape kind = Shape::ring;
  double outer_mrad = 10;
};
void eachField(MaybeConst<Detector> auto& s, auto&& visit) {
  visit(Field{"name", "What it is called"}, s.name);
  visit(Field{"kind", "Its shape"}, s.kind);
  visit(Field{"outer_mrad", "Outer angle", kPositive}, s.outer_mrad);
}

struct Scan {
  bool enabled = true;
  std::int64_t seed = 1;
  Shape shape = Shape::ring;
  std::vector<double> depths_A = {10, 20};
  std::vector<int> counts;
  std::vector<std::string> labels = {"a"};
  Vec2 tilt_mrad{1, 2};
  std::optional<double> dose;
  Lens lens, second;
  std::vector<Detector> detectors;
  int threads = 2;
};
void eachField(MaybeConst<Scan> auto& s, auto&& visit) {
  visit(Field{"enabled", "Whether it is done"}, s.enabled);
  visit(Field{"seed", "Of what is random", kNotNegative}, s.seed);
  visit(Field{"shape", "Of the aperture"}, s.shape);
  visit(Field{"depths_A", "Depths", kPositive}, s.depths_A);
  visit(Field{"counts", "Counts", kNotNegative}, s.counts);
  visit(Field{"labels", "Names"}, s.labels);
  visit(Field{"tilt_mrad", "Of the beam", {-5, 5}}, s.tilt_mrad);
  visit(Field{"dose", "Electrons", kPositive}, s.dose);
  eachField(s.lens, prefixed("first_", visit));
  visit(Field{"second", "Another lens"}, s.second);
  visit(Field{"detectors", "What records"}, s.detectors);
  visit(Field{"threads", "Workers", {1, 64}, false}, s.threads);
}

std::string messageOf(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return "no error";
}

// What is refused when the field `name` of a scan is set, which has to stay as it was.
std::string refusal(const std::string& name, const FieldValue& value) {
  Scan scan;
  const FieldValue before = valuesOf(scan);
  const std::string message = messageOf([&] { setFields(scan, {{name, value}}, "scan"); });
  EXPECT_EQ(valuesOf(scan), before) << name;
  return message;
}

TEST(BoundFields, valuesReadBackToTheSameStruct) {
  Scan scan;
  scan.enabled = false;
  scan.seed = 9007199254740993;  // no double holds it
  scan.shape = Shape::disc;
  scan.depths_A = {0.1, 1.0 / 3};
  scan.counts = {3, 4};
  scan.tilt_mrad = {-1.5, 4};
  scan.dose = 12.5;
  scan.lens.defocus_A = -40;
  scan.second.orders = 3;
  scan.detectors = {{"bf", Shape::disc, 3}, {"adf", Shape::ring, 30}};
  const FieldValue values = valuesOf(scan);
  Scan back;
  setFields(back, FieldValue::parse(values.dump()));
  EXPECT_EQ(valuesOf(back), values);
  EXPECT_EQ(back.seed, scan.seed);
  EXPECT_EQ(back.depths_A, scan.depths_A);
  EXPECT_EQ(back.second.orders, 3);
  ASSERT_EQ(back.detectors.size(), 2u);
  EXPECT_EQ(back.detectors[1].name, "adf");
}

TEST(BoundFields, everyFieldOfAStructIsRead) {
  const FieldValue values = valuesOf(Scan());
  EXPECT_EQ(values["shape"], "ring");
  EXPECT_EQ(values["tilt_mrad"], FieldValue::array({1.0, 2.0}));
  EXPECT_EQ(values["first_defocus_A"], 0.0) << "fields of another struct under a prefix";
  EXPECT_EQ(values["second"]["orders"], 5) << "a table of its own";
  EXPECT_FALSE(values.contains("dose")) << "what is absent is left out";
  EXPECT_TRUE(values["detectors"].empty());
}

TEST(BoundFields, aFieldOfATableIsSetAlone) {
  Scan scan;
  scan.second.defocus_A = 7;
  setFields(scan, {{"second", {{"orders", 2}}}});
  EXPECT_EQ(scan.second.orders, 2);
  EXPECT_EQ(scan.second.defocus_A, 7);
}

TEST(BoundFields, aListIsReplacedAndItsElementsBeginWithTheirDefaults) {
  Scan scan;
  scan.detectors = {{"old", Shape::disc, 99}};
  setFields(scan, {{"detectors", {{{"name", "new"}}}}});
  ASSERT_EQ(scan.detectors.size(), 1u);
  EXPECT_EQ(scan.detectors[0].name, "new");
  EXPECT_EQ(scan.detectors[0].kind, Shape::ring);
  EXPECT_EQ(scan.detectors[0].outer_mrad, 10);
}

TEST(BoundFields, anElementMayBeWrittenInWords) {
  Scan scan;
  setFields(scan, {{"detectors", {"name=bf kind=disc outer_mrad=2.5"}}});
  ASSERT_EQ(scan.detectors.size(), 1u);
  EXPECT_EQ(scan.detectors[0].kind, Shape::disc);
  EXPECT_EQ(scan.detectors[0].outer_mrad, 2.5);
  EXPECT_THAT(refusal("detectors", {"name"}), HasSubstr("'name' has no value"));
}

TEST(BoundFields, anOptionalFieldIsSetAndTakenAway) {
  Scan scan;
  setFields(scan, {{"dose", 3}});
  EXPECT_EQ(scan.dose, 3);
  setFields(scan, {{"dose", nullptr}});
  EXPECT_FALSE(scan.dose);
}

TEST(BoundFields, aWholeNumberIsANumberButNotTheOtherWayRound) {
  Scan scan;
  setFields(scan, {{"depths_A", {1, 2}}});
  EXPECT_THAT(scan.depths_A, ElementsAre(1, 2));
  EXPECT_THAT(refusal("threads", 2.0), HasSubstr("whole number"));
  EXPECT_THAT(refusal("counts", {1.5}), HasSubstr("whole number"));
}

TEST(BoundFields, valuesOutsideTheirRangeAreRefusedWithTheRange) {
  EXPECT_THAT(refusal("threads", 65), HasSubstr(">= 1 and <= 64"));
  EXPECT_THAT(refusal("threads", 0), HasSubstr("scan.threads = 0"));
  EXPECT_THAT(refusal("depths_A", {3.0, 0.0}), HasSubstr("> 0"));
  EXPECT_THAT(refusal("tilt_mrad", {0.0, -5.5}), HasSubstr(">= -5 and <= 5"));
  EXPECT_THAT(refusal("detectors", {{{"outer_mrad", -1}}}),
              HasSubstr("scan.detectors.outer_mrad = -1"));
  EXPECT_THAT(refusal("second", {{"orders", 8}}), HasSubstr("scan.second.orders"));
  Scan scan;
  EXPECT_NO_THROW(setFields(scan, {{"threads", 64}, {"tilt_mrad", {-5, 5}}}))
      << "limits are included";
}

TEST(BoundFields, numbersThatAreNotFiniteOrDoNotFitAreRefused) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(refusal("first_defocus_A", infinity), HasSubstr("finite"));
  EXPECT_THAT(refusal("first_defocus_A", std::nan("")), HasSubstr("finite"));
  EXPECT_THAT(refusal("counts", {4000000000}), HasSubstr("2147483647"));
  EXPECT_THAT(refusal("seed", std::uint64_t{1} << 63), HasSubstr("9223372036854775807"));
  EXPECT_THAT(refusal("tilt_mrad", {1.0, 2.0, 3.0}), HasSubstr("a list of 2 numbers"));
}

TEST(BoundFields, otherTypesAreRefused) {
  EXPECT_THAT(refusal("enabled", 1), HasSubstr("it must be true or false"));
  EXPECT_THAT(refusal("labels", "a"), HasSubstr("list of texts"));
  EXPECT_THAT(refusal("labels", {1}), HasSubstr("text"));
  EXPECT_THAT(refusal("shape", 3), HasSubstr("text"));
  EXPECT_THAT(refusal("shape", "rign"), HasSubstr("did you mean \"ring\""));
  EXPECT_THAT(refusal("second", 3), HasSubstr("a table"));
  EXPECT_THAT(refusal("first_orders", nullptr), HasSubstr("whole number"));
}

TEST(BoundFields, unknownNamesAreRefusedWithTheNearest) {
  EXPECT_THAT(refusal("thread", 3), HasSubstr("did you mean 'scan.threads'?"));
  EXPECT_THAT(refusal("second", {{"order", 3}}), HasSubstr("did you mean 'scan.second.orders'?"));
  EXPECT_THAT(refusal("depths_nm", {1.0}), HasSubstr("write 'scan.depths_A'"));
  EXPECT_THAT(refusal("depths", {1.0}), HasSubstr("write 'scan.depths_A'"));
  EXPECT_THAT(refusal("depths_furlongs", {1.0}), HasSubstr("write 'scan.depths_A'"));
}

TEST(BoundFields, sayWhatAFieldMayBe) {
  Scan scan;
  const BoundFields fields = bindFields(scan, "scan");
  EXPECT_EQ(findField(fields, "threads")->limits(), ">= 1 and <= 64");
  EXPECT_EQ(findField(fields, "depths_A")->limits(), "each > 0");
  EXPECT_EQ(findField(fields, "shape")->limits(), "one of ring, disc");
  EXPECT_EQ(findField(fields, "labels")->limits(), "");
  EXPECT_EQ(typeName(findField(fields, "counts")->type), "list of whole numbers");
  EXPECT_EQ(typeName(findField(fields, "detectors")->type), "list of tables");
  EXPECT_EQ(findField(fields, "detectors")->members.at(2).path, "scan.detectors.outer_mrad");
  EXPECT_FALSE(findField(fields, "threads")->affectsResult);
  EXPECT_TRUE(findField(fields, "seed")->affectsResult);
  EXPECT_EQ(findField(fields, "lens"), nullptr);
}

TEST(BoundFields, ofAConstStructAreOnlyRead) {
  const Scan scan;
  const BoundFields fields = bindFields(scan);
  EXPECT_EQ(findField(fields, "threads")->get(), 2);
  EXPECT_FALSE(findField(fields, "threads")->set);
}

TEST(BoundFields, severalStructsMayFormOneTable) {
  Lens lens;
  Detector detector;
  const FieldGroup both{[&](auto& visit) {
    eachField(lens, visit);
    eachField(detector, visit);
  }};
  setFields(bindFields(both), {{"orders", 1}, {"name", "abf"}});
  EXPECT_EQ(lens.orders, 1);
  EXPECT_EQ(detector.name, "abf");
}

}  // namespace
}  // namespace glasscope
