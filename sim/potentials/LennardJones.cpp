#include "sim/potentials/LennardJones.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/math/Constants.h"

namespace glasscope::sim {

namespace {

// A and B have the same mass; nickel and cobalt do within 0.4 %.
constexpr int kA = 28, kB = 27;

LennardJonesMixture kobAndersen(const std::string& name, bool shifted) {
  constexpr double kCutoff = 2.5;  // in the sigma of each pair
  const double unit_eV = constants::kBoltzmann_eV_per_K * kKobAndersenEpsilon_K;
  LennardJonesMixture mixture;
  mixture.name = name;
  mixture.citation =
      "W. Kob, H. C. Andersen, Phys. Rev. E 51, 4626 (1995), doi:10.1103/PhysRevE.51.4626; A is "
      "Ni, "
      "B is Co, epsilon_AA = kB 1000 K, sigma_AA = 2.2 angstrom";
  mixture.elements = {kB, kA};
  mixture.shifted = shifted;
  const struct {
    int one, other;
    double epsilon, sigma;
  } reduced[] = {{kB, kB, 0.5, 0.88}, {kB, kA, 1.5, 0.8}, {kA, kA, 1, 1}};
  for (const auto& pair : reduced) {
    const double sigma_A = pair.sigma * kKobAndersenSigma_A;
    mixture.pairs.push_back(
        {pair.one, pair.other, pair.epsilon * unit_eV, sigma_A, kCutoff * sigma_A});
  }
  return mixture;
}

const std::vector<LennardJonesMixture>& mixtures() {
  static const std::vector<LennardJonesMixture> list{kobAndersen("kob-andersen", true),
                                                     kobAndersen("kob-andersen-unshifted", false)};
  return list;
}

}  // namespace

std::vector<std::string> LennardJonesMixture::commands(const std::vector<int>& types) const {
  double longest_A = 0;
  for (const Pair& pair : pairs) longest_A = std::max(longest_A, pair.cutoff_A);
  std::vector<std::string> commands{fmt::format("pair_style lj/cut {:.17g}", longest_A),
                                    fmt::format("pair_modify shift {}", shifted ? "yes" : "no")};
  for (std::size_t i = 0; i < types.size(); ++i) {
    for (std::size_t j = i; j < types.size(); ++j) {
      const auto [low, high] = std::minmax(types[i], types[j]);
      for (const Pair& pair : pairs) {
        if (pair.one != low || pair.other != high) continue;
        commands.push_back(fmt::format("pair_coeff {} {} {:.17g} {:.17g} {:.17g}", i + 1, j + 1,
                                       pair.epsilon_eV, pair.sigma_A, pair.cutoff_A));
      }
    }
  }
  return commands;
}

const LennardJonesMixture* lennardJonesMixture(const std::string& name) {
  for (const LennardJonesMixture& mixture : mixtures())
    if (mixture.name == name) return &mixture;
  return nullptr;
}

std::vector<std::string> lennardJonesNames() {
  std::vector<std::string> names;
  for (const LennardJonesMixture& mixture : mixtures()) names.push_back(mixture.name);
  return names;
}

}  // namespace glasscope::sim
