#include "compare/film/FilmGain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/math/Random.h"
#include "core/system/Interrupt.h"

namespace glasscope::compare {

namespace {

// Sums from which the correlation of a set of blocks follows: of the map (m), of an image (a) and
// its rival (b).
struct BlockSums {
  double n = 0, m = 0, mm = 0, a = 0, aa = 0, ma = 0, b = 0, bb = 0, mb = 0;
  void add(const BlockSums& o) {
    n += o.n;
    m += o.m;
    mm += o.mm;
    a += o.a;
    aa += o.aa;
    ma += o.ma;
    b += o.b;
    bb += o.bb;
    mb += o.mb;
  }
  double gain() const {
    const auto r = [&](double x, double xx, double mx) {
      return (mx - m * x / n) / std::sqrt((mm - m * m / n) * (xx - x * x / n));
    };
    return r(a, aa, ma) - r(b, bb, mb);
  }
};

std::vector<BlockSums> blocksOf(const Map2& measured, const ScoredPair& pair, double block_A) {
  const Mask& mask = pair.mask;
  const int side = std::max(1, static_cast<int>(std::lround(block_A / measured.pixel_A.x())));
  const int across = (mask.ny() + side - 1) / side;
  std::vector<BlockSums> blocks(static_cast<std::size_t>((mask.nx() + side - 1) / side * across));
  for (int x = 0; x < mask.nx(); ++x) {
    for (int y = 0; y < mask.ny(); ++y) {
      if (!mask(x, y)) continue;
      const double m = measured.values(x, y), va = pair.image.values(x, y),
                   vb = pair.rival.values(x, y);
      const int block = x / side * across + y / side;
      blocks[static_cast<std::size_t>(block)].add(
          {1, m, m * m, va, va * va, m * va, vb, vb * vb, m * vb});
    }
  }
  std::erase_if(blocks, [](const BlockSums& sums) { return sums.n == 0; });
  return blocks;
}

}  // namespace

FilmGain filmGain(const Map2& measured, std::span<const ScoredPair> pairs,
                  const FilmSettings& settings) {
  FilmGain result;
  std::vector<std::vector<BlockSums>> parts;
  for (const ScoredPair& pair : pairs) {
    parts.push_back(blocksOf(measured, pair, settings.block_A));
    BlockSums all;
    for (const BlockSums& block : parts.back()) all.add(block);
    result.difference += all.gain() / static_cast<double>(pairs.size());  // NaN without a pixel
  }
  std::vector<double> replicas;
  for (int i = 0; i < settings.bootstrap; ++i) {
    throwIfInterrupted();
    Random random(settings.seed, "film_bootstrap", static_cast<std::uint64_t>(i));
    double gain = 0;
    for (const std::vector<BlockSums>& blocks : parts) {
      BlockSums drawn;
      for (std::size_t k = 0; k < blocks.size(); ++k)
        drawn.add(blocks[random.below(blocks.size())]);
      gain += drawn.gain() / static_cast<double>(parts.size());
    }
    if (std::isfinite(gain)) replicas.push_back(gain);
  }
  std::sort(replicas.begin(), replicas.end());
  if (replicas.empty()) {
    result.low = result.high = std::nan("");
    return result;
  }
  const auto last = static_cast<double>(replicas.size() - 1);
  result.low = replicas[static_cast<std::size_t>(std::floor(0.025 * last))];
  result.high = replicas[static_cast<std::size_t>(std::ceil(0.975 * last))];
  return result;
}

}  // namespace glasscope::compare
