#include "voronoi/order/Clusters.h"

#include <algorithm>
#include <cmath>

namespace glasscope::voronoi {

namespace {

using Shift = std::array<int, 3>;

Shift add(const Shift& a, const Shift& b, int sign = 1) {
  return {a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2]};
}

/// Union-find that remembers, for every atom, in which box it lies as seen from its root.
class Forest {
 public:
  explicit Forest(std::size_t nodes) : parent_(nodes), offset_(nodes), wraps_(nodes, 0) {
    for (std::size_t i = 0; i < nodes; ++i) parent_[i] = static_cast<std::int32_t>(i);
  }

  std::size_t root(std::size_t node) {
    path_.clear();
    while (static_cast<std::size_t>(parent_[node]) != node) {
      path_.push_back(node);
      node = static_cast<std::size_t>(parent_[node]);
    }
    // From the root outwards, so that each offset is added to a finished one.
    for (auto it = path_.rbegin(); it != path_.rend(); ++it) {
      const auto above = static_cast<std::size_t>(parent_[*it]);
      if (above != node) offset_[*it] = add(offset_[*it], offset_[above]);
      parent_[*it] = static_cast<std::int32_t>(node);
    }
    return node;
  }

  /// False when it changes nothing.
  bool join(const Link& link) {
    const auto a = static_cast<std::size_t>(link.a), b = static_cast<std::size_t>(link.b);
    const auto ra = root(a), rb = root(b);
    // Where b's box lies as seen from the root of a, less where b says it is.
    const Shift gap = add(add(offset_[a], link.shift), offset_[b], -1);
    if (ra == rb) {
      const auto before = wraps_[ra];
      for (std::size_t d = 0; d < 3; ++d)
        if (gap[d] != 0) wraps_[ra] |= static_cast<std::uint8_t>(1U << d);
      return wraps_[ra] != before;
    }
    parent_[rb] = static_cast<std::int32_t>(ra);
    offset_[rb] = gap;
    wraps_[ra] |= wraps_[rb];
    return true;
  }

  std::uint8_t wraps(std::size_t root) const { return wraps_[root]; }

 private:
  std::vector<std::int32_t> parent_;
  std::vector<Shift> offset_;
  std::vector<std::uint8_t> wraps_;
  std::vector<std::size_t> path_;  // of `root`, kept for its memory
};

}  // namespace

Link linkOf(const Atoms& atoms, std::size_t a, std::size_t b, const Vec3& vector) {
  const Vec3 boxes = atoms.box.inverse() * (vector - (atoms.positions[b] - atoms.positions[a]));
  Link link{static_cast<std::int32_t>(a), static_cast<std::int32_t>(b), {}};
  for (int d = 0; d < 3; ++d)
    link.shift[static_cast<std::size_t>(d)] = static_cast<int>(std::lround(boxes[d]));
  return link;
}

std::int64_t Clusters::largest() const {
  return size.empty() ? 0 : *std::max_element(size.begin(), size.end());
}

std::uint8_t Clusters::percolation() const {
  std::uint8_t all = 0;
  for (const auto bits : percolates) all |= bits;
  return all;
}

Clusters findClusters(std::span<const std::uint8_t> member, std::span<const Link> links) {
  Forest forest(member.size());
  for (const auto& link : links)
    if (member[static_cast<std::size_t>(link.a)] && member[static_cast<std::size_t>(link.b)])
      forest.join(link);
  Clusters out;
  out.label.assign(member.size(), -1);
  std::vector<std::int32_t> labelOfRoot(member.size(), -1);
  for (std::size_t i = 0; i < member.size(); ++i) {
    if (!member[i]) continue;
    const auto root = forest.root(i);
    if (labelOfRoot[root] < 0) {
      labelOfRoot[root] = static_cast<std::int32_t>(out.size.size());
      out.size.push_back(0);
      out.percolates.push_back(forest.wraps(root));
    }
    out.label[i] = labelOfRoot[root];
    ++out.size[static_cast<std::size_t>(out.label[i])];
  }
  return out;
}

std::vector<Link> spanningLinks(std::size_t atoms, std::span<const Link> links) {
  Forest forest(atoms);
  std::vector<Link> out;
  for (const auto& link : links)
    if (forest.join(link)) out.push_back(link);
  return out;
}

}  // namespace glasscope::voronoi
