#include "voronoi/order/ClusterParts.h"

#include <utility>

#include "core/system/Gather.h"

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

Clusters ClusterParts::clusters(bool overRanks) {
  if (overRanks) {
    gatherMarks(member_);
    gatherOverRanks(links_);
  }
  // Members alone: in a glass they are few, and clusters are found in many bytes an atom.
  std::vector<std::int32_t> number(member_.size(), -1);
  std::int32_t members = 0;
  for (std::size_t i = 0; i < member_.size(); ++i)
    if (member_[i]) number[i] = members++;
  std::vector<Link> between;
  for (const auto& link : links_) {
    const auto a = number[static_cast<std::size_t>(link.a)];
    const auto b = number[static_cast<std::size_t>(link.b)];
    if (a >= 0 && b >= 0) between.push_back({a, b, link.shift});
  }
  links_ = {};
  const std::vector<std::uint8_t> all(static_cast<std::size_t>(members), 1);
  auto out = findClusters(all, between);
  for (auto& label : number)
    if (label >= 0) label = out.label[static_cast<std::size_t>(label)];
  out.label = std::move(number);
  return out;
}

}  // namespace glasscope::voronoi
