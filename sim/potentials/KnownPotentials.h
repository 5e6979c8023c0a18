#pragma once

#include <string>
#include <vector>

namespace glasscope::sim {

/// A potential that has a name of its own here.
struct KnownPotential {
  std::string name;
  std::string kimId;
  std::string debianFile;  ///< the same tables in Debian's lammps-data, or empty
  std::string citation;
  std::string
      substitute;  ///< name of the potential taken, with a warning, when this one is missing
};

const std::vector<KnownPotential>& knownPotentials();

/// Nullptr when there is none of that name.
const KnownPotential* knownPotential(const std::string& name);

}  // namespace glasscope::sim
