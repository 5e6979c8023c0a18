#pragma once

#include <cstdint>
#include <string>

namespace glasscope::cli {

/// What `glasscope fem` takes beside its model. Reciprocal lengths are 1/d in 1/angstrom.
struct FemOptions {
  double aperture_invA = 0.0305;
  double kMin_invA = 0.25, kMax_invA = 0.85, kStep_invA = 0.005;
  int origins = 8, orientations = 200;
  std::uint64_t seed = 1;
  bool femsim = false;   ///< one origin, orientations and tables of femsim
  std::string measured;  ///< table of k, V and its standard deviation
  double scale = 1;      ///< model's V over the measured one
};

}  // namespace glasscope::cli
