#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "voronoi/motifs/MotifShells.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

/// How the clusters around marked centres (icosahedra, say) hang together.
struct MotifNetwork {
  /// Kinds of connection: one, two, or three and more shell atoms in common, or one centre in the
  /// shell of the other (interpenetrating).
  enum Kind { vertex, edge, face, interpenetrating };

  std::int64_t centres = 0;
  std::int64_t members = 0;                ///< atoms that are a centre or in the shell of one
  std::vector<std::int32_t> number;        ///< [atom] number of the centre; -1 if no centre
  std::vector<std::array<int, 4>> degree;  ///< [centre][kind] connected centres
  std::vector<std::int32_t> shells;        ///< [atom] in how many shells it sits
  std::array<std::int64_t, 4> links{};     ///< [kind] each pair of centres once
  Clusters cores;                          ///< of centres through interpenetrating links
  Clusters sharing;                        ///< of centres through links of any kind

  int degreeAt(std::size_t atom, Kind kind) const {
    return number[atom] < 0 ? 0 : degree[static_cast<std::size_t>(number[atom])][kind];
  }
  /// Centres in the interpenetrating cluster of the atom; 0 if it is no centre.
  std::int64_t coreAt(std::size_t atom) const {
    return number[atom] < 0 ? 0 : cores.sizeAt(static_cast<std::size_t>(number[atom]));
  }
};

/// The network of the marked centres. Shells are the neighbours across the faces that count under
/// the convention; every periodic image is an atom of its own, so that small boxes are right. The
/// four kinds after Lee, Park, Lee and Lee, Acta Mater. 59, 159 (2011).
MotifNetwork motifNetwork(const Atoms& atoms, const Tessellation& cells,
                          std::span<const std::uint8_t> centres, const IndexConvention& convention);

/// The same from the shells of a sample of so many atoms, in the order of their centres.
MotifNetwork motifNetwork(const MotifShells& shells, std::size_t atoms);

}  // namespace glasscope::voronoi
