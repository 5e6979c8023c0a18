#include "voronoi/Describe.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/Error.h"
#include "core/Log.h"
#include "voronoi/CellSet.h"
#include "voronoi/ChemicalOrder.h"
#include "voronoi/DescriptorColumns.h"
#include "voronoi/LocalDensity.h"
#include "voronoi/Radii.h"
#include "voronoi/SpeciesTables.h"
#include "voronoi/SpreadTable.h"

namespace glasscope::voronoi {

namespace {

/// Below this share of valid cells an index is not the name of a polyhedron.
constexpr double kValidEnough = 0.99;

void warn(StructureReport& report, std::string message) {
  logWarning(message);
  report.warnings.push_back(std::move(message));
}

void checkConvention(StructureReport& report) {
  if (report.validFraction >= kValidEnough) return;
  warn(report,
       fmt::format("Only {:.1f} % of the Voronoi indices obey Euler's rule, sum (6 - i) n_i = 12 "
                   "(convention: {}); the others name no polyhedron. Use the raw or the cut-again "
                   "convention for motifs; in an ideal crystal vertices that join more than three "
                   "edges do the same",
                   100 * report.validFraction, report.settings.convention.text()));
}

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
        warn(report,
             fmt::format("The table over conventions leaves out the radical tessellation: {}",
                         error.problem()));
        continue;
      }
      rows =
          conventionSpread(atoms, tessellateAs(settings, atoms, radii), set.surface, conventions);
    }
    report.spread.insert(report.spread.end(), rows.begin(), rows.end());
  }
}

/// The longest range at which a tenth of the atoms are that far from any surface atom.
double interiorRange(const std::vector<double>& depth, double wanted) {
  auto sorted = depth;
  std::sort(sorted.begin(), sorted.end());
  return std::min(wanted, sorted[sorted.size() - 1 - sorted.size() / 10]);
}

void addRadial(StructureReport& report, const Atoms& atoms, const CellSet& set) {
  constexpr double kShortest_A = 4, kLongest_A = 12;
  RadialSettings radial;
  radial.max_A = report.settings.rdfMax_A;
  radial.bin_A = report.settings.rdfBin_A;
  if (set.surfaceCount() > 0) {
    // Count around atoms that are deep enough to have whole spheres of neighbours.
    const double wanted = radial.max_A > 0 ? radial.max_A : kLongest_A;
    const auto depth = distanceToMarked(atoms, set.surface, wanted);
    radial.max_A = interiorRange(depth, wanted);
    if (radial.max_A < kShortest_A) {
      warn(report,
           fmt::format("No g(r): too few atoms are more than {:g} angstrom below the surface",
                       kShortest_A));
      return;
    }
    radial.density_per_A3 = set.density_per_A3;
    for (const double d : depth) radial.centres.push_back(d >= radial.max_A ? 1 : 0);
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
  if (report.surfaceAtoms > 0 && atoms.box.fullyPeriodic())
    warn(report,
         fmt::format("{} atoms of a periodic sample border on voids wider than {:g} angstrom; "
                     "they are treated as surface atoms",
                     report.surfaceAtoms, settings.surfaceProbe_A));
  addDescriptorColumns(atoms, set, settings);
  return report;
}

}  // namespace glasscope::voronoi
