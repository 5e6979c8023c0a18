#include "pipeline/stages/ForceColumns.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "sim/elasticity/LocalModuli.h"
#include "sim/potentials/Potential.h"
#include "sim/springs/SampleSprings.h"
#include "sim/statics/FreeMotion.h"
#include "sim/vibrations/BosonPeak.h"
#include "sim/vibrations/HeatCapacity.h"
#include "sim/vibrations/QuasiLocalised.h"
#include "sim/vibrations/SoftSpots.h"

namespace glasscope::pipeline {

namespace {

using Json = nlohmann::ordered_json;

std::string statesCsv(const sim::DensityOfStates& states) {
  std::string text = "frequency_THz,modes_below,density_per_THz,reduced_density_per_THz3\n";
  const double step = states.resolution_THz();
  for (double nu = step; nu < states.top_THz(); nu += step) {
    const double density = states.density_per_THz(nu);
    text += fmt::format("{},{},{},{}\n", nu, states.count(nu), density, density / (nu * nu));
  }
  return text;
}

Json vibrationFacts(const sim::HarmonicVibrations& found) {
  return {{"soft_edge_THz", found.softEdge_THz},
          {"modes_in_window", found.modesInWindow},
          {"spectrum_ends_THz", found.states.top_THz()},
          {"harmonic_u2_A2", found.meanU2_A2},
          {"harmonic_u2_quantum_A2", found.meanU2Quantum_A2},
          {"modes_counted_as_at_least_THz", found.lowestCounted_THz},
          {"force_norm_eV_per_A", found.forceNorm_eV_per_A},
          {"rigid_motions", found.rigidMotions},
          {"vectors", found.vectors},
          {"order", found.order}};
}

// From where modes of the box are resolved.
std::string heatCapacities(const sim::HarmonicVibrations& found, const Atoms& atoms) {
  const auto count = static_cast<double>(atoms.size());
  const double modes = 3 * count - static_cast<double>(found.rigidMotions);
  const double lowest_THz =
      std::max(4 * found.states.resolution_THz(), found.states.frequencyOf(1));
  std::vector<sim::HeatCapacity> rows;
  for (const double temperature_K : sim::heatCapacityTemperatures_K(lowest_THz))
    rows.push_back(sim::heatCapacity(found.states, modes, count, temperature_K));
  return sim::heatCapacityCsv(rows);
}

sim::SoundVelocities velocitiesOf(const Atoms& atoms, const sim::ElasticResponse& moduli) {
  return sim::soundVelocities(atoms, sim::shearModulus(moduli.relaxed_GPa),
                              sim::bulkModulus(moduli.relaxed_GPa));
}

Json modeFacts(const sim::QuasiLocalised& found) {
  return {{"modes", found.modes.size()},
          {"first_phonon_THz", found.firstPhonon_THz},
          {"below_first_phonon", found.below},
          {"complete", found.complete},
          {"softest_THz", found.modes.front().frequency_THz},
          {"softest_participation_ratio", found.modes.front().participationRatio}};
}

Json bosonFacts(const sim::DensityOfStates& states, const Atoms& atoms,
                const sim::ElasticResponse& moduli) {
  const auto velocities = velocitiesOf(atoms, moduli);
  const sim::BosonPeak peak = sim::bosonPeak(states, atoms, velocities);
  return {{"frequency_THz", peak.frequency_THz},
          {"reduced_density_per_THz3", peak.reducedDensity_per_THz3},
          {"over_debye", peak.overDebye},
          {"first_phonon_THz", peak.firstPhonon_THz},
          {"limited_by_box", peak.limitedByBox},
          {"transverse_velocity_m_per_s", 100 * velocities.transverse_A_per_ps},
          {"longitudinal_velocity_m_per_s", 100 * velocities.longitudinal_A_per_ps}};
}

Json elasticFacts(const sim::ElasticResponse& found) {
  Json tensor = Json::array();
  for (int row = 0; row < 6; ++row) {
    for (int column = 0; column < 6; ++column) tensor.push_back(found.relaxed_GPa(row, column));
  }
  return {{"shear_modulus_GPa", sim::shearModulus(found.relaxed_GPa)},
          {"bulk_modulus_GPa", sim::bulkModulus(found.relaxed_GPa)},
          {"affine_shear_modulus_GPa", sim::shearModulus(found.affine_GPa)},
          {"affine_bulk_modulus_GPa", sim::bulkModulus(found.affine_GPa)},
          {"tensor_GPa", tensor},
          {"asymmetry_GPa", found.asymmetry_GPa},
          {"residual", found.residual}};
}

// A sample that has no harmonic vibrations or moduli is still a sample: the run goes on without
// these columns, and says why.
template <class Work>
void unlessItHasNone(const char* what, const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input && error.kind() != ErrorKind::usage) throw;
    logWarning(std::string(what) + ": " + error.problem() + " (" + error.why() + "); " +
               error.remedy());
  }
}

}  // namespace

void addForceColumns(const Case& c, const RunDirectory& run, sim::Glass& glass,
                     nlohmann::ordered_json& facts) {
  if (glass.potential.name.empty()) return;
  const auto potential = sim::Potential::find(glass.potential.name, glass.inherent.species());
  if (!Mpi::isRoot() && sim::hasAnalyticSprings(potential)) return;
  std::optional<sim::HarmonicVibrations> vibrations;
  if (c.vibrations.enabled) {
    unlessItHasNone("vibrations", [&] {
      vibrations = sim::addSoftSpots(potential, glass.inherent, c.vibrations);
      if (!vibrations) {
        logInfo("vibrations: left out, the potential has no tables and differences take too long");
        return;
      }
      facts["vibrations"] = vibrationFacts(*vibrations);
      if (!Mpi::isRoot()) return;
      writeFileAtomically(run.path(Product::densityOfStates), statesCsv(vibrations->states));
      writeFileAtomically(run.path(Product::heatCapacity),
                          heatCapacities(*vibrations, glass.inherent));
    });
  }
  const bool bulk =
      glass.inherent.box.fullyPeriodic() && !sim::freeMotion(glass.inherent).hasVacuum();
  std::optional<sim::ElasticResponse> moduli;
  if (c.elasticity.enabled && bulk) {
    unlessItHasNone("elasticity", [&] {
      moduli = sim::addLocalModuli(potential, glass.inherent, c.elasticity);
      if (!moduli) return;
      facts["elasticity"] = elasticFacts(*moduli);
      if (vibrations) facts["boson_peak"] = bosonFacts(vibrations->states, glass.inherent, *moduli);
    });
  }
  if (c.vibrations.enabled && c.vibrations.modes > 0) {
    unlessItHasNone("vibrations", [&] {
      const double first_THz =
          moduli ? sim::firstPhonon_THz(glass.inherent, velocitiesOf(glass.inherent, *moduli)) : 0;
      const auto found = sim::addQuasiLocalised(potential, glass.inherent, c.vibrations, first_THz);
      if (!found) {
        logWarning("vibrations.modes: the potential has no analytic springs");
        return;
      }
      facts["softest_modes"] = modeFacts(*found);
      if (Mpi::isRoot())
        writeFileAtomically(run.path(Product::softestModes), sim::modesCsv(*found, glass.inherent));
    });
  }
}

}  // namespace glasscope::pipeline
