#include "compare/scores/Orientation.h"

#include <utility>

#include <fmt/format.h>

namespace glasscope::compare {

namespace {

Map2 mirroredAlongX(const Map2& map) {
  Map2 other = map;
  for (int x = 0; x < map.nx(); ++x)
    for (int y = 0; y < map.ny(); ++y) other.values(x, y) = map.values(map.nx() - 1 - x, y);
  return other;
}

// What lies at (x, y) comes to lie at (-y, x).
Map2 quarterTurned(const Map2& map) {
  Map2 other = map;
  other.values = Array2<double>(map.ny(), map.nx());
  other.pixel_A = {map.pixel_A.y(), map.pixel_A.x()};
  for (int x = 0; x < map.nx(); ++x)
    for (int y = 0; y < map.ny(); ++y) other.values(map.ny() - 1 - y, x) = map.values(x, y);
  return other;
}

}  // namespace

std::string Orientation::text() const {
  std::string turn = quarterTurns > 0 ? fmt::format("turned by {} degrees", 90 * quarterTurns) : "";
  if (!mirrored) return turn;
  return turn.empty() ? "mirrored along x" : "mirrored along x and " + turn;
}

std::vector<Orientation> Orientation::all() {
  std::vector<Orientation> ways;
  for (const bool mirrored : {false, true})
    for (int turns = 0; turns < 4; ++turns) ways.push_back({turns, mirrored});
  return ways;
}

Map2 laid(const Map2& map, const Orientation& orientation) {
  Map2 result = orientation.mirrored ? mirroredAlongX(map) : map;
  for (int turn = 0; turn < orientation.quarterTurns; ++turn) result = quarterTurned(result);
  return result;
}

}  // namespace glasscope::compare
