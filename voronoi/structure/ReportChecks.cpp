#include "voronoi/structure/ReportChecks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "voronoi/cells/Radii.h"

namespace glasscope::voronoi {

namespace {

/// Below this share of valid cells an index is not the name of a polyhedron.
constexpr double kValidEnough = 0.99;

/// The longest range at which a tenth of the atoms are that far from any surface atom.
double interiorRange(const std::vector<double>& depth, double wanted) {
  auto sorted = depth;
  std::sort(sorted.begin(), sorted.end());
  return std::min(wanted, sorted[sorted.size() - 1 - sorted.size() / 10]);
}

}  // namespace

void warn(StructureReport& report, std::string message) {
  logWarning(message);
  report.warnings.push_back(std::move(message));
}

void setValidFraction(StructureReport& report, const Fraction& valid) {
  if (std::isnan(valid.value)) return;
  report.motifs.validFraction = valid.value;
  report.motifs.validFractionError = valid.standardError;
}

void checkConvention(StructureReport& report) {
  if (report.motifs.validFraction >= kValidEnough) return;
  warn(report,
       fmt::format("Only {:.1f} % of the Voronoi indices obey Euler's rule, sum (6 - i) n_i = 12 "
                   "(convention: {}); the others name no polyhedron. Use the raw or the cut-again "
                   "convention for motifs; in an ideal crystal vertices that join more than three "
                   "edges do the same",
                   100 * report.motifs.validFraction, report.settings.convention.text()));
}

void checkVoids(StructureReport& report, const Atoms& atoms) {
  if (report.surfaceAtoms > 0 && atoms.box.fullyPeriodic())
    warn(report,
         fmt::format("{} atoms of a periodic sample border on voids wider than {:g} angstrom; "
                     "they are treated as surface atoms",
                     report.surfaceAtoms, report.settings.surfaceProbe_A));
}

void warnOfMissingRadii(StructureReport& report, const Error& error) {
  warn(report, fmt::format("The table over conventions leaves out the radical tessellation: {}",
                           error.problem()));
}

bool knowsHardCores(StructureReport& report, const std::vector<int>& species) {
  try {
    radiiOf(species, report.settings.radii_A);
    return true;
  } catch (const Error& error) {
    warn(report, fmt::format("No free volume beyond hard cores: {}", error.problem()));
    return false;
  }
}

void checkShape(StructureReport& report) {
  auto& warnings = report.pairs.structureFactor.warnings;
  const bool said = std::any_of(warnings.begin(), warnings.end(), [](const std::string& text) {
    return text.find("shape of the sample") != std::string::npos;
  });
  if (report.surfaceAtoms == 0 || said) return;
  warnings.push_back(
      fmt::format("S(k) by direct sums holds the scattering by the voids on which {} atoms border, "
                  "at small k above all. The Fourier transform of g(r) is that of the inside",
                  report.surfaceAtoms));
}

double tetrahedralCutoff(const StructureReport& report) {
  constexpr double kFewNeighbours = 5;
  const auto wanted = report.settings.tetrahedral;
  if (wanted == TetrahedralOrder::off) return 0;
  double bonds = 0;  // within the first minimum of the total g(r)
  for (const auto& shell : report.pairs.shells)
    if (shell.centre == 0 && shell.number == 1) bonds = shell.neighbours;
  if (wanted == TetrahedralOrder::automatic && !(bonds > 0 && bonds < kFewNeighbours)) return 0;
  const double cutoff =
      report.pairs.radial.empty() ? 0 : report.pairs.radial.front().firstMinimum_A;
  if (cutoff == 0) logWarning("No tetrahedral order: g(r) has no first minimum within its range");
  return cutoff;
}

double radialReach(const RadialSettings& radial) {
  constexpr double kLongest_A = 12;
  return radial.max_A > 0 ? radial.max_A : kLongest_A;
}

RadialSettings radialSettings(const StructureSettings& settings) {
  RadialSettings radial;
  radial.max_A = settings.rdfMax_A;
  radial.bin_A = settings.rdfBin_A;
  return radial;
}

StructureFactorSettings structureFactorSettings(const StructureReport& report) {
  auto out = report.settings.structureFactor;
  // Around atoms deep inside, g(r) reaches no further than their depth.
  if (!report.pairs.settings.centres.empty()) out.range_A = report.pairs.settings.max_A;
  return out;
}

FieldCorrelationSettings correlationSettings(const StructureReport& report) {
  auto out = report.settings.correlation;
  if (!report.pairs.radial.empty() && report.pairs.radial.front().firstMinimum_A > 0)
    out.neighbour_A = report.pairs.radial.front().firstMinimum_A;
  return out;
}

bool keepToInterior(StructureReport& report, RadialSettings& radial,
                    const std::vector<double>& depth_A, const std::map<int, double>& density_per_A3,
                    double wanted_A) {
  constexpr double kShortest_A = 4;
  radial.max_A = interiorRange(depth_A, wanted_A);
  if (radial.max_A < kShortest_A) {
    warn(report, fmt::format("No g(r): too few atoms are more than {:g} angstrom below the surface",
                             kShortest_A));
    return false;
  }
  radial.density_per_A3 = density_per_A3;
  for (const double d : depth_A) radial.centres.push_back(d >= radial.max_A ? 1 : 0);
  return true;
}

}  // namespace glasscope::voronoi
