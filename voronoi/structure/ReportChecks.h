#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Binomial.h"
#include "core/system/Error.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

// What `describe` and `describeStreamed` have to say about a sample, and what they decide alike.

/// Into the report and to logWarning.
void warn(StructureReport& report, std::string message);
/// One where there are no closed cells.
void setValidFraction(StructureReport& report, const Fraction& valid);
/// Warns of a convention that leaves too few indices that name a polyhedron.
void checkConvention(StructureReport& report);
/// Warns of surface atoms in a sample without surface.
void checkVoids(StructureReport& report, const Atoms& atoms);
void warnOfMissingRadii(StructureReport& report, const Error& error);
/// Warns when there are no radii for a free volume beyond hard cores.
void warnOfMissingCores(StructureReport& report, const Atoms& atoms);

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
