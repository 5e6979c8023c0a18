#include "core/settings/ResultJson.h"

#include <array>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace glasscope {
namespace result_json_test {

enum class Kind { one, other };
constexpr auto wordsOf(Kind) {
  return std::array{Word{Kind::one, "the one"}, Word{Kind::other, "the other"}};
}

struct Row {
  int number = 0;
};
void eachField(MaybeConst<Row> auto& row, auto&& visit) {
  visit(Field{"name", "made on the spot"}, std::string("row ") + std::to_string(row.number));
  visit(Field{"number", "as it is"}, row.number);
}

struct Result {
  Kind kind = Kind::other;
  double value = 0.5;
  std::optional<double> absent;
  std::vector<Row> rows = {{1}, {2}};
  std::array<double, 2> pair{1, std::nan("")};
  bool more = false;
};
void eachField(MaybeConst<Result> auto& r, auto&& visit) {
  visit(Field{"value", "a number"}, r.value);
  visit(Field{"kind", "a word"}, r.kind);
  visit(Field{"absent", "nothing"}, r.absent);
  visit(Field{"rows", "structs"}, r.rows);
  visit(Field{"pair", "numbers"}, r.pair);
  if (r.more) visit(Field{"first", "a struct"}, r.rows.front());
}

/// In the order of the list, with words for enumerations and null for what is not finite.
TEST(ResultJson, isTheListOfFields) {
  Result result;
  EXPECT_EQ(resultJson(result).dump(),
            R"({"value":0.5,"kind":"the other","absent":null,"rows":[{"name":"row 1","number":1},)"
            R"({"name":"row 2","number":2}],"pair":[1.0,null]})");
  result.more = true;
  result.absent = 3;
  EXPECT_EQ(resultJson(result).at("absent"), 3);
  EXPECT_EQ(resultJson(result).at("first").at("name"), "row 1");
}

TEST(ResultJson, anEmptyListIsAList) {
  EXPECT_EQ(resultJson(std::vector<Row>{}).dump(), "[]");
}

}  // namespace result_json_test
}  // namespace glasscope
