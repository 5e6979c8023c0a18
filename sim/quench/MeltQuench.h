#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/settings/Fields.h"
#include "sim/potentials/Potential.h"
#include "sim/quench/Glass.h"
#include "sim/quench/ProtocolStep.h"

namespace glasscope::sim {

/// How a glass is made: random start, melt, quench or other steps, hold, thermal snapshots,
/// inherent structure.
struct MeltQuenchSettings {
  std::vector<int> elements{29, 40};          ///< atomic numbers
  std::vector<double> fractions{0.64, 0.36};  ///< sum 1; whole atoms by largest remainder
  int atomCount = 4000;
  std::uint64_t seed = 1;
  double timestep_fs = 2;
  double meltTemperature_K = 2000;
  double melt_ps = 5;
  double coolingRate_K_per_s = 1e14;
  double finalTemperature_K = 300;
  /// Instead of melting and quenching once. Without a melt at their beginning they are done to a
  /// configuration that is there and has the final temperature (`stepThrough`).
  std::vector<ProtocolStep> steps;
  bool startsFromMelt = true;  ///< there is no configuration
  std::string describedState;  ///< of which step; empty: the last
  double equilibration_ps =
      5;                   ///< at the final temperature and zero mean pressure, before snapshots
  int snapshotCount = 16;  ///< thermal snapshots, in the mean box of the equilibration (NVT)
  double snapshotInterval_ps = 0.25;
  double pressure_bar = 0;
  double checkpointInterval_s = 30;  ///< wall time; no influence on the result

  /// Throws Error(usage) naming the setting or the step that cannot be.
  void validate() const;
  void validateComposition() const;  ///< that alone
  /// `steps`, or the melt and the quench that the settings mean where there are none: the same
  /// bits.
  std::vector<ProtocolStep> protocol() const;
  double totalTime_ps() const;
  std::int64_t totalSteps() const;              ///< of dynamics, with those of the snapshots
  std::vector<std::string> stateNames() const;  ///< that the steps leave, in their order
  int minima() const;                           ///< that steps descend to
  /// Of the snapshots: that of the described state, or the final one where that is at rest.
  double describedTemperature_K() const;
  /// Of all quenches; nothing where none cools the sample.
  std::optional<double> slowestCooling_K_per_s() const;
};

/// Elements, which a case file names by symbols, seed and steps are set beside it; the snapshots,
/// which somebody's configuration has too, have a list of their own.
void eachField(MaybeConst<MeltQuenchSettings> auto& s, auto&& visit) {
  visit(Field{"fractions", "Atomic fractions in the order of the elements; they add up to 1",
              kPositive},
        s.fractions);
  visit(Field{"atoms", "Number of atoms", {16, 1e8}}, s.atomCount);
  visit(Field{"timestep_fs", "Time step of the dynamics", {0, 20, true}}, s.timestep_fs);
  visit(Field{"melt_temperature_K", "Temperature of the melt", {0, kHottest_K, true}},
        s.meltTemperature_K);
  visit(Field{"melt_ps", "Time spent in the melt", kPositive}, s.melt_ps);
  visit(Field{"cooling_rate_K_per_s", "Cooling rate", kPositive}, s.coolingRate_K_per_s);
  visit(Field{"final_temperature_K",
              "Temperature of the glass and of its snapshots; with [[step]], of a configuration "
              "before its first step, and of the snapshots of a state that is at rest",
              {0, 20000, true}},
        s.finalTemperature_K);
  visit(Field{"pressure_bar", "Mean pressure of the quench"}, s.pressure_bar);
  visit(Field{"state",
              "Name of the [[step]] whose state is described and imaged (of age also NAME_1, ...); "
              "empty takes the last"},
        s.describedState);
  visit(Field{"checkpoint_interval_s", "Wall time between checkpoints; no influence on the result",
              kPositive, false},
        s.checkpointInterval_s);
}

/// The thermal snapshots of a glass.
void eachSnapshotField(MaybeConst<MeltQuenchSettings> auto& s, auto&& visit) {
  visit(Field{"count",
              "Thermal snapshots; they give the vibrations and the images their thermal motion",
              {1, 100000}},
        s.snapshotCount);
  visit(Field{"interval_ps", "Time between snapshots", kPositive}, s.snapshotInterval_ps);
  visit(Field{"equilibration_ps", "Time at the final temperature before the first snapshot",
              kPositive},
        s.equilibration_ps);
}

/// Melts and quenches, or does the steps. Files in `workFolder` (created): the LAMMPS log, the
/// input deck melt_quench.in with its start.data, and checkpoints from which an interrupted call
/// goes on: call again with the same arguments. The start is the same for any number of ranks. All
/// ranks call it; every rank gets the result. Errors: usage (settings, elements that the potential
/// does not know, box smaller than the reach of the potential), environment (work folder),
/// interrupted.
Glass meltQuench(const MeltQuenchSettings& settings, const Potential& potential,
                 const std::filesystem::path& workFolder);

/// The same steps with a configuration that is there. Where it has vacuum or open directions its
/// box stays as it is, and a strain has to act along directions in which it repeats.
Glass stepThrough(const Atoms& atoms, const MeltQuenchSettings& settings,
                  const Potential& potential, const std::filesystem::path& workFolder);

/// Removes the checkpoints of both from their work folder: for the caller who has stored the
/// result.
void discardProtocol(const std::filesystem::path& workFolder);

}  // namespace glasscope::sim
