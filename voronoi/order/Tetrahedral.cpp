#include "voronoi/order/Tetrahedral.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "voronoi/cells/ImageBins.h"

namespace glasscope::voronoi {

namespace {

constexpr std::int64_t kChunk = 256;
constexpr std::size_t kNearest = 4;

double orderOf(const std::vector<ImageNeighbour>& near) {
  double sum = 0;
  for (std::size_t a = 0; a < kNearest; ++a)
    for (std::size_t b = a + 1; b < kNearest; ++b) {
      const double cosine =
          near[a].vector.dot(near[b].vector) / (near[a].vector.norm() * near[b].vector.norm());
      sum += (cosine + 1.0 / 3) * (cosine + 1.0 / 3);
    }
  return 1 - 3.0 / 8 * sum;
}

/// Neighbours within the cutoff, or further ones until there are four; nearest first. Returns how
/// far it looked.
double gather(const ImageBins& images, std::size_t atom, double cutoff, double furthest,
              std::vector<ImageNeighbour>& near) {
  double reach = cutoff;
  for (;; reach *= 1.5) {
    near.clear();
    images.search(atom, -1, reach, EveryBin{}, [&](std::int32_t j, const Vec3& vector) {
      near.push_back({j, vector});
    });
    if (near.size() >= kNearest || reach > furthest) break;
  }
  std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return a.vector.squaredNorm() < b.vector.squaredNorm();
  });
  return reach;
}

}  // namespace

TetrahedralBonds tetrahedralBonds(const Atoms& atoms, double cutoff_A,
                                  std::span<const std::uint8_t> skip, std::size_t count) {
  if (!(cutoff_A > 0) || !std::isfinite(cutoff_A))
    throw Error(ErrorKind::usage, fmt::format("tetrahedral order within {} angstrom", cutoff_A),
                "the cutoff of the bonds must be positive",
                "use the first minimum of g(r), 2.9 angstrom for silicon");
  const ImageBins images(atoms.box, atoms.positions);
  const double furthest = atoms.box.lengths().sum() + cutoff_A;
  TetrahedralBonds out;
  out.q.assign(count, std::numeric_limits<double>::quiet_NaN());
  out.bonds.assign(count, 0);
  std::vector<std::vector<ImageNeighbour>> bonded(count);
  const auto n = static_cast<std::int64_t>(count);
  std::vector<double> searched(static_cast<std::size_t>((n + kChunk - 1) / kChunk), 0);
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    auto& furthestOfChunk = searched[static_cast<std::size_t>(chunk)];
    std::vector<ImageNeighbour> near;
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k) {
      const auto i = static_cast<std::size_t>(k);
      if (skip[i]) continue;
      furthestOfChunk = std::max(furthestOfChunk, gather(images, i, cutoff_A, furthest, near));
      if (near.size() >= kNearest) out.q[i] = orderOf(near);
      for (const auto& neighbour : near)
        if (neighbour.vector.norm() <= cutoff_A) bonded[i].push_back(neighbour);
      out.bonds[i] = static_cast<int>(bonded[i].size());
    }
  });
  for (const double reach : searched) out.searched_A = std::max(out.searched_A, reach);
  for (std::size_t i = 0; i < count; ++i)
    if (out.low(i) || out.high(i))
      for (const auto& bond : bonded[i])
        out.links.push_back(linkOf(atoms, i, static_cast<std::size_t>(bond.atom), bond.vector));
  return out;
}

Tetrahedral tetrahedral(const Atoms& atoms, double cutoff_A, std::span<const std::uint8_t> skip) {
  auto found = tetrahedralBonds(atoms, cutoff_A, skip, atoms.size());
  std::vector<std::uint8_t> low(atoms.size(), 0), high(atoms.size(), 0);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    low[i] = found.low(i);
    high[i] = found.high(i);
  }
  return {std::move(found.q), std::move(found.bonds), findClusters(low, found.links),
          findClusters(high, found.links)};
}

}  // namespace glasscope::voronoi
