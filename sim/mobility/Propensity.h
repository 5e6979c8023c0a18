#pragma once

#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/StandardError.h"
#include "sim/mobility/PropensitySettings.h"
#include "sim/potentials/Potential.h"
#include "sim/statics/UnitCheckpoint.h"

namespace glasscope::sim {

/// How far each atom goes, on the average over runs from one configuration with other velocities.
struct Propensity {
  /// One after another, the last is settings.time_ps.
  struct Time {
    double time_ps = 0;
    std::vector<double> square_A2;  ///< of every atom: mean of its squared displacement
    std::vector<double> error_A2;   ///< standard error of that mean
    /// Over all atoms, then over those of each element in the order of Atoms::species(); errors
    /// over the runs, for the atoms of a run go together.
    std::vector<MeanAndError> means_A2;
    /// Share of the variance among atoms that is theirs and no accident of the runs: correlation
    /// that another set of as many runs would have with this one.
    double reproducibility = 0;
  };
  std::vector<Time> times;
  int runs = 0;
  double temperature_K = 0;  ///< of the motion, at the end of the runs
};

/// Propensity for motion (Widmer-Cooper, Harrowell and Fynewever, Phys. Rev. Lett. 93, 135701
/// (2004)): the configuration is let go `runs` times at constant energy with velocities of a
/// Maxwell-Boltzmann distribution, drawn from seed and number of the run. From a minimum of the
/// energy (`fromRest`) they are drawn at twice the temperature, half of which goes into the
/// springs. The drift of the centre of mass is taken out. Each run that is finished is kept in
/// `done`. For one rank (LoneRank.h). Throws Error(usage): settings, a time step that is too long;
/// Error(interrupted).
Propensity propensity(const Potential& potential, const Atoms& atoms, bool fromRest,
                      const PropensitySettings& settings, const UnitCheckpoint& done = {});

/// propensity_A2 and propensity_error_A2 at the longest time, as columns.
void addPropensity(const Propensity& found, Atoms& atoms);

/// A table with a header, one line a time: means over all atoms and over those of each element,
/// with errors, and the reproducibility.
std::string propensityCsv(const Propensity& found, const Atoms& atoms);

}  // namespace glasscope::sim
