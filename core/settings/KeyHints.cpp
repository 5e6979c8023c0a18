#include "core/settings/KeyHints.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string>

#include "core/settings/FieldUnit.h"
#include "core/system/Text.h"

namespace glasscope {

namespace {

struct Synonym {
  std::string_view said, name;
};

// What LAMMPS, abTEM, Prismatic, py4DSTEM, microscopes and papers call a quantity, and how our keys
// name it.
constexpr Synonym kSynonyms[] = {
    {"ht", "voltage"},
    {"energy", "voltage"},
    {"beam_energy", "voltage"},
    {"acceleration_voltage", "voltage"},
    {"accelerating_voltage", "voltage"},
    {"kv", "voltage"},
    {"e0", "voltage"},
    {"aperture", "semiangle"},
    {"convergence", "semiangle"},
    {"convergence_angle", "semiangle"},
    {"convergence_semiangle", "semiangle"},
    {"semi_angle", "semiangle"},
    {"semiangle_cutoff", "semiangle"},
    {"alpha", "semiangle"},
    {"probe_semiangle", "semiangle"},
    {"temperature", "final_temperature"},
    {"temperature", "melt_temperature"},
    {"temp", "final_temperature"},
    {"quench_rate", "cooling_rate"},
    {"quenching_rate", "cooling_rate"},
    {"rate", "cooling_rate"},
    {"cooling", "cooling_rate"},
    {"dt", "timestep"},
    {"time_step", "timestep"},
    {"pressure", "pressure"},
    {"natoms", "atoms"},
    {"n_atoms", "atoms"},
    {"composition", "fractions"},
    {"concentration", "fractions"},
    {"species", "elements"},
    {"element", "elements"},
    {"force_field", "potential"},
    {"pair_style", "potential"},
    {"fluence", "dose"},
    {"electron_dose", "dose"},
    {"counts", "dose"},
    {"current", "electrons_per_position"},
    {"pixel", "pixels"},
    {"detector_pixels", "pixels"},
    {"probes", "scan_nx"},
    {"gpts", "grid_points"},
    {"sampling", "max_angle"},
    {"pixel_size", "scan_step"},
    {"probe_step", "scan_step"},
    {"step", "scan_step"},
    {"step_size", "scan_step"},
    {"slices", "slice_thickness"},
    {"slicethickness", "slice_thickness"},
    {"interpolation", "prism_interpolation"},
    {"interpolation_factor", "prism_interpolation"},
    {"sample_thickness", "thickness"},
    {"specimen_thickness", "thickness"},
    {"c1", "defocus"},
    {"df", "defocus"},
    {"c10", "defocus"},
    {"cs", "c30"},
    {"c3", "c30"},
    {"spherical_aberration", "c30"},
    {"astigmatism", "c12"},
    {"coma", "c21"},
    {"source_size", "source_fwhm"},
    {"frozen_phonon", "frozen_phonons"},
    {"phonons", "frozen_phonons"},
    {"phonons", "snapshots"},
    {"inner_angle", "inner"},
    {"outer_angle", "outer"},
    {"inner", "inner"},
    {"outer", "outer"},
    {"fdr", "false_discovery_rate"},
    {"random_seed", "seed"},
    {"strain", "largest_strain"},
    {"max_strain", "largest_strain"},
    {"maximum_strain", "largest_strain"},
    {"final_strain", "largest_strain"},
    {"to", "largest_strain"},
    {"strain_step", "step"},
    {"strain_increment", "step"},
    {"increment", "step"},
    {"path", "direction"},
    {"plane", "direction"},
    {"axis", "direction"},
    {"events", "most_events"},
    {"max_events", "most_events"},
    {"cutoff", "radius"},
    {"rcut", "radius"},
    {"tolerance", "force_tolerance"},
    {"ftol", "force_tolerance"},
    {"force", "force_tolerance"},
    {"tolerance", "accuracy"},
    {"precision", "accuracy"},
    {"error", "accuracy"},
    {"permutations", "surrogates"},
    {"shuffles", "surrogates"},
    {"randomisations", "surrogates"},
};

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view lastPart(std::string_view path) {
  return path.substr(path.rfind('.') + 1);  // of a path without a table: the whole
}

/// Ways to write the unit of keys that people use beside ours, as factors to it.
std::vector<double> factorsTo(std::string_view unit) {
  static const std::map<std::string_view, std::vector<double>> kFactors{
      {"kV", {1e-3, 1e3}},                        // V, MV
      {"mrad", {1e3, 17.453292519943295, 1e-3}},  // rad, degrees, microrad
      {"angstrom", {10, 1e-2, 1e10, 1e4}},        // nm, pm, m, micrometre
      {"ps", {1e-3, 1e3, 1e12}},                  // fs, ns, s
      {"fs", {1e3, 1e15}},                        // ps, s
      {"K/s", {1e12}}};                           // K/ps
  const auto found = kFactors.find(unit);
  return found == kFactors.end() ? std::vector<double>{} : found->second;
}

/// Keys whose numbers people give in per cent.
bool isShare(std::string_view name) {
  return unitOfName(name).empty() && (name.find("fraction") != std::string_view::npos ||
                                      name.find("strain") != std::string_view::npos);
}

}  // namespace

std::vector<std::string> keysMeantBy(std::string_view path, const std::vector<std::string>& known) {
  const std::string said = lowered(lastPart(path));
  const std::string stem = lowered(nameWithoutUnit(lastPart(path)));
  std::vector<std::string_view> names{said, stem};
  for (const Synonym& synonym : kSynonyms) {
    if (synonym.said == said || synonym.said == stem) names.push_back(synonym.name);
  }
  std::vector<std::string> meant;
  for (const std::string& key : known) {
    const std::string name = lowered(nameWithoutUnit(lastPart(key)));
    if (std::find(names.begin(), names.end(), name) != names.end()) meant.push_back(key);
  }
  // The table that was named is the one that was meant, where it has such a key.
  const std::string table(path.substr(0, path.size() - lastPart(path).size()));
  std::vector<std::string> here;
  std::copy_if(meant.begin(), meant.end(), std::back_inserter(here),
               [&](const std::string& key) { return !table.empty() && key.starts_with(table); });
  return here.empty() ? meant : here;
}

std::optional<double> inUnitOfKey(double value, std::string_view key, const Range& range) {
  if (!std::isfinite(value) || value == 0 || range.contains(value)) return std::nullopt;
  const std::string_view name = lastPart(key);
  constexpr double kPercent = 0.01;
  for (const double factor : isShare(name) ? std::vector{kPercent} : factorsTo(unitOfName(name))) {
    if (range.contains(value * factor)) return value * factor;
  }
  return std::nullopt;
}

}  // namespace glasscope
