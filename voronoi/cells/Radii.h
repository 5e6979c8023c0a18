#pragma once

#include <map>
#include <vector>

namespace glasscope::voronoi {

/// Radius that weights an element in the radical tessellation, angstrom: metallic
/// radii for coordination 12, covalent ones for B, C, Si and P (sources in the table). Throws
/// Error(usage) that asks for a radius when the table has none.
double tableRadius_A(int atomicNumber);

/// One radius an atom: `overrides` first, the table next. Throws Error(usage).
std::vector<double> radiiOf(const std::vector<int>& atomicNumbers,
                            const std::map<int, double>& overrides);

}  // namespace glasscope::voronoi
