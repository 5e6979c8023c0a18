#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/local_yield/LocalYieldSettings.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/UnitCheckpoint.h"

namespace glasscope::sim {

/// One way of straining the far field.
struct LocalLoad {
  StrainPath path = StrainPath::shearXy;
  double sign = 1;

  std::string name() const;  ///< "xy", "xy_reverse"
};
std::vector<LocalLoad> loadsOf(const LocalYieldSettings& settings);

/// How the sphere about one atom answers to one load. Stresses are those of the free atoms' shares
/// of the virial over their share of the volume: the component that works with the load, in its
/// sense.
struct SiteYield {
  double increment_GPa = 0;  ///< from the stress at rest to that before it yields
  double strain = 0;         ///< of the far field, before it yields
  double stiffness_GPa = 0;  ///< slope of the stress over the first step
  double energyReleased_eV = 0;
  bool yielded = true;  ///< false: largest_strain came first, and the increment is a bound
};

struct LocalYield {
  std::vector<LocalLoad> loads;
  std::vector<std::size_t> sites;             ///< indices in the configuration, ascending
  std::vector<std::vector<SiteYield>> found;  ///< of a site, of each load
  double radius_A = 0;
  double meanFree = 0;  ///< atoms of a sphere, on the average
  int stuck = 0;        ///< minima whose forces are above the tolerance
};

/// Local yield stresses of a sample at its energy minimum (Patinet, Vandembroucq and Falk, Phys.
/// Rev. Lett. 117, 045501 (2016)): about each site the atoms outside of a sphere follow the load
/// step by step, those inside find their minimum, without heat, until energy is released (as in
/// QuasiStatic.h) or an atom leaves its place; the step is then halved from before. What elastic
/// surroundings would give way is not in it, so that a sphere is stiffer than its moduli at rest
/// say, the more the smaller it is. Sites are shared out over the threads of this rank, and the
/// bits do not depend on them; each that is finished is kept in `done`. Nothing for a potential
/// without EAM tables. Throws Error(usage) where a sphere would meet its image or there is vacuum;
/// Error(interrupted).
std::optional<LocalYield> localYield(const Potential& potential, const Atoms& minimum,
                                     const LocalYieldSettings& settings,
                                     const UnitCheckpoint& done = {});

/// The atoms that are looked at, ascending.
std::vector<std::size_t> chosenSites(std::size_t atoms, const LocalYieldSettings& settings);

/// The largest radius of spheres in that box that do not meet their images.
double largestRadius_A(const Box& box, double cutoff_A);

/// Columns local_yield_<load>_GPa of the increments and, of several loads, local_yield_GPa, the
/// least of all; NaN of atoms that are no sites.
void addLocalYield(const LocalYield& yield, const LocalYieldSettings& settings, Atoms& atoms);

/// A table with a header, one line a site and load.
std::string localYieldCsv(const LocalYield& yield, const Atoms& atoms);

}  // namespace glasscope::sim
