#include "voronoi/SpreadTable.h"

#include <map>

#include "voronoi/Binomial.h"

namespace glasscope::voronoi {

std::vector<SpreadRow> conventionSpread(const Atoms& atoms, const Tessellation& cells,
                                        const std::vector<std::uint8_t>& surface,
                                        const std::vector<IndexConvention>& conventions) {
  std::vector<SpreadRow> rows;
  for (const auto& convention : conventions) {
    const auto indices = voronoiIndices(cells, convention);
    std::map<int, std::int64_t> closed, icosahedra;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      if (surface[i]) continue;
      ++closed[atoms.atomicNumbers[i]];
      if (isIcosahedron(indices[i])) ++icosahedra[atoms.atomicNumbers[i]];
    }
    SpreadRow row{cells.weighting, convention, {}, {}, validFraction(cells, indices)};
    for (const int species : atoms.species()) {
      const auto f = binomialFraction(icosahedra[species], closed[species]);
      row.icosahedra.push_back(f.value);
      row.icosahedraError.push_back(f.standardError);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace glasscope::voronoi
