#include "voronoi/structure/SeriesPairs.h"

#include <limits>
#include <map>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "voronoi/pairs/CoordinationShells.h"
#include "voronoi/pairs/RadialDistribution.h"

namespace glasscope::voronoi {

namespace {

// Empty where the frame has other atoms than those that pairs are counted around.
std::vector<RadialDistribution> distributionsOf(const Atoms& frame,
                                                const StructureReport& reference) {
  RadialSettings settings = reference.pairs.settings;
  if (reference.pairs.radial.empty()) return {};
  if (!settings.centres.empty() && settings.centres.size() != frame.size()) return {};
  // The range of the reference: by itself it would be that of each frame's box.
  settings.max_A = reference.pairs.radial.front().r_A.back() + 0.5 * settings.bin_A;
  auto found = radialDistributions(frame, settings);
  if (found.size() != reference.pairs.radial.size()) return {};  // a species is missing
  return found;
}

std::map<int, double> densities(const Atoms& frame, const StructureReport& reference) {
  if (!reference.pairs.settings.density_per_A3.empty())
    return reference.pairs.settings.density_per_A3;
  std::map<int, double> density;
  for (const int z : frame.atomicNumbers) ++density[z];
  for (auto& [species, count] : density) count /= frame.box.volume();
  return density;
}

std::string nameOf(const CoordinationShell& shell) {
  const std::string name = fmt::format("shell_{}_neighbours", shell.number);
  if (shell.neighbour == 0) return name;
  return fmt::format("{}_{}_{}", name, elementSymbol(shell.centre), elementSymbol(shell.neighbour));
}

}  // namespace

std::vector<SampleNumber> SeriesPairs::add(const Atoms& frame, bool known) {
  const auto radial = known ? reference_.pairs.radial : distributionsOf(frame, reference_);
  g_.resize(reference_.pairs.radial.size());
  for (std::size_t pair = 0; pair < radial.size(); ++pair) {
    g_[pair].resize(reference_.pairs.radial[pair].g.size());
    for (std::size_t bin = 0; bin < g_[pair].size() && bin < radial[pair].g.size(); ++bin)
      g_[pair][bin].push_back(radial[pair].g[bin]);
  }
  const auto density = densities(frame, reference_);
  double total = 0;
  for (const auto& [species, each] : density) total += each;
  std::vector<SampleNumber> numbers;
  for (const CoordinationShell& shell : reference_.pairs.shells) {
    double value = std::numeric_limits<double>::quiet_NaN();
    for (const RadialDistribution& d : radial) {
      if (d.centre != shell.centre || d.neighbour != shell.neighbour) continue;
      value = neighboursWithin(d, shell.inner_A, shell.outer_A,
                               shell.neighbour == 0 ? total : density.at(shell.neighbour));
    }
    numbers.push_back({nameOf(shell), "1", value});
  }
  return numbers;
}

std::vector<StructureSeries::PairMean> SeriesPairs::means(
    const std::function<double(std::span<const double>)>& errorOf) const {
  std::vector<StructureSeries::PairMean> means;
  for (std::size_t pair = 0; pair < g_.size(); ++pair) {
    if (g_[pair].empty() || g_[pair].front().empty()) continue;  // no frame fits the reference
    const RadialDistribution& like = reference_.pairs.radial[pair];
    StructureSeries::PairMean mean{like.centre, like.neighbour, like.r_A, {}, {}};
    for (const std::vector<double>& frames : g_[pair]) {
      double sum = 0;
      for (const double g : frames) sum += g;
      mean.g.push_back(sum / static_cast<double>(frames.size()));
      mean.error.push_back(errorOf(frames));
    }
    means.push_back(std::move(mean));
  }
  return means;
}

}  // namespace glasscope::voronoi
