#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/system/Compress.h"
#include "core/system/Files.h"

namespace glasscope::report {

/// Points GLASSCOPE_PLOTLY_JS at a file of a few bytes for as long as it lives, so that a test
/// reads only what is ours.
class TinyPlotly {
 public:
  explicit TinyPlotly(const std::string& script = "/* plotly.js stand-in */") {
    if (const char* before = std::getenv("GLASSCOPE_PLOTLY_JS")) before_ = before;
    writeFileAtomically(path_, script);
    setenv("GLASSCOPE_PLOTLY_JS", path_.c_str(), 1);
  }
  ~TinyPlotly() {
    if (before_)
      setenv("GLASSCOPE_PLOTLY_JS", before_->c_str(), 1);
    else
      unsetenv("GLASSCOPE_PLOTLY_JS");
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TinyPlotly(const TinyPlotly&) = delete;
  TinyPlotly& operator=(const TinyPlotly&) = delete;

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() /
                                ("glasscope_plotly_" + std::to_string(::getpid()) + ".js");
  std::optional<std::string> before_;
};

/// What stands between two texts; fails the test when it is not there.
inline std::string between(const std::string& text, const std::string& open,
                           const std::string& close) {
  const std::size_t from = text.find(open);
  EXPECT_NE(from, std::string::npos) << open;
  if (from == std::string::npos) return "";
  const std::size_t begin = from + open.size();
  return text.substr(begin, text.find(close, begin) - begin);
}

inline std::vector<std::uint8_t> unbase64(const std::string& text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint8_t> bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = (bits << 6) | static_cast<std::uint32_t>(alphabet.find(c));
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<std::uint8_t>((bits >> held) & 0xFFu));
    }
  }
  return bytes;
}

/// What an element of a page carries packed; nothing where the element is empty.
inline std::string textOf(const std::string& page, const std::string& id) {
  const std::vector<std::uint8_t> bytes =
      unbase64(between(page, "<script id=\"" + id + "\" type=\"application/gzip\">", "</script>"));
  return bytes.empty() ? "" : gunzip({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// The data of a page, as a browser's JSON parser would see them.
inline nlohmann::json dataOf(const std::string& page) {
  return nlohmann::json::parse(textOf(page, "report-data"));
}

}  // namespace glasscope::report
