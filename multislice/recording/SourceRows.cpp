#include "multislice/recording/SourceRows.h"

#include <algorithm>
#include <set>

#include "core/system/Parallel.h"

namespace glasscope::multislice {

const std::vector<float>& SourceRows::loaded(int rx) {
  std::vector<float>& row = rows_[rx];
  if (!row.empty()) return row;
  const DatacubeShape& shape = points_.shape();
  for (int ry = 0; ry < shape.ry; ++ry) {
    const Array2<float> pattern = points_.pattern(rx, ry);
    row.insert(row.end(), pattern.begin(), pattern.end());
  }
  return row;
}

std::vector<float> SourceRows::row(int rx) {
  const DatacubeShape& shape = points_.shape();
  std::set<int> needed;
  kernel_.at(rx, 0, shape.rx, shape.ry, shape.periodicScan,
             [&](int i, int, double) { needed.insert(i); });
  std::erase_if(rows_, [&](const auto& entry) { return !needed.contains(entry.first); });
  for (const int i : needed) loaded(i);
  const std::size_t pixels = static_cast<std::size_t>(shape.qx) * shape.qy;
  std::vector<float> result(shape.ry * pixels, 0.0f);
  parallelFor(shape.ry, [&](std::int64_t ry, int) {
    float* out = result.data() + ry * pixels;
    kernel_.at(rx, static_cast<int>(ry), shape.rx, shape.ry, shape.periodicScan,
               [&](int i, int j, double weight) {
                 const float* in = rows_.at(i).data() + j * pixels;
                 const auto w = static_cast<float>(weight);
                 for (std::size_t q = 0; q < pixels; ++q) out[q] += w * in[q];
               });
  });
  return result;
}

}  // namespace glasscope::multislice
