#pragma once

namespace glasscope::sim {

/// Mean square displacement of an oscillator times its mass, eV ps^2, at an eigenvalue of the
/// springs (eV/(angstrom^2 g/mol), positive): k T / omega^2, and hbar / (2 omega) coth(hbar omega /
/// 2 k T).
double classicalSquare(double eigenvalue, double temperature_K);
double quantumSquare(double eigenvalue, double temperature_K);

}  // namespace glasscope::sim
