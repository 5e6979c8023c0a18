#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/system/Error.h"

namespace glasscope::sim {

/// Lines of a (packed) text file with their numbers, for messages that name the line. Numbers are
/// parsed in place, without allocation: a million atoms take a few seconds and not minutes. A byte
/// order mark at the beginning of the file is passed over.
class LineReader {
 public:
  /// Longer lines belong to no file of atoms: Error(input).
  static constexpr std::size_t kLongestLine = 1 << 20;

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
  /// False for a last line without a line feed: the file may have been cut inside of it.
  bool lineIsWhole() const { return whole_; }

  /// The next word of `rest` (which it shortens), or "" at its end.
  static std::string_view word(std::string_view& rest);
  /// All words of the line, in `words`, whose memory is used again.
  void words(std::vector<std::string_view>& words) const;
  /// The only word of the line. Throws Error(input) when it has none or more.
  std::string_view onlyWord(std::string_view name) const;

  /// Numbers that must be finite; `name` is what the message calls them. Exponents of Fortran
  /// (1.5D+01) are understood.
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
  std::vector<char> buffer_;
  std::string_view line_;
  long number_ = 0;
  bool again_ = false, whole_ = true;
};

}  // namespace glasscope::sim
