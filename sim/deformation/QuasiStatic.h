#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/deformation/QuasiStaticSettings.h"
#include "sim/potentials/Potential.h"

namespace glasscope::sim {

/// The sample at a minimum along the path.
struct StrainRow {
  double strain = 0;
  double stress_GPa = 0;  ///< the component that works with the strain: Cauchy's, of the forces
  double energy_eV_per_atom = 0;
  double forceNorm_eV_per_A = 0;
};

/// A rearrangement: the sample falls into another minimum, between two strains that are
/// `smallestStep` apart.
struct PlasticEvent {
  double strain = 0;          ///< before
  double stressDrop_GPa = 0;  ///< positive when it relaxes what the strain built up
  double energyReleased_eV = 0;
  double largestD2min_A2 = 0;
  std::size_t centre = 0;        ///< index of the atom that has it
  double participation = 0;      ///< (sum D2min)^2 / (N sum D2min^2): 1 when all atoms do alike
  std::vector<double> d2min_A2;  ///< of every atom, across the event
};

struct QuasiStaticRun {
  std::vector<StrainRow> rows;  ///< from no strain on
  std::vector<PlasticEvent> events;
  Atoms first;          ///< the minimum without strain, which the input should be
  Atoms last;           ///< the minimum at the largest strain
  int unconverged = 0;  ///< rows whose forces are above the tolerance: the minimiser was stuck
};

/// Where a deformation keeps what it needs to go on after it was killed (StrainCheckpoint.h).
struct StrainWork {
  std::filesystem::path folder;  ///< empty: nothing is kept
  std::string identity;          ///< of all that the result depends on: another one begins again
};

/// Strains a configuration at its energy minimum in a periodic box (Maloney and Lemaitre, Phys.
/// Rev. E 74, 016118 (2006), for the method). A step releases energy when the sample's has risen by
/// less than the work done on it, V (sigma_before + sigma_after) / 2 dstrain, which is exact to the
/// third order on an elastic branch; then the step is taken back, atoms and box, and the event is
/// closed in by halves, until it lies within `smallestStep`. The path is that of the box's own
/// frame (StrainPath.h). Every ten rows LAMMPS is begun anew from the numbers of the last row, so
/// that a run that was killed and goes on from there has the same bits as one that was not. All
/// ranks call it; the bits depend on their number. Errors: usage (open boxes or vacuum, settings),
/// interrupted.
QuasiStaticRun quasiStatic(const Potential& potential, const Atoms& minimum,
                           const QuasiStaticSettings& settings, const StrainWork& work = {});

}  // namespace glasscope::sim
