#pragma once

namespace glasscope::sim {

/// The order of the polynomials whose step at the end of a window has this half-width, in a
/// spectrum that ends at `top_THz` (2.1 nu_top / width, at least 20; measured: 0.12 THz takes 150
/// at an edge of 8.6 THz).
int filterOrder(double top_THz, double halfWidth_THz);

/// Below this frequency modes count in displacements as if they had it: what lies nearer to zero
/// than 2.5 of these widths cannot be told from it.
double lowestCounted_THz(double halfWidth_THz);

/// Force calls that springs by finite differences may take: minutes.
inline constexpr int kMostForceCalls = 6000;

}  // namespace glasscope::sim
