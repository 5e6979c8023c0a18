#include "voronoi/descriptors/DescriptorColumns.h"

#include <limits>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "voronoi/descriptors/ColumnWriter.h"
#include "voronoi/order/TwoBodyEntropy.h"
#include "voronoi/pairs/LocalDensity.h"

namespace glasscope::voronoi {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

std::string tessellationText(const StructureSettings& settings) {
  return tessellationText(settings.weighting);
}

std::string referenceText(FreeVolumeReference reference) {
  switch (reference) {
    case FreeVolumeReference::speciesMinimum:
      return "the smallest closed cell of the species in this sample";
    case FreeVolumeReference::speciesMean:
      return "the mean closed cell of the species in this sample";
    case FreeVolumeReference::given:
      return "the volume given for the species";
  }
  return "";
}

void addVolumes(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                const StructureSettings& settings) {
  const auto how = tessellationText(settings);
  out.add("voronoi_volume_A3", "angstrom^3", "Volume of the Voronoi cell; " + how,
          [&](std::size_t i) { return set.cells.volume_A3[i]; });
  out.add(
      "free_volume_A3", "angstrom^3",
      fmt::format("Volume of the cell less {} (after Turnbull and Cohen, J. Chem. Phys. 34, 120 "
                  "(1961)); {}",
                  referenceText(settings.freeVolumeReference), how),
      [&](std::size_t i) {
        return set.cells.volume_A3[i] - set.referenceVolume_A3.at(atoms.atomicNumbers[i]);
      });
  const auto density =
      localDensity(atoms, set.cells.volume_A3, settings.densityLength_A, set.surface);
  out.add("local_density_per_A3", "1/angstrom^3",
          fmt::format("Atoms within {:g} angstrom over the sum of their cell volumes; {}",
                      settings.densityLength_A, how),
          [&](std::size_t i) { return density[i]; });
}

void addNeighbours(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                   const StructureSettings& settings) {
  const auto how = tessellationText(settings);
  out.add("coordination", "1", "Number of faces of the cell, all counted; " + how,
          [&](std::size_t i) { return static_cast<double>(set.cells.facesOf(i)); });
  for (const auto& entry : set.density_per_A3) {
    const int species = entry.first;
    out.add(
        fmt::format("coordination_{}", elementSymbol(species)), "1",
        fmt::format("Number of faces shared with {}, all counted; {}", elementSymbol(species), how),
        [&, species](std::size_t i) {
          double count = 0;
          for (auto f = set.cells.firstFace[i]; f < set.cells.firstFace[i + 1]; ++f) {
            const auto j = set.cells.neighbour[static_cast<std::size_t>(f)];
            if (j != Tessellation::kWall)
              count += atoms.atomicNumbers[static_cast<std::size_t>(j)] == species;
          }
          return count;
        });
  }
  out.add("unlike_fraction", "1", "Fraction of face neighbours of another species; " + how,
          [&](std::size_t i) {
            double unlike = 0, all = 0;
            for (auto f = set.cells.firstFace[i]; f < set.cells.firstFace[i + 1]; ++f) {
              const auto j = set.cells.neighbour[static_cast<std::size_t>(f)];
              if (j == Tessellation::kWall) continue;
              all += 1;
              unlike += atoms.atomicNumbers[static_cast<std::size_t>(j)] != atoms.atomicNumbers[i];
            }
            return all > 0 ? unlike / all : kUndefined;
          });
}

void addIndices(ColumnWriter& out, const CellSet& set, const StructureSettings& settings) {
  const auto how =
      fmt::format("{}; convention: {}", tessellationText(settings), settings.convention.text());
  for (int edges = 3; edges <= 7; ++edges)
    out.add(fmt::format("n{}", edges), "1",
            fmt::format("Number of faces with {} edges; {}", edges, how),
            [&](std::size_t i) { return static_cast<double>(set.indices[i].of(edges)); });
  const auto share = [&](std::size_t i, int fewest, int most) {
    const int faces = set.indices[i].faces();
    int counted = 0;
    for (int edges = fewest; edges <= most; ++edges) counted += set.indices[i].of(edges);
    return faces > 0 ? static_cast<double>(counted) / faces : kUndefined;
  };
  const std::pair<const char*, int> folds[] = {{"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}};
  for (const auto& [word, edges] : folds)
    out.add(fmt::format("{}_fold_fraction", word), "1",
            fmt::format("Faces with {} edges over all faces of the index; {}", word, how),
            [&, n = edges](std::size_t i) { return share(i, n, n); });
  out.add("seven_fold_fraction", "1",
          "Faces with seven and more edges over all faces of the index; " + how,
          [&](std::size_t i) { return share(i, 7, VoronoiIndex::kMostEdges); });
}

void addMotifs(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
               const StructureSettings& settings) {
  const auto how =
      fmt::format("{}; convention: {}", tessellationText(settings), settings.convention.text());
  out.add("kasper_motif", "1", "Coordination number of the Kasper polyhedron, 0 for none; " + how,
          [&](std::size_t i) { return static_cast<double>(kasperNumber(set.indices[i])); });
  out.add("icosahedron", "1", "1 for <0,0,12,0>, else 0; " + how,
          [&](std::size_t i) { return isIcosahedron(set.indices[i]) ? 1.0 : 0.0; });
  out.add(
      "excess_disclinations", "1",
      "Sum of |5 - edges| over the faces less |12 - faces|: distance from the Kasper polyhedron "
      "of the same coordination; " +
          how,
      [&](std::size_t i) { return static_cast<double>(excessDisclinations(set.indices[i])); });
  const bool table = !settings.unfavoured.empty();
  out.add("unfavoured", "1",
          (table ? std::string("1 for a motif of the given table, else 0; ")
                 : fmt::format("1 for more than {} excess disclinations, else 0; ",
                               settings.unfavouredBeyond)) +
              how,
          [&](std::size_t i) {
            const bool yes =
                table ? inTable(settings.unfavoured, set.indices[i], atoms.atomicNumbers[i])
                      : excessDisclinations(set.indices[i]) > settings.unfavouredBeyond;
            return yes ? 1.0 : 0.0;
          });
}

void addBondOrder(ColumnWriter& out, const SampleBonds& bonds, const StructureSettings& settings) {
  const auto how = tessellationText(settings);
  const std::string steinhardt =
      " (Steinhardt, Nelson and Ronchetti, Phys. Rev. B 28, 784 (1983)), faces equally "
      "weighted; ";
  out.add("q4", "1", "Bond-orientational order" + steinhardt + how, bonds.four.ofPlain.q);
  out.add("q6", "1", "Bond-orientational order" + steinhardt + how, bonds.six.ofPlain.q);
  out.add("w6", "1", "Normalised third-order invariant" + steinhardt + how, bonds.six.ofPlain.w);
  out.add("q6_area_weighted", "1",
          "Bond-orientational order, faces weighted by area (Mickel et al., J. Chem. Phys. 138, "
          "044501 (2013)); " +
              how,
          bonds.six.ofArea.q);
}

void addEntropy(ColumnWriter& out, const Atoms& atoms, const CellSet& set,
                const StructureSettings& settings) {
  EntropySettings entropy;
  entropy.max_A = settings.entropyMax_A;
  entropy.broadening_A = settings.entropyBroadening_A;
  entropy.density_per_A3 = set.density_per_A3;
  const auto s2 = twoBodyEntropy(atoms, entropy, set.surface);
  out.add(
      "two_body_entropy", "k_B",
      fmt::format("Two-body excess entropy of the atom's g(r) up to {:g} angstrom, broadened by "
                  "{:g} (Piaggi and Parrinello, J. Chem. Phys. 147, 114112 (2017)); the few "
                  "neighbours of one atom make g(r) uneven, so that an ideal gas of two species as "
                  "dense as a metallic glass has about -5 and not 0: compare, do not count from 0",
                  entropy.max_A, entropy.broadening_A),
      [&](std::size_t i) { return s2[i]; });
}

}  // namespace

void addDescriptorColumns(Atoms& atoms, const CellSet& set, const SampleBonds& bonds,
                          const StructureSettings& settings) {
  ColumnWriter out(atoms, set);
  addVolumes(out, atoms, set, settings);
  addNeighbours(out, atoms, set, settings);
  addIndices(out, set, settings);
  addMotifs(out, atoms, set, settings);
  addBondOrder(out, bonds, settings);
  addEntropy(out, atoms, set, settings);
  out.put(
      {"surface", "1",
       fmt::format("1 when the cell touches a wall of an open direction or has a vertex more than "
                   "{:g} angstrom away, else 0",
                   settings.surfaceProbe_A),
       std::vector<double>(set.surface.begin(), set.surface.end())});
}

}  // namespace glasscope::voronoi
