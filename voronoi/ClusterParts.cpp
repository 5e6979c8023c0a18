#include "voronoi/ClusterParts.h"

#include "voronoi/Gather.h"

namespace glasscope::voronoi {

void ClusterParts::add(const Piece& piece, std::span<const std::uint8_t> member,
                       std::span<const Link> links) {
  const auto inSample = [&](std::int32_t atom) {
    return piece.atoms[static_cast<std::size_t>(atom)];
  };
  const auto isMember = [&](std::int32_t atom) { return member[static_cast<std::size_t>(atom)]; };
  for (std::size_t k = 0; k < piece.own; ++k)
    if (member[k]) member_[static_cast<std::size_t>(piece.atoms[k])] = 1;
  std::vector<Link> within;
  for (const auto& link : links) {
    if (!isMember(link.a)) continue;
    if (static_cast<std::size_t>(link.b) >= piece.own)
      links_.push_back({inSample(link.a), inSample(link.b), link.shift});
    else if (isMember(link.b))
      within.push_back(link);
  }
  for (const auto& link : spanningLinks(piece.own, within))
    links_.push_back({inSample(link.a), inSample(link.b), link.shift});
}

Clusters ClusterParts::clusters() {
  gatherMarks(member_);
  gatherOverRanks(links_);
  return findClusters(member_, links_);
}

}  // namespace glasscope::voronoi
