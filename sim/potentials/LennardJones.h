#pragma once

#include <string>
#include <vector>

namespace glasscope::sim {

/// A mixture of Lennard-Jones spheres, 4 epsilon ((sigma / r)^12 - (sigma / r)^6) up to a cutoff.
/// The models of the field are in units of their own; here two elements stand for the species.
struct LennardJonesMixture {
  struct Pair {
    int one = 0, other = 0;  ///< atomic numbers, one <= other
    double epsilon_eV = 0, sigma_A = 0, cutoff_A = 0;
  };

  std::string name, citation;
  std::vector<int> elements;
  std::vector<Pair> pairs;
  bool shifted = true;  ///< the energy is zero at the cutoff

  /// The commands of LAMMPS for types in this order, which is also what tells two mixtures apart.
  std::vector<std::string> commands(const std::vector<int>& types) const;
};

/// Units in which Kob and Andersen's mixture is given: epsilon_AA is kB 1000 K, so that a reduced
/// temperature of 0.5 is 500 K; sigma_AA in angstrom.
inline constexpr double kKobAndersenEpsilon_K = 1000, kKobAndersenSigma_A = 2.2;

/// "kob-andersen" (energy shifted at the cutoff, as in the paper) and "kob-andersen-unshifted";
/// null for any other name.
const LennardJonesMixture* lennardJonesMixture(const std::string& name);
std::vector<std::string> lennardJonesNames();

}  // namespace glasscope::sim
