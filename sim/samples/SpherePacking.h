#pragma once

#include <cstdint>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// Spheres in a cube that repeats, as dense as they get at random.
struct SpherePacking {
  std::vector<Vec3> centres_A;
  double edge_A = 0;
  double packingFraction = 0;  ///< volume of the spheres over that of the cube
  double largestOverlap = 0;   ///< that is left, over the distance at contact
};

/// Random dense packing: spheres that repel when they overlap are put at random places, grow, and
/// shrink by ever smaller amounts until they just do not overlap any more (the jamming threshold at
/// zero temperature: O'Hern, Silbert, Liu, Nagel, Phys. Rev. E 68, 011306 (2003), Sec. II; equal
/// spheres 0.639 +- 0.001 for many). A function of radii (angstrom) and seed alone. Throws
/// Error(usage) below 16 spheres. Time grows with their number; 1,000 take some ten seconds.
/// Interruptible.
SpherePacking packSpheres(const std::vector<double>& radii_A, std::uint64_t seed);

}  // namespace glasscope::sim
