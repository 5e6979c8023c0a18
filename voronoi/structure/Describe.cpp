#include "voronoi/structure/Describe.h"

#include "core/system/Error.h"
#include "voronoi/cells/Radii.h"
#include "voronoi/descriptors/CellSet.h"
#include "voronoi/descriptors/ColumnWriter.h"
#include "voronoi/descriptors/DescriptorColumns.h"
#include "voronoi/descriptors/RankingSettings.h"
#include "voronoi/order/ChemicalOrder.h"
#include "voronoi/pairs/FieldCorrelation.h"
#include "voronoi/pairs/LocalDensity.h"
#include "voronoi/pairs/PairRadii.h"
#include "voronoi/structure/FrameNumbers.h"
#include "voronoi/structure/OrderColumns.h"
#include "voronoi/structure/ReportChecks.h"
#include "voronoi/structure/SpeciesTables.h"
#include "voronoi/structure/SpreadTable.h"

namespace glasscope::voronoi {

namespace {

/// Both tessellations where there are radii for both.
void addSpread(StructureReport& report, const Atoms& atoms, const CellSet& set) {
  for (const auto weighting : {Weighting::plain, Weighting::radical}) {
    std::vector<double> radii;
    try {
      if (weighting == Weighting::radical)
        radii = radiiOf(atoms.atomicNumbers, report.settings.radii_A);
    } catch (const Error& error) {
      warnOfMissingRadii(report, error);
      continue;
    }
    const auto rows = conventionSpread(atoms, set, weighting, radii, report.settings);
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
  report.shells = coordinationShells(report.radial, set.density_per_A3);
  report.radialSettings = std::move(radial);
}

void addStructureFactor(StructureReport& report, const Atoms& atoms) {
  const auto settings = structureFactorSettings(report);
  if (!settings.enabled || report.radial.empty()) return;
  if (settings.method == StructureFactorSettings::Method::direct) {
    report.structureFactor = structureFactorDirect(atoms, settings, report.settings.seed);
  } else {
    report.structureFactor = structureFactorFromPairs(atoms, report.radialSettings, settings);
  }
  for (const auto& warning : report.structureFactor.warnings) warn(report, warning);
}

void addDescriptors(StructureReport& report, Atoms& atoms, const CellSet& set) {
  const auto bonds = sampleBonds(set);
  addDescriptorColumns(atoms, set, bonds, report.settings);
  addOrderColumns(atoms, set, bonds, report);
}

void addRankings(StructureReport& report, Atoms& atoms, const CellSet& set) {
  const auto& settings = report.settings;
  for (const auto& wanted : settings.rankBy) {
    const auto name = rankedColumn(wanted);
    if (!settings.rankByMustExist && !atoms.columns.has(name)) continue;
    auto ranking = rankMotifs(atoms, atoms.columns.at(name), set.indices, set.surface,
                              rankingSettings(settings, wanted));
    ColumnWriter(atoms, set)
        .put({"worst_motif_by_" + name, "1", rankingText(settings, wanted, ranking.share),
              ranking.marked});
    report.rankings.push_back(std::move(ranking));
  }
}

void addCorrelations(StructureReport& report, const Atoms& atoms) {
  const auto settings = correlationSettings(report);
  std::vector<const Column*> fields;
  for (const auto& name : report.settings.correlate) fields.push_back(&atoms.columns.at(name));
  report.fields = fieldCorrelations(atoms, fields, settings);
}

}  // namespace

StructureReport describe(Atoms& atoms, const StructureSettings& wanted) {
  auto settings = wanted;
  if (settings.radiiSource == RadiiSource::pairs)
    for (const auto& [species, radius] : radiiFromPairs(atoms))
      settings.radii_A.emplace(species, radius);  // in every output; what is given stays
  const auto set = buildCells(atoms, settings);
  StructureReport report;
  report.settings = settings;
  report.surfaceAtoms = set.surfaceCount();
  setValidFraction(report, validFraction(set.cells, set.indices));
  checkConvention(report);
  report.species = speciesSummaries(atoms, set);
  report.motifs = motifHistogram(atoms, set, settings.topMotifs);
  const auto order = chemicalOrder(set.cells, atoms.atomicNumbers, set.surface);
  report.partialCoordination = order.partialCoordination;
  report.warrenCowley = order.warrenCowley;
  report.cargillSpaepen = order.cargillSpaepen;
  report.meanCoordination = order.meanCoordination;
  report.meanCoordinationError = meanCoordinationError(report.species);
  double density = 0;
  for (const auto& [species, d] : set.density_per_A3) density += d;
  report.meanVolume_A3 = 1 / density;
  if (settings.spreadTable) addSpread(report, atoms, set);
  addRadial(report, atoms, set);
  checkVoids(report, atoms);
  warnOfMissingCores(report, atoms);
  addDescriptors(report, atoms, set);
  addStructureFactor(report, atoms);
  addRankings(report, atoms, set);
  addCorrelations(report, atoms);
  const auto& q6 = atoms.columns.at("q6_area_weighted").values;
  report.numbers = frameNumbers({atoms, set, q6, report.order, report.spread}, report);
  return report;
}

}  // namespace glasscope::voronoi
