#include "compare/scores/PointTable.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Text.h"

namespace glasscope::compare {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("'{}' has no positions", path.string()), why,
              "begin with the line x_pixel,y_pixel or x_A,y_A, and give a line a position");
}

/// Where the two coordinates stand in a line.
struct PointColumns {
  std::size_t x = 0, y = 0, count = 0;
  bool inPixels = false;
};

PointColumns columnsOf(const std::filesystem::path& path, std::string_view head) {
  std::vector<std::string> names;
  for (const auto part : split(head, ',')) names.emplace_back(trim(part));
  const auto place = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  };
  const auto repeated = [&](const std::string& name) {
    return std::ranges::count(names, name) > 1;
  };
  PointColumns columns;
  columns.count = names.size();
  for (const bool inPixels : {true, false}) {
    const char *x = inPixels ? "x_pixel" : "x_A", *y = inPixels ? "y_pixel" : "y_A";
    columns = {place(x), place(y), names.size(), inPixels};
    if (std::max(columns.x, columns.y) >= names.size()) continue;
    if (repeated(x) || repeated(y))
      refuse(path, fmt::format("its head names {} or {} more than once", x, y));
    return columns;
  }
  refuse(path, fmt::format("its head '{}' names neither x_pixel,y_pixel nor x_A,y_A",
                           head.substr(0, 60)));
}

}  // namespace

std::vector<Vec2> readPointTable(const std::filesystem::path& path, const Vec2& pixel_A) {
  const auto in = openText(path);
  std::string line;
  PointColumns columns;
  std::vector<Vec2> points;
  for (std::size_t number = 1; std::getline(*in, line); ++number) {
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);  // of spreadsheets
    if (trim(line).empty() || line.starts_with('#')) continue;
    if (columns.count == 0) {
      columns = columnsOf(path, line);
      continue;
    }
    const auto parts = split(line, ',');
    if (parts.size() != columns.count)
      refuse(path, fmt::format("line {} has {} values where its head has {} names", number,
                               parts.size(), columns.count));
    const std::string where = fmt::format("{}, line {}", path.string(), number);
    const Vec2 at(parseNumber(trim(parts[columns.x]), where),
                  parseNumber(trim(parts[columns.y]), where));
    points.push_back(columns.inPixels ? at : Vec2(at.cwiseQuotient(pixel_A)));
  }
  if (points.empty()) refuse(path, "it holds no line with one");
  return points;
}

}  // namespace glasscope::compare
