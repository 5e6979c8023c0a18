#include "voronoi/motifs/MotifNetwork.h"

#include <algorithm>

namespace glasscope::voronoi {

namespace {

using Shift = std::array<std::int16_t, 3>;

Shift sum(const Shift& a, const Shift& b) {
  Shift out;
  for (std::size_t d = 0; d < 3; ++d) out[d] = static_cast<std::int16_t>(a[d] + b[d]);
  return out;
}

Shift opposite(const Shift& a) {
  Shift out;
  for (std::size_t d = 0; d < 3; ++d) out[d] = static_cast<std::int16_t>(-a[d]);
  return out;
}

/// A centre as seen from an atom: its number, and which of its images.
struct Sight {
  std::int32_t centre;
  Shift shift;
};

/// Centres around one centre, with what is shared.
struct Partner {
  Sight sight;
  int shared = 0;
  bool inShell = false;
};

/// Sights of all atoms, one after the other.
struct Sights {
  std::vector<std::int32_t> first;  // [atom + 1]
  std::vector<Sight> sight;
  std::span<const Sight> from(std::int32_t atom) const {
    const auto a = static_cast<std::size_t>(atom);
    return {sight.data() + first[a], static_cast<std::size_t>(first[a + 1] - first[a])};
  }
};

Sights sightsOf(const MotifShells& shells, std::size_t atoms) {
  Sights out;
  out.first.assign(atoms + 1, 0);
  for (const auto& member : shells.members) ++out.first[static_cast<std::size_t>(member.atom) + 1];
  for (std::size_t i = 0; i < atoms; ++i) out.first[i + 1] += out.first[i];
  out.sight.resize(shells.members.size());
  auto next = out.first;
  auto member = shells.members.begin();
  for (std::size_t c = 0; c < shells.centre.size(); ++c)
    for (std::int32_t k = 0; k < shells.size[c]; ++k, ++member)
      out.sight[static_cast<std::size_t>(next[static_cast<std::size_t>(member->atom)]++)] = {
          static_cast<std::int32_t>(c), opposite(member->shift)};
  return out;
}

Partner& find(std::vector<Partner>& partners, const Sight& sight) {
  for (auto& partner : partners)
    if (partner.sight.centre == sight.centre && partner.sight.shift == sight.shift) return partner;
  return partners.emplace_back(Partner{sight});
}

void findPartners(std::vector<Partner>& partners, std::int32_t self, std::int32_t selfAtom,
                  std::span<const MotifShells::Member> shell, const Sights& sights,
                  const std::vector<std::int32_t>& number) {
  partners.clear();
  // Under a relative threshold one may be in the shell of the other and not the reverse: either
  // will do, so that links are mutual.
  for (const auto& sight : sights.from(selfAtom)) find(partners, sight).inShell = true;
  for (const auto& member : shell) {
    const auto centre = number[static_cast<std::size_t>(member.atom)];
    if (centre >= 0) find(partners, {centre, member.shift}).inShell = true;
    for (const auto& sight : sights.from(member.atom)) {
      const Sight there{sight.centre, sum(member.shift, sight.shift)};
      if (there.centre != self || there.shift != Shift{}) ++find(partners, there).shared;
    }
  }
}

MotifNetwork::Kind kindOf(const Partner& partner) {
  if (partner.inShell) return MotifNetwork::interpenetrating;
  return static_cast<MotifNetwork::Kind>(std::min(partner.shared, 3) - 1);
}

}  // namespace

MotifNetwork motifNetwork(const Atoms& atoms, const Tessellation& cells,
                          std::span<const std::uint8_t> centres,
                          const IndexConvention& convention) {
  MotifShells shells;
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (centres[i]) shells.add(atoms, cells, i, convention);
  return motifNetwork(shells, atoms.size());
}

MotifNetwork motifNetwork(const MotifShells& shells, std::size_t atoms) {
  MotifNetwork out;
  const auto centres = shells.centre.size();
  out.centres = static_cast<std::int64_t>(centres);
  out.degree.assign(centres, {});
  out.shells.assign(atoms, 0);
  out.number.assign(atoms, -1);
  for (std::size_t c = 0; c < centres; ++c)
    out.number[static_cast<std::size_t>(shells.centre[c])] = static_cast<std::int32_t>(c);
  for (const auto& member : shells.members) ++out.shells[static_cast<std::size_t>(member.atom)];
  for (std::size_t i = 0; i < atoms; ++i) out.members += out.number[i] >= 0 || out.shells[i] > 0;

  const auto sights = sightsOf(shells, atoms);
  std::vector<Link> cores, all;
  std::vector<Partner> partners;
  std::array<std::int64_t, 4> ends{};
  std::size_t first = 0;
  for (std::size_t c = 0; c < centres; ++c) {
    const auto self = static_cast<std::int32_t>(c);
    const auto size = static_cast<std::size_t>(shells.size[c]);
    findPartners(partners, self, shells.centre[c], {shells.members.data() + first, size}, sights,
                 out.number);
    first += size;
    for (const auto& [sight, shared, inShell] : partners) {
      const auto kind = kindOf({sight, shared, inShell});
      ++out.degree[c][kind];
      ++ends[kind];
      if (sight.centre < self) continue;  // links are mutual: from one end is enough
      all.push_back({self, sight.centre, {sight.shift[0], sight.shift[1], sight.shift[2]}});
      if (kind == MotifNetwork::interpenetrating) cores.push_back(all.back());
    }
  }
  for (std::size_t kind = 0; kind < 4; ++kind) out.links[kind] = ends[kind] / 2;
  const std::vector<std::uint8_t> member(centres, 1);
  out.cores = findClusters(member, cores);
  out.sharing = findClusters(member, all);
  return out;
}

}  // namespace glasscope::voronoi
