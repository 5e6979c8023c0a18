#pragma once

#include <vector>

namespace glasscope::multislice {

/// One defocus of an incoherent average over the focal spread.
struct FocalNode {
  double offset_A = 0;  ///< added to the defocus
  double weight = 1;    ///< the weights add up to one
};

/// Nodes and weights of Gauss-Hermite quadrature for defoci that are normally distributed with the
/// standard deviation `spread_A` (the half-width at 1/e of the distribution is sqrt(2) times that):
/// exact for intensities that are polynomials of the defocus up to degree 2 count - 1 (Abramowitz
/// and Stegun, 25.4.46, by the method of Golub and Welsch, Math. Comp. 23, 221 (1969)). Ascending;
/// one node of offset 0 for a spread of 0. Throws Error(usage) for a negative spread or a count
/// outside 1 to 64.
std::vector<FocalNode> focalNodes(double spread_A, int count);

/// How many nodes average waves up to the frequency k: phases vary by w = pi lambda k^2 spread, and
/// n nodes, about pi / sqrt(n) apart in units of the spread, mistake w for 2 sqrt(n) - w. Not less
/// than 5, not more than 64 (the second number says whether 64 are too few).
struct FocalNodeCount {
  int count = 1;
  bool enough = true;
};
FocalNodeCount focalNodesFor(double spread_A, double k_invA, double wavelength_A);

}  // namespace glasscope::multislice
