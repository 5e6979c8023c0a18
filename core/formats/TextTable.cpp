#include "core/formats/TextTable.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Text.h"

namespace glasscope {

namespace {

/// Columns between blanks of any number.
constexpr char kBlanks = ' ';

/// Tabs come first: the others may be part of a number or of a text.
char separatorIn(std::string_view line) {
  for (const char c : {'\t', ';', ','})
    if (line.find(c) != std::string_view::npos) return c;
  return kBlanks;
}

/// What std::from_chars makes of a whole word; a plus sign and the exponents of Fortran (1.5D+01)
/// are understood.
std::errc parse(std::string_view word, double& value) {
  std::string text(word.starts_with('+') ? word.substr(1) : word);
  const std::size_t exponent = text.find_first_of("dD");
  if (exponent != std::string::npos && exponent > 0) text[exponent] = 'e';
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return end == text.data() + text.size() ? code : std::errc::invalid_argument;
}

bool isNumber(std::string_view word) {
  double value = 0;
  return parse(word, value) != std::errc::invalid_argument;
}

bool isComment(std::string_view trimmed) {
  return trimmed.starts_with('#') || trimmed.starts_with('%');
}

/// Long words are shortened in messages.
std::string shown(std::string_view word) {
  constexpr std::size_t kShown = 60;
  return word.size() <= kShown ? std::string(word) : std::string(word.substr(0, kShown)) + "...";
}

/// Lines of a file of text, counted.
class Lines {
 public:
  Lines(const std::filesystem::path& path, const TableForm& form)
      : path_(path), form_(form), stream_(openText(path)) {}

  bool next(std::string& line) {
    if (!readLine(*stream_, line, path_)) return false;
    ++number_;
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (number_ == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (line.find('\0') != std::string::npos)
      fail("it holds bytes of zero: it is no text, or text of two bytes a letter",
           "save it as text in UTF-8");
    if (form_.writtenHere && stream_->eof())
      fail("the file ends inside of it", "it was cut short: make it again");
    if (line.ends_with('\r')) line.pop_back();
    if (line.find('\r') != std::string::npos)
      fail("its lines end with a carriage return alone", "save it with the ends of lines of Unix");
    return true;
  }
  long number() const { return number_; }

  [[noreturn]] void fail(const std::string& why, const std::string& remedy) const {
    throw Error(
        ErrorKind::input,
        fmt::format("'{}', line {}, cannot be read as {}", path_.string(), number_, form_.what),
        why, remedy);
  }

 private:
  const std::filesystem::path& path_;
  const TableForm& form_;
  std::unique_ptr<std::istream> stream_;
  long number_ = 0;
};

/// The fields of a line. A field that begins with a quotation mark ends with the next one that is
/// not doubled, maybe lines later.
std::vector<std::string> fieldsOf(std::string& line, char separator, Lines& lines) {
  std::vector<std::string> fields;
  if (separator == kBlanks) {
    for (const auto word : splitWords(line)) fields.emplace_back(word);
    return fields;
  }
  for (std::size_t at = 0;;) {
    std::size_t end = line.find(separator, at);
    const std::size_t first = line.find_first_not_of(" \t", at);
    if (first == std::string::npos || line[first] != '"' || first >= end) {
      fields.emplace_back(trim(std::string_view(line).substr(at, end - at)));
    } else {
      std::string field;
      std::size_t i = first + 1;
      for (std::string more;; ++i) {
        while (i >= line.size()) {
          if (field.size() + line.size() > std::size_t{1} << 20 || !lines.next(more))
            lines.fail("a quotation mark has no second one", "close it, or write it twice");
          line += '\n';
          line += more;
        }
        if (line[i] != '"')
          field += line[i];
        else if (i + 1 < line.size() && line[i + 1] == '"')
          field += line[i++];
        else
          break;
      }
      end = line.find(separator, i);
      if (!trim(std::string_view(line).substr(i + 1, end - i - 1)).empty())
        lines.fail("something stands behind a quotation mark", "write marks inside a field twice");
      fields.push_back(std::move(field));
    }
    if (end == std::string::npos) return fields;
    at = end + 1;
  }
}

}  // namespace

TextTable::TextTable(const std::filesystem::path& path, TableForm form)
    : path_(path), form_(std::move(form)), columns_(form_.columns) {
  Lines lines(path_, form_);
  char separator = 0;  // 0: of each line
  std::string line, comment;
  bool headIsDue = form_.head == TableHead::names;
  while (lines.next(line)) {
    const std::string_view trimmed = trim(line);
    if (trimmed.empty()) continue;
    if (isComment(trimmed)) {
      comment = trim(trimmed.substr(1));
      keepAbove(comment);
      continue;
    }
    constexpr std::string_view kSeparatorIs = "sep=";  // the first line of some spreadsheets
    if (lines_.empty() && trimmed.size() == kSeparatorIs.size() + 1 &&
        trimmed.starts_with(kSeparatorIs)) {
      separator = trimmed.back();
      continue;
    }
    if (form_.head != TableHead::names) {
      line = std::string(trim(trimmed.substr(0, trimmed.find('#'))));
    }
    const bool ofTheLine = separator == 0;
    const char here = ofTheLine ? separatorIn(line) : separator;
    const std::vector<std::string> fields = fieldsOf(line, here, lines);
    if (fields.size() > kMostColumns)
      lines.fail(fmt::format("it has more than {} columns", kMostColumns),
                 "keep the columns that are needed");
    const bool numbers = isNumber(fields.front());
    if (form_.head == TableHead::words && lines_.empty() && !numbers) {
      keepAbove(line);
      continue;
    }
    if (headIsDue) {
      headIsDue = false;
      names_ = fields;
      if (ofTheLine && here != kBlanks) separator = here;
      if (numbers) {  // as numpy writes it, in a comment
        names_ = fieldsOf(comment, separatorIn(comment), lines);
        if (names_.size() != fields.size())
          lines.fail("it holds numbers where the names of the columns are expected", form_.remedy);
      }
      columns_ = names_.size();
      if (!numbers) continue;
    }
    addLine(fields, lines.number());
  }
  if (!rows() && (names_.empty() || !form_.writtenHere)) {
    refuse(lines.number() == 0 ? "it is empty"
           : names_.empty()    ? "every line is empty, a comment or a heading"
                               : "there is no line below its head");
  }
}

void TextTable::keepAbove(std::string_view line) {
  constexpr std::size_t kMost = 10'000;
  if (lines_.empty() && above_.size() < kMost) above_ += std::string(line) + '\n';
}

void TextTable::addLine(const std::vector<std::string>& fields, long line) {
  if (columns_ == 0) columns_ = fields.size();
  lines_.push_back(line);
  if (fields.size() != columns_) {
    const char* expected = !names_.empty()      ? "names in its head"
                           : form_.columns != 0 ? "that are expected"
                                                : "of the lines before";
    refuse(rows() - 1,
           fmt::format("it has {} values beside the {} {}{}", fields.size(), columns_, expected,
                       fields.size() == 2 * columns_ ? " (are these decimal commas?)" : ""));
  }
  if (cells_.size() + fields.size() > kMostCells)
    refuse(rows() - 1, fmt::format("the table has more than {} values", kMostCells));
  cells_.insert(cells_.end(), fields.begin(), fields.end());
}

std::optional<std::size_t> TextTable::find(std::string_view name) const {
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end()) return std::nullopt;
  if (std::find(found + 1, names_.end(), name) != names_.end())
    refuse(fmt::format("its head names {} more than once", name));
  return static_cast<std::size_t>(found - names_.begin());
}

std::size_t TextTable::column(std::string_view name) const {
  if (const auto found = find(name)) return *found;
  const std::string near = nearestName(name, names_);
  refuse(fmt::format("its head names no column {}{}", name,
                     near.empty() ? "" : fmt::format(" (but {})", shown(near))));
}

double TextTable::number(std::size_t row, std::size_t column) const {
  const std::string& word = text(row, column);
  double value = 0;
  const std::errc code = parse(word, value);
  if (code == std::errc{} && std::isfinite(value)) return value;
  if (word.empty()) refuseField(row, column, "it is empty", form_.remedy);
  if (code == std::errc{})
    refuseField(row, column, fmt::format("'{}' is not finite", word), "leave such lines out");
  if (code == std::errc::result_out_of_range)
    refuseField(row, column, fmt::format("'{}' is beyond the numbers of a computer", shown(word)),
                form_.remedy);
  std::string point = word;
  std::ranges::replace(point, ',', '.');
  if (point != word && isNumber(point))
    refuseField(row, column, fmt::format("'{}' has a decimal comma", shown(word)),
                "write numbers with a point");
  refuseField(row, column, fmt::format("'{}' is not a number", shown(word)), form_.remedy);
}

double TextTable::numberOrUnknown(std::size_t row, std::size_t column) const {
  const std::string& word = text(row, column);
  const bool unknown = word.empty() || word == "nan" || word == "-nan" || word == "NaN";
  return unknown ? std::numeric_limits<double>::quiet_NaN() : number(row, column);
}

std::int64_t TextTable::integer(std::size_t row, std::size_t column, std::int64_t low,
                                std::int64_t high) const {
  const std::string& word = text(row, column);
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (code != std::errc{} || end != word.data() + word.size() || value < low || value > high)
    refuseField(row, column,
                fmt::format("'{}' is no whole number from {} to {}", shown(word), low, high),
                form_.remedy);
  return value;
}

std::vector<double> TextTable::numbers(std::size_t column) const {
  std::vector<double> values(rows());
  for (std::size_t row = 0; row < rows(); ++row) values[row] = number(row, column);
  return values;
}

void TextTable::refuse(const std::string& why) const {
  throw Error(ErrorKind::input, fmt::format("'{}' holds no {}", path_.string(), form_.what), why,
              form_.remedy);
}

void TextTable::refuse(std::size_t row, const std::string& why) const {
  throw Error(
      ErrorKind::input,
      fmt::format("'{}', line {}, cannot be read as {}", path_.string(), lines_[row], form_.what),
      why, form_.remedy);
}

void TextTable::refuseField(std::size_t row, std::size_t column, const std::string& why,
                            const std::string& remedy) const {
  const std::string name =
      names_.empty() ? fmt::format("{}", column + 1) : fmt::format("{}", shown(names_[column]));
  throw Error(ErrorKind::input,
              fmt::format("'{}', line {}, column {}, cannot be read as {}", path_.string(),
                          lines_[row], name, form_.what),
              why, remedy);
}

}  // namespace glasscope
