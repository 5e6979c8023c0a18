#pragma once

#include <cstdint>

#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// omega^2 in ps^-2 of 1 eV/(angstrom^2 g/mol).
inline constexpr double kSquaredRate_per_ps2 = 9648.533212;

/// Frequency nu = omega / 2 pi in THz of an eigenvalue of mass-weighted springs; imaginary ones
/// (negative eigenvalues) come out negative. And the way back.
double frequency_THz(double eigenvalue);
double eigenvalueOf(double frequency_THz);

/// The ends of a spectrum, eV/(angstrom^2 g/mol).
struct SpectralEdges {
  double lowest = 0;  ///< smallest Ritz value: no bound, but clearly negative when modes are
  double top = 0;     ///< no eigenvalue lies above it
};

/// By Lanczos recursions from random vectors, all lanes of a block at once; the largest Ritz value
/// plus the norm of the last residual bounds the spectrum (Zhou and Li, Linear Algebra Appl. 435,
/// 480 (2011)). A function of the springs and the seed alone.
SpectralEdges spectralEdges(const Springs<float>& springs, std::uint64_t seed);

}  // namespace glasscope::sim
