#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace glasscope::voronoi {

/// Number of faces of a cell by number of edges: <n3, n4, n5, n6, ...>.
struct VoronoiIndex {
  static constexpr int kFewestEdges = 3;
  static constexpr int kMostEdges = 24;  ///< faces with more edges are counted as this many

  std::array<std::uint8_t, kMostEdges - kFewestEdges + 1> counts{};

  int of(int edges) const { return counts[static_cast<std::size_t>(edges - kFewestEdges)]; }
  void add(int edges);
  int faces() const;
  /// Euler's rule for cells whose vertices join three edges: sum over i of (6 - i) n_i = 12.
  bool obeysEuler() const;
  /// "<0,0,12,0>": up to six edges, further ones when there are any.
  std::string text() const;

  auto operator<=>(const VoronoiIndex&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// The index <n3, n4, n5, n6> (no faces of seven or more edges).
VoronoiIndex makeIndex(int n3, int n4, int n5, int n6);

}  // namespace glasscope::voronoi
