#include "compare/scores/PointTable.h"

#include "core/formats/TextTable.h"

namespace glasscope::compare {

std::vector<Vec2> readPointTable(const std::filesystem::path& path, const Vec2& pixel_A) {
  const TextTable table(
      path,
      {"positions", "begin with the line x_pixel,y_pixel or x_A,y_A, and give a line a position"});
  for (const bool inPixels : {true, false}) {
    const auto x = table.find(inPixels ? "x_pixel" : "x_A"),
               y = table.find(inPixels ? "y_pixel" : "y_A");
    if (!x || !y) continue;
    std::vector<Vec2> points(table.rows());
    for (std::size_t row = 0; row < points.size(); ++row) {
      const Vec2 at(table.number(row, *x), table.number(row, *y));
      points[row] = inPixels ? at : Vec2(at.cwiseQuotient(pixel_A));
    }
    return points;
  }
  table.refuse("its head names neither x_pixel,y_pixel nor x_A,y_A");
}

}  // namespace glasscope::compare
