#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/vibrations/ChebyshevFilter.h"
#include "sim/vibrations/RigidMotions.h"

namespace glasscope::sim {

/// What an atom has of each function of the springs, summed over its three directions:
/// sum over modes of f(lambda) |e_i|^2, with the standard error of the estimate. In the order of
/// the springs' atoms.
struct LocalValues {
  std::vector<double> mean, error;
};

/// How the diagonal of functions of the springs is estimated.
struct LocalSpectrumSettings {
  int vectors = 64;  ///< random vectors; whole blocks of 16 are taken
  int order = 150;   ///< of the polynomials
  std::uint64_t seed = 1;
};

struct LocalSpectrum {
  std::vector<LocalValues> functions;  ///< one for each function asked for
  std::vector<double> moments;         ///< of the whole spectrum, from the same recursions
  int vectors = 0;
};

/// The local values of functions f >= 0 on [0, top] by random projections: with Z normal,
/// |(sqrt(f)(H) Z)_i|^2 has the mean f_ii, and a relative scatter of at least sqrt(2/3) that does
/// not grow as a window shrinks, which that of z_i (f(H) z)_i does. One recursion serves all
/// functions. Rigid motions are left out. The result depends on settings and sample, not on
/// threads.
LocalSpectrum localSpectrum(const Springs<float>& springs, const RigidMotions& rigid, double top,
                            const std::vector<std::function<double(double)>>& functions,
                            const LocalSpectrumSettings& settings);

}  // namespace glasscope::sim
