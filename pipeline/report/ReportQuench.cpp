#include "pipeline/report/ReportQuench.h"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "pipeline/report/TableFile.h"
#include "sim/quench/GlassTransition.h"

namespace glasscope::pipeline {

namespace {

constexpr double kCooled_K = 300;

/// One stage of the protocol that cooled.
struct Cooling {
  std::string name;
  std::vector<double> temperature_K, energy_eV_per_atom, volume_A3_per_atom, time_ps;

  bool isOne() const {
    return !temperature_K.empty() && temperature_K.front() - temperature_K.back() >= kCooled_K;
  }
  double rate_K_per_s() const {
    return 1e12 * (temperature_K.front() - temperature_K.back()) /
           (time_ps.back() - time_ps.front());
  }
};

std::vector<Cooling> coolingsOf(const TextTable& table) {
  const auto place = [&](const char* name) { return table.column(name); };
  const std::size_t phase = place("phase"), time = place("time_ps"), t = place("temperature_K"),
                    energy = place("potential_energy_eV_per_atom"),
                    volume = place("volume_A3_per_atom");
  std::vector<Cooling> stages;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (stages.empty() || stages.back().name != table.text(row, phase))
      stages.push_back({table.text(row, phase), {}, {}, {}, {}});
    stages.back().time_ps.push_back(table.number(row, time));
    stages.back().temperature_K.push_back(table.number(row, t));
    stages.back().energy_eV_per_atom.push_back(table.number(row, energy));
    stages.back().volume_A3_per_atom.push_back(table.number(row, volume));
  }
  std::erase_if(stages, [](const Cooling& stage) { return !stage.isOne(); });
  return stages;
}

}  // namespace

void addQuench(report::ReportData& data, const RunDirectory& run) {
  if (!std::filesystem::exists(run.path(Product::thermo))) return;
  report::ReportSection section;
  section.id = "quench";
  section.title = "Glass transition";
  section.intro =
      "Where the lines of liquid and glass meet as it is cooled. The errors are those of the fit: "
      "ten times slower and it freezes some tens of kelvin lower, and another range of "
      "temperatures gives another bend.";
  for (const Cooling& stage : coolingsOf(ownTable(run, Product::thermo))) {
    const auto add = [&](const char* by, const std::vector<double>& values, double unit,
                         const char* unitText, double atoms) {
      const auto found = sim::GlassTransition::of(stage.temperature_K, values, 0, 1e9);
      const std::string name = fmt::format("{}, by {}", stage.name, by);
      if (!found.found()) {
        section.numbers.push_back(
            {name, report::kUnknown, report::kUnknown, "K", "none found: " + found.why});
        return;
      }
      section.numbers.push_back({name, found.temperature_K, found.error_K, "K",
                                 fmt::format("at {:.2g} K/s; glass {:.3g}, liquid {:.3g} {}",
                                             stage.rate_K_per_s(), found.glassSlope * unit / atoms,
                                             found.liquidSlope * unit / atoms, unitText)});
    };
    // Expansion relative to the volume at the end of the stage.
    add("volume", stage.volume_A3_per_atom, 1e6, "1e-6/K of its final volume",
        stage.volume_A3_per_atom.back());
    add("potential energy", stage.energy_eV_per_atom, 1 / constants::kBoltzmann_eV_per_K,
        "k an atom beside the kinetic 1.5", 1);
  }
  if (!section.numbers.empty()) data.signals.sections.push_back(section);
}

}  // namespace glasscope::pipeline
