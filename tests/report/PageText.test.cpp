#include "report/PageText.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace glasscope::report {
namespace {

std::vector<std::uint8_t> bytesOf(const std::string& text) {
  return {text.begin(), text.end()};
}

TEST(PageText, encodesTheTestVectorsOfRfc4648) {
  EXPECT_EQ(base64(bytesOf("")), "");
  EXPECT_EQ(base64(bytesOf("f")), "Zg==");
  EXPECT_EQ(base64(bytesOf("fo")), "Zm8=");
  EXPECT_EQ(base64(bytesOf("foo")), "Zm9v");
  EXPECT_EQ(base64(bytesOf("foob")), "Zm9vYg==");
  EXPECT_EQ(base64(bytesOf("foobar")), "Zm9vYmFy");
  EXPECT_EQ(base64(std::vector<std::uint8_t>{0xFB, 0xFF, 0xFE}), "+//+");
}

TEST(PageText, writesFloatsLittleEndian) {
  // 1.0f is 0x3F800000; bytes 00 00 80 3F are "AACAPw==".
  EXPECT_EQ(base64Floats(std::vector<double>{1.0}), "AACAPw==");
}

TEST(PageText, leavesNoMarkupInEscapedHtml) {
  EXPECT_EQ(escapeHtml("<b a=\"1\" c='2'>&</b>"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;");
  EXPECT_EQ(escapeHtml("Ångström, µ"), "Ångström, µ");
}

TEST(PageText, breaksEndTagsInsideScriptsInAnyCase) {
  EXPECT_EQ(escapeScript("'</script>' + '</SCRIPT ' + '<!--' + (a</b/)"),
            "'<\\/script>' + '<\\/SCRIPT ' + '<\\!--' + (a</b/)");
  EXPECT_EQ(escapeScript("'</scr"), "'</scr");
}

}  // namespace
}  // namespace glasscope::report
