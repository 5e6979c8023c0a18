#include "core/settings/NumberRange.h"

#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope {

namespace {

constexpr double kMost = 10000;

[[noreturn]] void refuse(const std::string& text, const std::string& name) {
  throw Error(ErrorKind::usage, fmt::format("{} = \"{}\" is no range", name, text),
              "a range is first:last:step, with a step that leads from the first to the last",
              "write for example \"-60:60:5\", or list the numbers");
}

double numberOf(std::string_view word, const std::string& text, const std::string& name) {
  try {
    return parseNumber(word, name);
  } catch (const Error&) {
    refuse(text, name);
  }
}

}  // namespace

std::vector<double> numbersOfRange(const std::string& text, const std::string& name) {
  std::vector<double> parts;
  for (const auto& word : split(text, ':')) parts.push_back(numberOf(word, text, name));
  if (parts.size() != 3 || parts[2] == 0 || (parts[1] - parts[0]) / parts[2] < 0)
    refuse(text, name);
  // A step that does not divide the range in binary ends where it would in decimal.
  const double steps = std::floor((parts[1] - parts[0]) / parts[2] + 1e-9);
  if (!(steps < kMost)) {
    throw Error(ErrorKind::usage, fmt::format("{} = \"{}\" has too many numbers", name, text),
                fmt::format("more than {:g}", kMost), "take larger steps");
  }
  std::vector<double> numbers;
  for (int i = 0; i <= steps; ++i) numbers.push_back(parts[0] + i * parts[2]);
  return numbers;
}

}  // namespace glasscope
