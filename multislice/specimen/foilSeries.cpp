#include "multislice/specimen/foilSeries.h"

#include <algorithm>

namespace glasscope::multislice {

namespace {

std::vector<std::size_t> evenIndices(std::size_t count, std::size_t available) {
  std::vector<std::size_t> indices(count);
  for (std::size_t i = 0; i < count; ++i) indices[i] = i * available / count;
  return indices;
}

bool isSimplyCut(const FoilSettings& f, const Foil& foil) {
  return f.wedge_A.empty() && f.bendRadius_A == 0 && f.top.formula.empty() &&
         f.bottom.formula.empty() && f.vacuumAbove_A == 0 && f.vacuumBelow_A == 0 &&
         !f.oriented() && foil.isPeriodic();
}

}  // namespace

std::vector<Foil> foilsOf(std::span<const Atoms> configurations, const FoilSettings& settings,
                          int count) {
  const std::size_t available = configurations.size();
  const auto wanted = static_cast<std::size_t>(std::max(count, 0));
  std::vector<Foil> foils;
  for (const std::size_t i :
       evenIndices(wanted == 0 ? available : std::min(wanted, available), available))
    foils.push_back(Foil::cut(configurations[i], settings));
  return foils;
}

std::vector<Foil> evenly(std::span<const Foil> foils, std::size_t count) {
  std::vector<Foil> chosen;
  for (const std::size_t i : evenIndices(count, foils.size())) chosen.push_back(foils[i]);
  return chosen;
}

std::vector<Foil> repeated(std::vector<Foil> foils, int times) {
  const std::size_t count = foils.size();
  for (int pass = 1; pass < times; ++pass) {
    for (std::size_t i = 0; i < count; ++i) foils.push_back(foils[i]);
  }
  return foils;
}

std::vector<double> depthsOf(std::span<const double> thicknesses_A, const Foil& foil,
                             const FoilSettings& settings) {
  const double whole_A = foil.thickness_A();
  const bool fits = std::ranges::all_of(
      thicknesses_A, [&](double value) { return value > 0 && value <= whole_A; });
  if (!fits || !isSimplyCut(settings, foil)) return {};
  std::vector<double> depths(thicknesses_A.begin(), thicknesses_A.end());
  std::erase(depths, whole_A);
  std::ranges::sort(depths);
  depths.erase(std::unique(depths.begin(), depths.end()), depths.end());
  return depths;
}

}  // namespace glasscope::multislice
