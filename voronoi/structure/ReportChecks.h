#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Binomial.h"
#include "core/system/Error.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

// What a description says and decides about a sample on its way.

/// Into the report and to logWarning.
void warn(StructureReport& report, std::string message);
/// One where there are no closed cells.
void setValidFraction(StructureReport& report, const Fraction& valid);
/// Warns of a convention that leaves too few indices that name a polyhedron.
void checkConvention(StructureReport& report);
/// Warns of surface atoms in a sample without surface.
void checkVoids(StructureReport& report, const Atoms& atoms);
void warnOfMissingRadii(StructureReport& report, const Error& error);
/// Whether there are radii for a free volume beyond hard cores; warns where there are none.
bool knowsHardCores(StructureReport& report, const std::vector<int>& species);
/// Adds to the warnings of an S(k) by direct sums that voids scatter, too.
void checkShape(StructureReport& report);
/// The cutoff of the bonds where tetrahedral order is to be computed, else 0. `report` holds g(r).
double tetrahedralCutoff(const StructureReport& report);

/// The range of g(r) in a sample with surfaces, before it is known how deep the atoms lie.
double radialReach(const RadialSettings& radial);
RadialSettings radialSettings(const StructureSettings& settings);
/// Settings that take in what g(r) of the report says.
StructureFactorSettings structureFactorSettings(const StructureReport& report);
FieldCorrelationSettings correlationSettings(const StructureReport& report);
/// Counts pairs around atoms that are deep enough to have whole spheres of neighbours; false, with
/// a warning, where there are next to none.
bool keepToInterior(StructureReport& report, RadialSettings& radial,
                    const std::vector<double>& depth_A, const std::map<int, double>& density_per_A3,
                    double wanted_A);

}  // namespace glasscope::voronoi
