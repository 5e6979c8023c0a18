#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// Spheres in a cube that repeats, of which the first are centres that a number of others touch.
struct ShellPackingSettings {
  std::vector<double> radii_A;  ///< of all spheres, the centres first
  std::vector<Vec3> start;      ///< of all spheres, in edges of the cube
  std::size_t centres = 0;
  std::size_t held = 0;  ///< so many of the first spheres stay where they are
  int neighbours = 12;   ///< that touch a centre: those that are nearest to it, anew on the way
  std::vector<std::vector<std::size_t>> shells;  ///< or these, one list a centre
  std::vector<Vec3> shape;  ///< directions that the neighbours of a centre are drawn to, as many
  /// Centres of shells stay so many times the distance of a neighbour apart; 0: as any spheres.
  double centresApart = 0;
  double firstFraction = 0.7, fraction = 0.7;  ///< volume of the spheres over that of the cube
  bool shakes = true;  ///< at random, ever less, so that the start is forgotten
  std::uint64_t seed = 1;
};

struct ShellPacking {
  std::vector<Vec3> places_A;
  double edge_A = 0;
  std::vector<std::vector<std::size_t>> shells;  ///< spheres that belong to each centre
};

/// Lowers sum (1/2) (d - r)^2 over neighbours of centres, and over pairs that overlap, where d is
/// the sum of two radii; any other sphere than a neighbour is kept 1.2 d away from a centre. With a
/// `shape`, neighbours are drawn to it as it fits best (Kabsch, Acta Cryst. A 32, 922 (1976)). What
/// is asked for cannot all be had: overlaps of some percent are left. A function of the settings
/// alone. Interruptible.
ShellPacking packShells(const ShellPackingSettings& settings);

/// Edge of the cube that spheres fill to a fraction.
double edgeOfPacking_A(const std::vector<double>& radii_A, double fraction);

}  // namespace glasscope::sim
