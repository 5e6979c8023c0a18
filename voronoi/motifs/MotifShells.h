#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/motifs/IndexConvention.h"

namespace glasscope::voronoi {

/// The shells of marked centres: for each, who is in it and how many boxes away (see Link). Made in
/// pieces of a sample and put together, in the order of the centres.
struct MotifShells {
  struct Member {
    std::int32_t atom;
    std::array<std::int16_t, 3> shift;  ///< of the member's image as seen from the centre
  };
  std::vector<std::int32_t> centre;  ///< atom indices, ascending after `sortByCentre`
  std::vector<std::int32_t> size;    ///< members of each shell
  std::vector<Member> members;       ///< shell after shell

  /// Adds the shell of a centre: the neighbours across the faces that count under the convention.
  void add(const Atoms& atoms, const Tessellation& cells, std::size_t centreAtom,
           const IndexConvention& convention);
  /// Renumbers the atoms that were added since the sizes given: those of a piece are
  /// `sampleIndex[atom]` in the sample.
  void renumber(std::size_t fromCentre, std::size_t fromMember,
                std::span<const std::int32_t> sampleIndex);
  /// Takes in those of all ranks; all get all. To be called by all.
  void gatherOverRanks();
  void sortByCentre();
};

}  // namespace glasscope::voronoi
