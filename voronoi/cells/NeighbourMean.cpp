#include "voronoi/cells/NeighbourMean.h"

#include <cmath>

#include "core/system/InterruptibleFor.h"

namespace glasscope::voronoi {

namespace {
constexpr std::int64_t kChunk = 2048;
}

std::vector<double> neighbourMean(const Tessellation& cells, std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  const auto n = static_cast<std::int64_t>(cells.size());
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k) {
      const auto i = static_cast<std::size_t>(k);
      if (std::isnan(values[i])) continue;
      double sum = values[i];
      int count = 1;
      for (auto f = cells.firstFace[i]; f < cells.firstFace[i + 1]; ++f) {
        const auto j = cells.neighbour[static_cast<std::size_t>(f)];
        if (j == Tessellation::kWall || std::isnan(values[static_cast<std::size_t>(j)])) continue;
        sum += values[static_cast<std::size_t>(j)];
        ++count;
      }
      out[i] = sum / count;
    }
  });
  return out;
}

}  // namespace glasscope::voronoi
