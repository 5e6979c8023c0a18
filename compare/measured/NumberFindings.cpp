#include "compare/measured/NumberFindings.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

// The largest numbers of converters of 8 to 32 bits, with and without a sign.
bool isFullScale(double value) {
  for (int bits = 7; bits <= 32; ++bits)
    if (value == std::ldexp(1.0, bits) - 1) return true;
  return false;
}

}  // namespace

void NumberFindings::add(const Array2<double>& image) {
  if (sum_.empty()) sum_ = Array2<double>(image.nx(), image.ny(), 0.0);
  GLASSCOPE_ENSURE(image.nx() == sum_.nx() && image.ny() == sum_.ny(), "images have one size");
  ++images_;
  for (std::size_t i = 0; i < image.size(); ++i) {
    const double value = image[i];
    ++count_;
    if (!std::isfinite(value)) {
      ++notFinite_;
      continue;
    }
    sum_[i] += value;
    negative_ += value < 0;
    constexpr double kHuge = 1e30, kTiny = 1e-30;
    absurd_ += std::abs(value) > kHuge || (value != 0 && std::abs(value) < kTiny);
    least_ = std::min(least_, value);
    if (value > most_) most_ = value, atMost_ = 0;
    atMost_ += value == most_;
  }
}

void NumberFindings::requireSensible(const std::string& file) const {
  constexpr std::int64_t kHundred = 100;
  if (count_ == 0 || absurd_ * kHundred <= count_) return;
  throw Error(ErrorKind::input, fmt::format("Cannot import {}", file),
              fmt::format("{} of {} numbers are beyond 1e30 or below 1e-30: their bytes are the "
                          "wrong way round, or they are of another type",
                          absurd_, count_),
              "save the file anew with the program that wrote it");
}

std::vector<std::string> NumberFindings::deadLines() const {
  std::vector<std::string> found;
  const auto [low, high] = std::minmax_element(sum_.begin(), sum_.end());
  constexpr int kFew = 3;
  if (low == sum_.end() || *low == *high || sum_.nx() < kFew || sum_.ny() < kFew) return found;
  const auto look = [&](const char* name, int lines, int length, auto&& at) {
    std::vector<int> dead;
    for (int line = 0; line < lines; ++line) {
      bool same = true;
      for (int i = 1; i < length && same; ++i) same = at(line, i) == at(line, 0);
      if (same) dead.push_back(line);
    }
    constexpr std::size_t kMost = 10;
    if (dead.empty()) return;
    const std::size_t shown = std::min(dead.size(), kMost);
    found.push_back(fmt::format(
        "{} {} {} not vary: {}{} (--dead fills what a mask marks)", dead.size(), name,
        dead.size() == 1 ? "does" : "do",
        fmt::join(dead.begin(), dead.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
        dead.size() > shown ? ", ..." : ""));
  };
  look("line(s) of one x", sum_.nx(), sum_.ny(), [&](int line, int i) { return sum_(line, i); });
  look("line(s) of one y", sum_.ny(), sum_.nx(), [&](int line, int i) { return sum_(i, line); });
  return found;
}

std::vector<std::string> NumberFindings::sentences() const {
  std::vector<std::string> found;
  if (notFinite_ > 0)
    found.push_back(fmt::format("{} of {} numbers are not finite", notFinite_, count_));
  if (negative_ > 0)
    found.push_back(
        fmt::format("{} of {} numbers are negative, down to {:.6g} (a dark level that "
                    "was subtracted, or a wrong type of numbers)",
                    negative_, count_, least_));
  constexpr std::int64_t kMany = 4;  // one can be chance
  if (isFullScale(most_) && least_ < most_ && atMost_ >= kMany)
    found.push_back(fmt::format("{} of {} numbers are {:.0f}, the largest of their type: saturated",
                                atMost_, count_, most_));
  if (least_ == most_) found.push_back(fmt::format("all numbers are {:.6g}", most_));
  const std::vector<std::string> lines = deadLines();
  found.insert(found.end(), lines.begin(), lines.end());
  return found;
}

}  // namespace glasscope::compare
