#include "voronoi/MotifNetwork.h"

#include <algorithm>

namespace glasscope::voronoi {

namespace {

/// A centre as seen from an atom: which, and where its image lies.
struct Sight {
  std::int32_t centre;
  Vec3 vector;  // from the one who looks to the centre
};

/// Centres around one centre, with what is shared.
struct Partner {
  std::int32_t centre;
  Vec3 vector;
  int shared = 0;
  bool inShell = false;
};

constexpr double kSameSpot2_A2 = 1e-6;

template <class Visit>
void forShell(const Tessellation& cells, std::size_t atom, const IndexConvention& convention,
              const Visit& visit) {
  for (auto f = cells.firstFace[atom]; f < cells.firstFace[atom + 1]; ++f) {
    const auto face = static_cast<std::size_t>(f);
    if (cells.neighbour[face] == Tessellation::kWall) continue;
    if (faceCounts(cells, atom, face, convention))
      visit(static_cast<std::size_t>(cells.neighbour[face]), cells.neighbourVector_A[face]);
  }
}

Partner& find(std::vector<Partner>& partners, std::int32_t centre, const Vec3& vector) {
  for (auto& partner : partners)
    if (partner.centre == centre && (partner.vector - vector).squaredNorm() < kSameSpot2_A2)
      return partner;
  return partners.emplace_back(Partner{centre, vector});
}

std::vector<Partner> partnersOf(const Tessellation& cells, std::size_t centre,
                                const std::vector<std::vector<Sight>>& seen,
                                std::span<const std::uint8_t> centres,
                                const IndexConvention& convention) {
  std::vector<Partner> partners;
  // Under a relative threshold one may be in the shell of the other and not the reverse: either
  // will do, so that links are mutual.
  for (const auto& sight : seen[centre]) find(partners, sight.centre, sight.vector).inShell = true;
  forShell(cells, centre, convention, [&](std::size_t atom, const Vec3& vector) {
    if (centres[atom]) find(partners, static_cast<std::int32_t>(atom), vector).inShell = true;
    for (const auto& sight : seen[atom]) {
      const Vec3 there = vector + sight.vector;
      if (there.squaredNorm() > kSameSpot2_A2) ++find(partners, sight.centre, there).shared;
    }
  });
  return partners;
}

MotifNetwork::Kind kindOf(const Partner& partner) {
  if (partner.inShell) return MotifNetwork::interpenetrating;
  return static_cast<MotifNetwork::Kind>(std::min(partner.shared, 3) - 1);
}

}  // namespace

MotifNetwork motifNetwork(const Atoms& atoms, const Tessellation& cells,
                          std::span<const std::uint8_t> centres,
                          const IndexConvention& convention) {
  MotifNetwork out;
  out.degree.assign(cells.size(), {});
  out.shells.assign(cells.size(), 0);
  std::vector<std::vector<Sight>> seen(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!centres[i]) continue;
    ++out.centres;
    forShell(cells, i, convention, [&](std::size_t atom, const Vec3& vector) {
      seen[atom].push_back({static_cast<std::int32_t>(i), -vector});
      ++out.shells[atom];
    });
  }
  std::vector<Link> cores, all;
  std::array<std::int64_t, 4> ends{};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out.members += centres[i] || out.shells[i] > 0;
    if (!centres[i]) continue;
    for (const auto& partner : partnersOf(cells, i, seen, centres, convention)) {
      const auto kind = kindOf(partner);
      ++out.degree[i][kind];
      ++ends[kind];
      all.push_back(linkOf(atoms, i, static_cast<std::size_t>(partner.centre), partner.vector));
      if (kind == MotifNetwork::interpenetrating) cores.push_back(all.back());
    }
  }
  for (std::size_t kind = 0; kind < 4; ++kind) out.links[kind] = ends[kind] / 2;
  out.cores = findClusters(centres, cores);
  out.sharing = findClusters(centres, all);
  return out;
}

}  // namespace glasscope::voronoi
