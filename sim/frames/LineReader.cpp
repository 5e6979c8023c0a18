#include "sim/frames/LineReader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Files.h"

namespace glasscope::sim {
namespace {

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

template <class Number>
bool parse(std::string_view word, Number& value) {
  if (word.starts_with('+')) word.remove_prefix(1);  // from_chars knows no plus sign
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  return code == std::errc{} && end == word.data() + word.size();
}

bool parseReal(std::string_view word, double& value) {
  if (parse(word, value)) return true;
  const std::size_t exponent = word.find_first_of("dD");
  constexpr std::size_t kLongest = 64;
  if (exponent == std::string_view::npos || word.size() > kLongest) return false;
  std::string text(word);
  text[exponent] = 'e';
  return parse(std::string_view(text), value);
}

}  // namespace

LineReader::LineReader(const std::filesystem::path& path)
    : file_(path.string()), stream_(openText(path)), buffer_(kLongestLine + 1) {}

bool LineReader::next() {
  if (again_) {
    again_ = false;
    return true;
  }
  stream_->getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  const auto got = static_cast<std::size_t>(stream_->gcount());
  if (stream_->eof() && got == 0) return false;
  ++number_;
  whole_ = !stream_->eof();
  if (whole_ && stream_->fail())
    fail(fmt::format("it is longer than {} characters", kLongestLine),
         "check that it is a file of atoms");
  line_ = std::string_view(buffer_.data(), whole_ ? got - 1 : got);
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (number_ == 1 && line_.starts_with(kByteOrderMark)) line_.remove_prefix(kByteOrderMark.size());
  return true;
}

void LineReader::require(std::string_view expected) {
  if (!next()) endsEarly(fmt::format("{} is missing", expected));
}

std::string_view LineReader::word(std::string_view& rest) {
  std::size_t begin = 0;
  while (begin < rest.size() && isSpace(rest[begin])) ++begin;
  std::size_t end = begin;
  while (end < rest.size() && !isSpace(rest[end])) ++end;
  const std::string_view found = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return found;
}

void LineReader::words(std::vector<std::string_view>& words) const {
  words.clear();
  std::string_view rest = line_;
  for (auto next = word(rest); !next.empty(); next = word(rest)) words.push_back(next);
}

std::string_view LineReader::onlyWord(std::string_view name) const {
  std::string_view rest = line_;
  const std::string_view only = word(rest);
  if (only.empty()) fail(fmt::format("{} is missing", name));
  if (const std::string_view more = word(rest); !more.empty())
    fail(fmt::format("'{}' stands behind {}, which should be alone", more, name));
  return only;
}

double LineReader::real(std::string_view word, std::string_view name) const {
  double value = 0;
  if (!parseReal(word, value)) fail(fmt::format("{} is '{}', which is not a number", name, word));
  if (!std::isfinite(value))
    fail(fmt::format("{} is '{}', which is not finite", name, word),
         "the simulation that wrote it has probably blown up: take an earlier frame");
  return value;
}

std::int64_t LineReader::integer(std::string_view word, std::string_view name) const {
  std::int64_t value = 0;
  if (!parse(word, value)) fail(fmt::format("{} is '{}', which is not a whole number", name, word));
  return value;
}

bool LineReader::realOrNot(std::string_view word, double& value) {
  return parseReal(word, value);
}

void LineReader::fail(const std::string& why, const std::string& remedy) const {
  throw Error(ErrorKind::input, fmt::format("Cannot read {}", place()), why, remedy);
}

void LineReader::endsEarly(const std::string& why) const {
  throw Error(ErrorKind::input, fmt::format("Cannot read '{}'", file_),
              fmt::format("the file ends after line {}: {}", number_, why),
              "it was cut short: copy it again, or choose earlier frames with --frames");
}

std::string LineReader::place() const {
  return fmt::format("'{}', line {}", file_, number_);
}

}  // namespace glasscope::sim
