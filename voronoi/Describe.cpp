#include "voronoi/Describe.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/Error.h"
#include "voronoi/CellSet.h"
#include "voronoi/ChemicalOrder.h"
#include "voronoi/DescriptorColumns.h"
#include "voronoi/LocalDensity.h"
#include "voronoi/Radii.h"
#include "voronoi/ReportChecks.h"
#include "voronoi/SpeciesTables.h"
#include "voronoi/SpreadTable.h"

namespace glasscope::voronoi {

namespace {

/// Both tessellations where there are radii for both; the one at hand is not computed twice.
void addSpread(StructureReport& report, const Atoms& atoms, const CellSet& set) {
  const auto conventions = usualConventions();
  for (const auto weighting : {Weighting::plain, Weighting::radical}) {
    std::vector<SpreadRow> rows;
    if (weighting == set.cells.weighting) {
      rows = conventionSpread(atoms, set.cells, set.surface, conventions);
    } else {
      auto settings = report.settings;
      settings.weighting = weighting;
      std::vector<double> radii;
      try {
        if (weighting == Weighting::radical) radii = radiiOf(atoms.atomicNumbers, settings.radii_A);
      } catch (const Error& error) {
        warnOfMissingRadii(report, error);
        continue;
      }
      rows =
          conventionSpread(atoms, tessellateAs(settings, atoms, radii), set.surface, conventions);
    }
    report.spread.insert(report.spread.end(), rows.begin(), rows.end());
  }
}

void addRadial(StructureReport& report, const Atoms& atoms, const CellSet& set) {
  auto radial = radialSettings(report.settings);
  if (set.surfaceCount() > 0) {
    const double wanted = radialReach(radial);
    const auto depth = distanceToMarked(atoms, set.surface, wanted);
    if (!keepToInterior(report, radial, depth, set.density_per_A3, wanted)) return;
  }
  report.radial = radialDistributions(atoms, radial);
  report.radialSettings = std::move(radial);
}

}  // namespace

StructureReport describe(Atoms& atoms, const StructureSettings& settings) {
  const auto set = buildCells(atoms, settings);
  StructureReport report;
  report.settings = settings;
  report.surfaceAtoms = set.surfaceCount();
  report.validFraction = validFraction(set.cells, set.indices);
  checkConvention(report);
  report.species = speciesSummaries(atoms, set);
  report.motifs = motifHistogram(atoms, set, settings.topMotifs);
  const auto order = chemicalOrder(set.cells, atoms.atomicNumbers, set.surface);
  report.partialCoordination = order.partialCoordination;
  report.warrenCowley = order.warrenCowley;
  report.cargillSpaepen = order.cargillSpaepen;
  report.meanCoordination = order.meanCoordination;
  double density = 0;
  for (const auto& [species, d] : set.density_per_A3) density += d;
  report.meanVolume_A3 = 1 / density;
  if (settings.spreadTable) addSpread(report, atoms, set);
  addRadial(report, atoms, set);
  checkVoids(report, atoms);
  addDescriptorColumns(atoms, set, settings);
  return report;
}

}  // namespace glasscope::voronoi
