#include "voronoi/descriptors/DescriptorTable.h"

#include <fmt/format.h>

namespace glasscope::voronoi {

namespace {

void addSurface(LocalRows& rows, const DescriptorFacts& facts) {
  rows.push_back(
      {"surface", "1",
       fmt::format("1 when the cell touches a wall of an open direction or has a vertex more than "
                   "{:g} angstrom away, else 0",
                   facts.settings.surfaceProbe_A),
       [](const Neighbourhood& here) -> AtomValue {
         return [&here](std::size_t i) { return static_cast<double>(here.set().surface[i]); };
       },
       true});
}

}  // namespace

std::vector<LocalDescriptor> localDescriptors(const DescriptorFacts& facts) {
  LocalRows rows;
  for (const auto add :
       {addVolumes, addNeighbours, addIndices, addMotifs, addBondOrder, addEntropy, addSurface,
        addShapes, addFreeVolumes, addFurtherBondOrder, addAveragedEntropy, addCrystalBonds})
    add(rows, facts);
  if (facts.bondCutoff_A > 0) addTetrahedra(rows, facts);
  return rows;
}

std::string tessellationText(const DescriptorFacts& facts) {
  return facts.settings.weighting == Weighting::plain ? "plain Voronoi tessellation"
                                                      : "radical Voronoi tessellation";
}

std::string indexText(const DescriptorFacts& facts) {
  return fmt::format("{}; convention: {}", tessellationText(facts),
                     facts.settings.convention.text());
}

std::string coherenceText(const CrystalSettings& settings) {
  return fmt::format(
      "bonds are coherent when the normalised product of the q6 vectors of the two atoms (by area) "
      "is at least {:g} (after ten Wolde, Ruiz-Montero and Frenkel, J. Chem. Phys. 104, 9932 "
      "(1996))",
      settings.coherence);
}

std::string bondText(double cutoff_A) {
  return fmt::format("neighbours within {:.2f} angstrom, the first minimum of g(r)", cutoff_A);
}

}  // namespace glasscope::voronoi
