#include "voronoi/structure/SpreadTable.h"

#include <array>
#include <map>

#include "core/math/Binomial.h"

namespace glasscope::voronoi {

namespace {

/// What is counted under a convention; the first two by species.
enum Counted { closed, icosahedra, cellsAsked, cellsValid };

int numberOf(Weighting weighting) {
  return weighting == Weighting::plain ? 0 : 1;
}

}  // namespace

void countSpread(Tally& tally, const Atoms& atoms, const Tessellation& cells,
                 const std::vector<std::uint8_t>& surface,
                 const std::vector<IndexConvention>& conventions, std::size_t count) {
  const auto allIndices = indicesUnder(cells, conventions);
  for (int c = 0; c < static_cast<int>(conventions.size()); ++c) {
    const auto& indices = allIndices[static_cast<std::size_t>(c)];
    std::map<int, std::array<std::int64_t, 2>> bySpecies;
    std::int64_t asked = 0, valid = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!cells.open[i] && cells.facesOf(i) > 0) {
        ++asked;
        valid += indices[i].obeysEuler();
      }
      if (surface[i]) continue;
      auto& counts = bySpecies[atoms.atomicNumbers[i]];
      ++counts[closed];
      counts[icosahedra] += isIcosahedron(indices[i]);
    }
    const int w = numberOf(cells.weighting);
    for (const auto& [species, counts] : bySpecies)
      for (const int what : {closed, icosahedra})
        tally.add({w, c, what, species}, counts[static_cast<std::size_t>(what)]);
    tally.add({w, c, cellsAsked}, asked);
    tally.add({w, c, cellsValid}, valid);
  }
}

std::vector<SpreadRow> spreadRows(const Tally& tally, Weighting weighting,
                                  const std::vector<IndexConvention>& conventions,
                                  const std::vector<int>& species) {
  std::vector<SpreadRow> rows;
  const int w = numberOf(weighting);
  for (int c = 0; c < static_cast<int>(conventions.size()); ++c) {
    SpreadRow row;
    row.weighting = weighting;
    row.convention = conventions[static_cast<std::size_t>(c)];
    row.species = species;
    const auto asked = tally.of({w, c, cellsAsked});
    if (asked > 0) {
      const auto valid = binomialFraction(tally.of({w, c, cellsValid}), asked);
      row.validFraction = valid.value;
      row.validFractionError = valid.standardError;
    }
    for (const int z : species) {
      const auto f = binomialFraction(tally.of({w, c, icosahedra, z}), tally.of({w, c, closed, z}));
      row.icosahedra.push_back(f.value);
      row.icosahedraError.push_back(f.standardError);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace glasscope::voronoi
