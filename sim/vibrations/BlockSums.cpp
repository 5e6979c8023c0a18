#include "sim/vibrations/BlockSums.h"

#include <algorithm>
#include <vector>

#include "core/math/Random.h"
#include "core/system/Parallel.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kRows = 1536;  // a chunk: some 100 kB of a block

std::size_t chunksOf(std::size_t rows) {
  return (rows + kRows - 1) / kRows;
}

}  // namespace

void eachRowChunk(std::size_t rows, const std::function<void(std::size_t, std::size_t)>& body) {
  parallelFor(static_cast<std::int64_t>(chunksOf(rows)), [&](std::int64_t chunk, int) {
    const std::size_t first = static_cast<std::size_t>(chunk) * kRows;
    body(first, std::min(first + kRows, rows));
  });
}

template <class T>
LaneSums<T> dots(const Block<T>& one, const Block<T>& other) {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  std::vector<LaneSums<T>> parts(chunksOf(one.rows()));
  eachRowChunk(one.rows(), [&](std::size_t first, std::size_t last) {
    LaneSums<T> sum{};
    for (std::size_t row = first; row < last; ++row) {
      const T *a = one.row(row), *b = other.row(row);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        sum[lane] += static_cast<double>(a[lane]) * static_cast<double>(b[lane]);
      }
    }
    parts[first / kRows] = sum;
  });
  LaneSums<T> total{};
  for (const auto& part : parts) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) total[lane] += part[lane];
  }
  return total;
}

template <class T>
void fillNormal(Block<T>& block, const SpringAtoms& atoms, std::uint64_t seed,
                std::string_view purpose, std::uint64_t firstVector) {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  eachRowChunk(block.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; row += 3) {
      const auto id = static_cast<std::uint64_t>(atoms.ids[row / 3]);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        Random random(seed, purpose, firstVector + lane, id);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          block.row(row + axis)[lane] = static_cast<T>(random.normal());
        }
      }
    }
  });
}

template LaneSums<float> dots(const Block<float>&, const Block<float>&);
template LaneSums<double> dots(const Block<double>&, const Block<double>&);
template void fillNormal(Block<float>&, const SpringAtoms&, std::uint64_t, std::string_view,
                         std::uint64_t);
template void fillNormal(Block<double>&, const SpringAtoms&, std::uint64_t, std::string_view,
                         std::uint64_t);

}  // namespace glasscope::sim
