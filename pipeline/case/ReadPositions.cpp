#include "pipeline/case/ReadPositions.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope::pipeline {

std::vector<double> readPositions(const std::filesystem::path& file) {
  std::vector<double> values;
  const auto stream = openText(file);
  std::string line;
  for (int number = 1; readLine(*stream, line, file); ++number) {
    line = line.substr(0, line.find('#'));
    std::replace(line.begin(), line.end(), ',', ' ');
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::istringstream words(line);
    double x = 0, y = 0;
    std::string rest;
    if (!(words >> x >> y) || words >> rest || !std::isfinite(x) || !std::isfinite(y)) {
      throw Error(ErrorKind::input,
                  fmt::format("'{}', line {}, is no scan position", file.string(), number),
                  "x and y are expected, in angstrom", "correct the line, or begin it with #");
    }
    values.push_back(x);
    values.push_back(y);
  }
  if (values.empty()) {
    throw Error(ErrorKind::input, fmt::format("'{}' holds no scan position", file.string()),
                "every line is empty or a comment", "write x and y in angstrom, one a line");
  }
  return values;
}

}  // namespace glasscope::pipeline
