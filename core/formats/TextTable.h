#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace glasscope {

/// What stands above the numbers of a table.
enum class TableHead {
  names,  ///< a line that names the columns; a comment does where the first line holds numbers
  words,  ///< lines that do not begin with a number, or none: nothing is taken from them
  none    ///< nothing but comments
};

/// Which table a file should hold, also in the words of its messages.
struct TableForm {
  std::string what;    ///< "measured rings": what the file should hold
  std::string remedy;  ///< what to write instead
  TableHead head = TableHead::names;
  std::size_t columns = 0;   ///< that a line without a head must have; 0: as many as the first
  bool writtenHere = false;  ///< by this program: a last line without an end was cut, and there
                             ///< may be no line below the head
};

/// A small table of text: CSV (RFC 4180) and what spreadsheets, numpy and plotting programs make of
/// it. Columns stand between tabs, semicolons or commas, the first of these that the head has, or
/// else between blanks. Where the head has none of them or says nothing, each line is taken by
/// itself. Lines that are empty or begin with # or % count for nothing; packed files, the mark of
/// byte order and both ends of lines are understood, and fields in quotation marks.
///
/// The constructor throws Error(input), naming file and line, for a file without a line of values,
/// lines of different lengths, a missing head, open quotation marks, text of two bytes a letter, a
/// line of more than a megabyte, and more columns or values than a table has.
class TextTable {
 public:
  static constexpr std::size_t kMostColumns = 10'000;
  static constexpr std::size_t kMostCells = 50'000'000;

  TextTable(const std::filesystem::path& path, TableForm form);

  std::size_t rows() const { return lines_.size(); }
  std::size_t columns() const { return columns_; }
  const std::vector<std::string>& names() const { return names_; }  ///< empty without a head
  /// Comments and headings above the first values, in which units may be named.
  const std::string& above() const { return above_; }

  /// The place of a named column, or nothing. Throws Error(input) where two have that name.
  std::optional<std::size_t> find(std::string_view name) const;
  /// The same, but throws Error(input) where there is none.
  std::size_t column(std::string_view name) const;

  const std::string& text(std::size_t row, std::size_t column) const {
    return cells_[row * columns_ + column];
  }
  /// A finite number. Throws Error(input) with file, line and column, and what is wrong with it.
  double number(std::size_t row, std::size_t column) const;
  /// The same, or NaN where the field is empty or says nan: a value that is not known.
  double numberOrUnknown(std::size_t row, std::size_t column) const;
  /// A whole number of [low, high]. Throws Error(input).
  std::int64_t integer(std::size_t row, std::size_t column, std::int64_t low,
                       std::int64_t high = std::numeric_limits<std::int64_t>::max()) const;
  /// All numbers of a column.
  std::vector<double> numbers(std::size_t column) const;

  /// Throws Error(input): the file does not hold what it should, and why.
  [[noreturn]] void refuse(const std::string& why) const;
  /// The same for what stands in one line.
  [[noreturn]] void refuse(std::size_t row, const std::string& why) const;

 private:
  [[noreturn]] void refuseField(std::size_t row, std::size_t column, const std::string& why,
                                const std::string& remedy) const;
  void keepAbove(std::string_view line);
  void addLine(const std::vector<std::string>& fields, long line);

  std::filesystem::path path_;
  TableForm form_;
  std::vector<std::string> names_, cells_;
  std::string above_;
  std::vector<long> lines_;  // of the file, of each row
  std::size_t columns_ = 0;
};

}  // namespace glasscope
