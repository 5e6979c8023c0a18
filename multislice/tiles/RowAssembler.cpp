#include "multislice/tiles/RowAssembler.h"

#include <algorithm>

#include "core/math/StandardError.h"

namespace glasscope::multislice {

void RowAssembler::add(const TileRecord& record) {
  const std::size_t pattern = instrument_.patternSize(), each = record.unit.snapshots * numbers();
  for (long p = 0; p < record.unit.tile.size(); ++p) {
    Part& part = parts_[record.unit.tile.rx(p)];
    const std::size_t ry = record.unit.tile.ry(p), ny = instrument_.scan().ny;
    part.patterns.resize(ny * pattern);
    part.numbers.resize(ny * snapshots_ * numbers());
    const float* from = record.patterns.data() + p * pattern;
    float* to = part.patterns.data() + ry * pattern;
    for (std::size_t i = 0; i < pattern; ++i) to[i] += from[i];
    std::copy_n(record.numbers.begin() + p * each, each,
                part.numbers.begin() + (ry * snapshots_ + record.unit.firstSnapshot) * numbers());
  }
}

ScanRow RowAssembler::take(int rx) {
  Part part = std::move(parts_.at(rx));
  parts_.erase(rx);
  ScanRow row{std::move(part.patterns), {}};
  const std::size_t all = snapshots_, signals = instrument_.signals();
  for (int ry = 0; ry < instrument_.scan().ny; ++ry) {
    const double* probe = part.numbers.data() + ry * all * numbers();
    for (std::size_t k = 0; k < signals; ++k) {
      const auto [mean, error] =
          MeanAndError::of({probe + k, (all - 1) * numbers() + 1}, numbers(), all);
      row.extra.push_back(mean);
      row.extra.push_back(error);
    }
    row.extra.push_back(probe[signals]);
  }
  return row;
}

}  // namespace glasscope::multislice
