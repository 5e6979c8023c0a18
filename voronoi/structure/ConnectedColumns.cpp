#include "voronoi/structure/ConnectedColumns.h"

#include <cmath>

#include <fmt/format.h>

#include "core/math/Binomial.h"
#include "core/system/Log.h"
#include "voronoi/descriptors/ColumnWriter.h"
#include "voronoi/descriptors/NeighbourhoodColumns.h"

namespace glasscope::voronoi {

void addGrains(const PutColumn& put, const Clusters& grains, StructureReport& report,
               std::size_t atoms) {
  const auto& settings = report.settings.crystals;
  put("crystal_grain", "1",
      fmt::format("Atoms of the grain that the atom belongs to, 0 outside of grains of {} and "
                  "more atoms with a share of at least {:g} coherent bonds; {}",
                  settings.nucleus, settings.share, coherenceText(settings)),
      [&grains, nucleus = settings.nucleus](std::size_t i) {
        const auto size = grains.sizeAt(i);
        return size >= nucleus ? static_cast<double>(size) : 0.0;
      });
  report.order.setGrains(grains, settings.nucleus,
                         static_cast<std::int64_t>(atoms) - report.surfaceAtoms);
}

void addNetwork(const PutColumn& put, const MotifNetwork& network, StructureReport& report,
                std::size_t atoms) {
  const auto how = fmt::format("{}; convention: {}", tessellationText(report.settings.weighting),
                               report.settings.convention.text());
  const char* const names[] = {"vertex", "edge", "face", "interpenetrating"};
  const char* const meanings[] = {"share one atom of the shell", "share two atoms of the shell",
                                  "share three or more atoms of the shell",
                                  "have their centre in the shell"};
  for (int k = 0; k < 4; ++k) {
    const auto kind = static_cast<MotifNetwork::Kind>(k);
    put(fmt::format("icosahedron_{}_links", names[k]), "1",
        fmt::format("Icosahedra that {} of this one, 0 for atoms that centre none; {}", meanings[k],
                    how),
        [&network, kind](std::size_t i) { return static_cast<double>(network.degreeAt(i, kind)); });
  }
  put("icosahedron_shells", "1", "Icosahedra in whose shell the atom sits; " + how,
      [&network](std::size_t i) { return static_cast<double>(network.shells[i]); });
  put("icosahedron_cluster", "1",
      "Icosahedra in the interpenetrating cluster that the atom centres, 0 for others; " + how,
      [&network](std::size_t i) { return static_cast<double>(network.coreAt(i)); });
  report.order.setNetwork(network, atoms);
}

void addTetrahedralClusters(const PutColumn& put, const TetrahedralClusters& clusters,
                            std::span<const double> tetrahedrality, std::span<const double> bonds,
                            double cutoff_A, StructureReport& report) {
  const auto how = bondText(cutoff_A);
  put("low_density_cluster", "1",
      "Size of the connected cluster of atoms with exactly four neighbours that the atom "
      "belongs to, 0 for others; " +
          how,
      [&clusters](std::size_t i) { return static_cast<double>(clusters.low.sizeAt(i)); });
  put("high_density_cluster", "1",
      "Size of the connected cluster of atoms with five and more neighbours that the atom "
      "belongs to, 0 for others; " +
          how,
      [&clusters](std::size_t i) { return static_cast<double>(clusters.high.sizeAt(i)); });
  auto& summary = report.order;
  summary.tetrahedral = true;
  summary.tetrahedralCutoff_A = cutoff_A;
  double q = 0, neighbours = 0;
  std::int64_t counted = 0, low = 0, high = 0;
  for (std::size_t i = 0; i < bonds.size(); ++i) {
    if (std::isnan(tetrahedrality[i])) continue;  // at a surface, or next to alone
    ++counted;
    q += tetrahedrality[i];
    neighbours += bonds[i];
    low += bonds[i] == 4;
    high += bonds[i] > 4;
  }
  summary.meanTetrahedrality = q / static_cast<double>(counted);
  summary.bondsPerAtom = neighbours / static_cast<double>(counted);
  const auto lowShare = binomialFraction(low, counted), highShare = binomialFraction(high, counted);
  summary.lowDensityFraction = lowShare.value;
  summary.lowDensityFractionError = lowShare.standardError;
  summary.highDensityFraction = highShare.value;
  summary.highDensityFractionError = highShare.standardError;
  summary.largestLowDensity = clusters.low.largest();
  summary.largestHighDensity = clusters.high.largest();
}

double tetrahedralCutoff(const StructureReport& report) {
  constexpr double kFewNeighbours = 5;
  const auto wanted = report.settings.tetrahedral;
  if (wanted == TetrahedralOrder::off) return 0;
  double bonds = 0;  // within the first minimum of the total g(r)
  for (const auto& shell : report.shells)
    if (shell.centre == 0 && shell.number == 1) bonds = shell.neighbours;
  if (wanted == TetrahedralOrder::automatic && !(bonds > 0 && bonds < kFewNeighbours)) return 0;
  const double cutoff = report.radial.empty() ? 0 : report.radial.front().firstMinimum_A;
  if (cutoff == 0) logWarning("No tetrahedral order: g(r) has no first minimum within its range");
  return cutoff;
}

}  // namespace glasscope::voronoi
