#include "voronoi/motifs/MotifShells.h"

#include <algorithm>
#include <numeric>

#include "core/system/Gather.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

void MotifShells::add(const Atoms& atoms, const Tessellation& cells, std::size_t centreAtom,
                      const IndexConvention& convention) {
  const auto before = members.size();
  for (auto f = cells.firstFace[centreAtom]; f < cells.firstFace[centreAtom + 1]; ++f) {
    const auto face = static_cast<std::size_t>(f);
    const auto other = cells.neighbour[face];
    if (other == Tessellation::kWall || !faceCounts(cells, centreAtom, face, convention)) continue;
    const auto link =
        linkOf(atoms, centreAtom, static_cast<std::size_t>(other), cells.neighbourVector_A[face]);
    Member member{other, {}};
    for (std::size_t d = 0; d < 3; ++d) member.shift[d] = static_cast<std::int16_t>(link.shift[d]);
    members.push_back(member);
  }
  centre.push_back(static_cast<std::int32_t>(centreAtom));
  size.push_back(static_cast<std::int32_t>(members.size() - before));
}

void MotifShells::renumber(std::size_t fromCentre, std::size_t fromMember,
                           std::span<const std::int32_t> sampleIndex) {
  const auto inSample = [&](std::int32_t& atom) {
    atom = sampleIndex[static_cast<std::size_t>(atom)];
  };
  for (auto k = fromCentre; k < centre.size(); ++k) inSample(centre[k]);
  for (auto k = fromMember; k < members.size(); ++k) inSample(members[k].atom);
}

void MotifShells::gatherOverRanks() {
  glasscope::gatherOverRanks(centre);
  glasscope::gatherOverRanks(size);
  glasscope::gatherOverRanks(members);
}

void MotifShells::sortByCentre() {
  std::vector<std::size_t> first(size.size(), 0), order(size.size());
  for (std::size_t k = 1; k < size.size(); ++k)
    first[k] = first[k - 1] + static_cast<std::size_t>(size[k - 1]);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return centre[a] < centre[b]; });
  MotifShells sorted;
  sorted.members.reserve(members.size());
  for (const auto k : order) {
    sorted.centre.push_back(centre[k]);
    sorted.size.push_back(size[k]);
    const auto begin = members.begin() + static_cast<std::ptrdiff_t>(first[k]);
    sorted.members.insert(sorted.members.end(), begin, begin + size[k]);
  }
  *this = std::move(sorted);
}

}  // namespace glasscope::voronoi
