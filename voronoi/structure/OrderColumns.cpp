#include "voronoi/structure/OrderColumns.h"

#include "voronoi/descriptors/ColumnWriter.h"
#include "voronoi/descriptors/NeighbourhoodColumns.h"
#include "voronoi/structure/ConnectedColumns.h"

namespace glasscope::voronoi {

namespace {

MotifNetwork icosahedralNetwork(const Atoms& atoms, const CellSet& set,
                                const IndexConvention& convention) {
  std::vector<std::uint8_t> centres(atoms.size());
  for (std::size_t i = 0; i < atoms.size(); ++i)
    centres[i] = !set.surface[i] && isIcosahedron(set.indices[i]);
  return motifNetwork(atoms, set.cells, centres, convention);
}

TetrahedralClusters tetrahedralClusters(const TetrahedralBonds& bonds) {
  std::vector<std::uint8_t> low, high;
  for (std::size_t i = 0; i < bonds.bonds.size(); ++i) {
    low.push_back(bonds.low(i));
    high.push_back(bonds.high(i));
  }
  return {findClusters(low, bonds.links), findClusters(high, bonds.links)};
}

}  // namespace

void addOrderColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                     StructureReport& report) {
  report.order.computed = true;
  const double cutoff = tetrahedralCutoff(report);
  const auto found =
      addNeighbourhoodColumns(atoms, set, bonds, report.settings, cutoff, atoms.size());
  ColumnWriter out(atoms, set);
  const PutColumn put = [&](std::string name, std::string unit, std::string description,
                            const std::function<double(std::size_t)>& value) {
    out.add(std::move(name), std::move(unit), std::move(description), value);
  };
  addGrains(put, findClusters(found.crystals.like, found.crystals.links), report, atoms.size());
  addNetwork(put, icosahedralNetwork(atoms, set, report.settings.convention), report, atoms.size());
  if (cutoff > 0)
    addTetrahedralClusters(put, tetrahedralClusters(found.tetrahedra),
                           atoms.columns.at("tetrahedrality").values,
                           atoms.columns.at("bonds").values, cutoff, report);
}

}  // namespace glasscope::voronoi
