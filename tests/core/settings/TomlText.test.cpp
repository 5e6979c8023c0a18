#include "core/settings/TomlText.h"

#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace glasscope {
namespace {

using nlohmann::ordered_json;

TEST(TomlText, keepsWholeNumbersAndNumbersApart) {
  EXPECT_EQ(tomlText(3), "3");
  EXPECT_EQ(tomlText(3.0), "3.0");
  EXPECT_EQ(tomlText(1e30), "1e+30");
  EXPECT_EQ(tomlText(1e14), "100000000000000.0");
  EXPECT_EQ(tomlText(true), "true");
}

TEST(TomlText, writesNumbersThatReadBackToTheSameBits) {
  for (const double value : {0.1, 1.0 / 3, 6.02214076e23, 5e-324, -0.0}) {
    const double back = std::strtod(tomlText(value).c_str(), nullptr);
    EXPECT_EQ(back, value);
    EXPECT_EQ(std::signbit(back), std::signbit(value));
  }
  EXPECT_EQ(tomlText(std::numeric_limits<double>::infinity()), "inf");
}

TEST(TomlText, escapesWhatATextMayNotHold) {
  EXPECT_EQ(tomlText("a \"b\" \\ c"), R"("a \"b\" \\ c")");
  EXPECT_EQ(tomlText("line\nnext\tcolumn"), R"("line\nnext\tcolumn")");
  EXPECT_EQ(tomlText(std::string("\x01\x7f\0", 3)), R"("\u0001\u007F\u0000")");
  EXPECT_EQ(tomlText("Ångström"), "\"Ångström\"");
}

TEST(TomlText, writesListsAndInlineTables) {
  EXPECT_EQ(tomlText(ordered_json::array({1.5, 2.0})), "[1.5, 2.0]");
  EXPECT_EQ(tomlText(ordered_json::array()), "[]");
  const ordered_json table{{"name", "bf"}, {"outer_mrad", 10.0}, {"odd key", 1}};
  EXPECT_EQ(tomlText(ordered_json::array({table})),
            "[{name = \"bf\", outer_mrad = 10.0, \"odd key\" = 1}]");
}

}  // namespace
}  // namespace glasscope
