#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::voronoi {

/// A bond of atom a with the image of atom b that lies `shift` boxes away.
struct Link {
  std::int32_t a = 0, b = 0;
  std::array<int, 3> shift{};
};

/// The link of two atoms whose images are `vector` apart (from a to b).
Link linkOf(const Atoms& atoms, std::size_t a, std::size_t b, const Vec3& vector);

/// Connected sets of atoms.
struct Clusters {
  std::vector<std::int32_t> label;  ///< [atom] -1 where not a member; else in order of first atoms
  std::vector<std::int64_t> size;   ///< [label] number of atoms
  /// [label] bit d: the cluster is connected to its own image along edge d of the box.
  std::vector<std::uint8_t> percolates;

  std::int64_t sizeAt(std::size_t atom) const {
    return label[atom] < 0 ? 0 : size[static_cast<std::size_t>(label[atom])];
  }
  std::int64_t largest() const;
  /// Along how many directions of the box any cluster percolates, as bits.
  std::uint8_t percolation() const;
};

/// Clusters of the atoms marked in `member`; links to other atoms are ignored. Periodic images are
/// followed, so that a cluster that merely touches the edge of the box does not percolate.
Clusters findClusters(std::span<const std::uint8_t> member, std::span<const Link> links);

/// Hardly more links than atoms that make the same clusters, percolation included: what a piece of
/// a sample has to remember.
std::vector<Link> spanningLinks(std::size_t atoms, std::span<const Link> links);

}  // namespace glasscope::voronoi
