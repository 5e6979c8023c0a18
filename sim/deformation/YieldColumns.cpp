#include "sim/deformation/YieldColumns.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/deformation/NonAffineMotion.h"

namespace glasscope::sim {

Atoms withYieldColumns(const QuasiStaticRun& run, const QuasiStaticSettings& settings) {
  Atoms atoms = run.first;
  const std::string how =
      fmt::format("athermal quasi-static strain along {} ", textOf(settings.path));
  addNonAffineColumns(nonAffineMotion(run.first, run.last, settings.radius_A),
                      fmt::format("{}from 0 to {:g}", how, run.rows.back().strain), atoms.columns);
  if (run.events.empty()) return atoms;
  const PlasticEvent& first = run.events.front();
  atoms.columns.add({"first_event_d2min_A2", "angstrom^2",
                     fmt::format("D2min (sum over the neighbours within {:g} angstrom) across the "
                                 "first plastic event, at {:.5f} of {}",
                                 settings.radius_A, first.strain, how),
                     first.d2min_A2});
  std::vector<double> sum(atoms.size(), 0.0);
  for (const PlasticEvent& event : run.events) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += event.d2min_A2[i];
  }
  atoms.columns.add({"events_d2min_A2", "angstrom^2",
                     fmt::format("sum of D2min over {} plastic events of {}to {:g}, each from the "
                                 "minimum before it",
                                 run.events.size(), how, run.rows.back().strain),
                     sum});
  return atoms;
}

const std::vector<std::string>& yieldColumnNames() {
  static const std::vector<std::string> names{"d2min_A2", "d2min_mean_A2", "local_shear_strain",
                                              "first_event_d2min_A2", "events_d2min_A2"};
  return names;
}

std::vector<std::string> yieldTargets(const Columns& columns) {
  std::vector<std::string> names;
  for (const char* name : {"first_event_d2min_A2", "events_d2min_A2", "d2min_A2"})
    if (columns.has(name)) names.emplace_back(name);
  return names;
}

std::vector<std::string> columnsAtRest(const Columns& columns) {
  const auto& yield = yieldColumnNames();
  std::vector<std::string> names;
  for (const Column& column : columns) {
    if (std::find(yield.begin(), yield.end(), column.name) != yield.end()) continue;
    if (column.name.find("_error") == std::string::npos) names.push_back(column.name);
  }
  return names;
}

std::string stressStrainCsv(const QuasiStaticRun& run) {
  std::string text = "strain,stress_GPa,energy_eV_per_atom,force_norm_eV_per_A\n";
  for (const StrainRow& row : run.rows) {
    text += fmt::format("{:.8g},{:.8g},{:.12g},{:.3g}\n", row.strain, row.stress_GPa,
                        row.energy_eV_per_atom, row.forceNorm_eV_per_A);
  }
  return text;
}

std::string plasticEventsCsv(const QuasiStaticRun& run) {
  std::string text =
      "strain,stress_drop_GPa,energy_released_eV,largest_d2min_A2,atom_id,x_A,y_A,z_A,"
      "participation\n";
  for (const PlasticEvent& event : run.events) {
    const Vec3& place = run.first.positions[event.centre];
    text += fmt::format("{:.8g},{:.6g},{:.6g},{:.6g},{},{:.4f},{:.4f},{:.4f},{:.6g}\n",
                        event.strain, event.stressDrop_GPa, event.energyReleased_eV,
                        event.largestD2min_A2, run.first.ids[event.centre], place.x(), place.y(),
                        place.z(), event.participation);
  }
  return text;
}

}  // namespace glasscope::sim
