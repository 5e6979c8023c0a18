#include "voronoi/order/Crystals.h"

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"

namespace glasscope::voronoi {

namespace {

constexpr std::int64_t kChunk = 512;

void check(const CrystalSettings& s) {
  const bool right = s.coherence > 0 && s.coherence <= 1 && s.share > 0 && s.share <= 1;
  if (right) return;
  throw Error(ErrorKind::usage,
              fmt::format("crystals of coherence {} in a share {} of bonds", s.coherence, s.share),
              "both are fractions above 0 and at most 1", "use for example 0.7 and 0.7");
}

/// Normalised product across every face of the first `count` atoms; NaN where either side is
/// undefined.
std::vector<double> coherences(const Tessellation& cells, const BondHarmonics& harmonics,
                               std::size_t count) {
  std::vector<double> norm(cells.size());
  for (std::size_t i = 0; i < norm.size(); ++i)
    norm[i] = std::sqrt(harmonicProduct(harmonics.of(i), harmonics.of(i)));
  std::vector<double> out(cells.faceCount(), std::numeric_limits<double>::quiet_NaN());
  const auto n = static_cast<std::int64_t>(count);
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int) {
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k) {
      const auto i = static_cast<std::size_t>(k);
      const auto end = static_cast<std::size_t>(cells.firstFace[i + 1]);
      for (auto f = static_cast<std::size_t>(cells.firstFace[i]); f < end; ++f) {
        if (cells.neighbour[f] == Tessellation::kWall) continue;
        const auto j = static_cast<std::size_t>(cells.neighbour[f]);
        out[f] = harmonicProduct(harmonics.of(i), harmonics.of(j)) / (norm[i] * norm[j]);
      }
    }
  });
  return out;
}

}  // namespace

CrystalBonds crystalBonds(const Atoms& atoms, const Tessellation& cells,
                          const BondHarmonics& harmonics, const CrystalSettings& settings,
                          std::size_t count) {
  check(settings);
  const auto coherence = coherences(cells, harmonics, count);
  CrystalBonds out;
  out.coherentShare.assign(count, std::numeric_limits<double>::quiet_NaN());
  out.like.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    double area = 0, coherent = 0;
    const auto begin = static_cast<std::size_t>(cells.firstFace[i]);
    const auto end = static_cast<std::size_t>(cells.firstFace[i + 1]);
    for (auto f = begin; f < end; ++f) {
      if (std::isnan(coherence[f])) continue;
      area += cells.area_A2[f];
      if (coherence[f] >= settings.coherence) coherent += cells.area_A2[f];
    }
    if (area > 0) out.coherentShare[i] = coherent / area;
    out.like[i] = out.coherentShare[i] >= settings.share;
    if (!out.like[i]) continue;
    for (auto f = begin; f < end; ++f)
      if (coherence[f] >= settings.coherence)
        out.links.push_back(linkOf(atoms, i, static_cast<std::size_t>(cells.neighbour[f]),
                                   cells.neighbourVector_A[f]));
  }
  return out;
}

Crystals findCrystals(const Atoms& atoms, const Tessellation& cells, const BondHarmonics& harmonics,
                      const CrystalSettings& settings) {
  auto bonds = crystalBonds(atoms, cells, harmonics, settings, cells.size());
  Crystals out;
  out.coherentShare = std::move(bonds.coherentShare);
  out.grains = findClusters(bonds.like, bonds.links);
  out.crystal.assign(cells.size(), 0);
  for (std::size_t i = 0; i < cells.size(); ++i)
    out.crystal[i] = bonds.like[i] && out.grains.sizeAt(i) >= settings.nucleus;
  return out;
}

}  // namespace glasscope::voronoi
