#include "multislice/propagation/FusedLayout.h"

namespace glasscope::multislice {

namespace {

std::vector<int> rowsWithin(const Grid& grid) {
  std::vector<int> rows;
  for (int i = 0; i < grid.nx(); ++i) {
    if (grid.carries(grid.kx_invA(i), 0)) rows.push_back(i);
  }
  return rows;
}

}  // namespace

FusedLayout::FusedLayout(const Propagator& of, int lanesTogether)
    : nx(of.grid().nx()),
      ny(of.grid().ny()),
      lanes(lanesTogether),
      alongX(nx),
      alongY(ny),
      keptRows(rowsWithin(of.grid())),
      rowBlocks((static_cast<int>(keptRows.size()) + lanes - 1) / lanes),
      strips((ny + lanes - 1) / lanes) {
  const int zeros = rowBlocks * lanes, unread = zeros + 1, slot = 2 * lanes;
  stripValues = (unread + 1) * slot;
  readFrom.assign(nx, zeros * slot);
  writeTo.assign(nx, unread * slot);
  for (std::size_t row = 0; row < keptRows.size(); ++row) {
    readFrom[keptRows[row]] = writeTo[keptRows[row]] = static_cast<int>(row) * slot;
  }
  slotOfFrequency.resize(ny);
  for (int p = 0; p < ny; ++p) {
    slotOfFrequency[alongY.frequencies()[p]] =
        alongY.lastStarts()[p / alongY.lastRadix()] + p % alongY.lastRadix();
  }

  propagator.assign(2 * static_cast<std::size_t>(rowBlocks) * ny * lanes, 0.0f);
  const float scale = 1.0f / static_cast<float>(of.grid().pixels());
  for (std::size_t row = 0; row < keptRows.size(); ++row) {
    const std::complex<float>* factors =
        of.factors().data() + static_cast<std::size_t>(keptRows[row]) * ny;
    float* to = propagator.data() + 2 * (row / lanes) * ny * lanes + row % lanes;
    for (int p = 0; p < ny; ++p, to += 2 * lanes) {
      to[0] = scale * factors[alongY.frequencies()[p]].real();
      to[lanes] = scale * factors[alongY.frequencies()[p]].imag();
    }
  }
}

}  // namespace glasscope::multislice
