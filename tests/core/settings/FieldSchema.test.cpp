#include "core/settings/FieldSchema.h"

#include <array>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

enum class Shape { ring, disc };
constexpr auto wordsOf(Shape) {
  return std::array{Word{Shape::ring, "ring"}, Word{Shape::disc, "disc"}};
}

struct Detector {
  Shape kind = Shape::disc;
  double outer_mrad = 10;
};
void eachField(MaybeConst<Detector> auto& s, auto&& visit) {
  visit(Field{"kind", "Its shape"}, s.kind);
  visit(Field{"outer_mrad", "Outer angle", {0, 200, true}}, s.outer_mrad);
}

struct Scan {
  Detector main;
  std::vector<Detector> more;
  std::vector<double> depths_A = {1};
  int pixels = 0;
};
void eachField(MaybeConst<Scan> auto& s, auto&& visit) {
  visit(Field{"main", "The detector"}, s.main);
  visit(Field{"more", "Others"}, s.more);
  visit(Field{"depths_A", "Depths", kNotNegative}, s.depths_A);
  visit(Field{"pixels", "Of a pattern"}, s.pixels);
}

TEST(FieldSchema, saysTypeLimitsWordsAndDefault) {
  Detector detector;
  const FieldValue schema = fieldSchema(bindFields(detector));
  EXPECT_EQ(schema["type"], "object");
  EXPECT_EQ(schema["additionalProperties"], false);
  ASSERT_EQ(schema["properties"].size(), 2u);
  const FieldValue kind{{"type", "string"},
                        {"enum", {"ring", "disc"}},
                        {"description", "Its shape"},
                        {"default", "disc"}};
  EXPECT_EQ(schema["properties"]["kind"], kind);
  const FieldValue outer{{"type", "number"},
                         {"exclusiveMinimum", 0.0},
                         {"maximum", 200.0},
                         {"description", "Outer angle (mrad)"},
                         {"default", 10.0}};
  EXPECT_EQ(schema["properties"]["outer_mrad"], outer);
}

TEST(FieldSchema, goesIntoTablesAndLists) {
  Scan scan;
  const FieldValue schema = fieldSchema(bindFields(scan));
  const FieldValue detector = schema["properties"]["main"]["properties"];
  EXPECT_EQ(detector["kind"]["type"], "string");
  EXPECT_EQ(schema["properties"]["more"]["type"], "array");
  EXPECT_EQ(schema["properties"]["more"]["items"]["anyOf"][0]["properties"], detector);
  EXPECT_EQ(schema["properties"]["depths_A"]["anyOf"][0]["items"]["minimum"], 0.0);
  EXPECT_EQ(schema["properties"]["depths_A"]["default"], FieldValue::array({1.0}));
  EXPECT_EQ(schema["properties"]["pixels"]["type"], "integer");
}

}  // namespace
}  // namespace glasscope
