#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "voronoi/cells/BrickPlan.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

/// Members and links of clusters that are met brick by brick: of the links within a brick only
/// those are remembered that hold it together.
class ClusterParts {
 public:
  explicit ClusterParts(std::size_t atoms) : member_(atoms, 0) {}

  /// `member` marks owned atoms of the piece; links go from owned members to anyone of the piece.
  void add(const Piece& piece, std::span<const std::uint8_t> member, std::span<const Link> links);
  /// The clusters of the whole sample; `overRanks`: of the pieces of all ranks together, to be
  /// called by all. Once.
  Clusters clusters(bool overRanks);

 private:
  std::vector<std::uint8_t> member_;
  std::vector<Link> links_;
};

}  // namespace glasscope::voronoi
