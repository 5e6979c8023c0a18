#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "core/system/Error.h"

namespace glasscope::sim {

/// Lines of a (gzipped) text file with their numbers, for messages that name the line. Numbers are
/// parsed in place, without allocation: a million atoms take a few seconds and not minutes.
class LineReader {
 public:
  explicit LineReader(const std::filesystem::path& path);

  /// Moves to the next line; false at the end of the file.
  bool next();
  /// Moves to the next line or fails: `expected` says what is missing.
  void require(std::string_view expected);
  /// The next call of `next` gives this line again.
  void putBack() { again_ = true; }

  std::string_view line() const { return line_; }
  long number() const { return number_; }
  const std::string& file() const { return file_; }

  /// The next word of `rest` (which it shortens), or "" at its end.
  static std::string_view word(std::string_view& rest);

  /// Numbers that must be finite; `name` is what the message calls them.
  double real(std::string_view word, std::string_view name) const;
  std::int64_t integer(std::string_view word, std::string_view name) const;
  /// A value of an optional column: NaN and infinity are allowed there. False when it is no number.
  static bool realOrNot(std::string_view word, double& value);

  /// Throws Error(input) naming file and line.
  [[noreturn]] void fail(
      const std::string& why,
      const std::string& remedy = "repair that line or write the file again") const;
  /// Throws Error(input) for a file that ends too early.
  [[noreturn]] void endsEarly(const std::string& why) const;
  std::string place() const;  ///< "file, line 12"

 private:
  std::string file_;
  std::unique_ptr<std::istream> stream_;
  std::string line_;
  long number_ = 0;
  bool again_ = false;
};

}  // namespace glasscope::sim
