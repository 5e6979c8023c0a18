#pragma once

#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::compare {

/// How the variance of a model is computed. Reciprocal lengths are 1/d in 1/angstrom.
struct KinematicFemSettings {
  double aperture_invA = 0.0305;  ///< Q, radius of the objective aperture; the resolution is 0.61/Q
  std::vector<double> k_invA;     ///< where V is wanted; rising
  int origins = 8;                ///< places of the model that are looked at
  int orientations = 200;         ///< of each
  std::uint64_t seed = 1;
  /// One origin, the middle of the box, and the 211 orientations of the program femsim of the
  /// Voyles group (femsim-hrmc, MIT licence) in place of random ones.
  bool femsimOrientations = false;
  /// The truncations of its tables: distances to 0.005 angstrom downwards, the arguments of both
  /// Bessel functions to 0.005 downwards.
  bool femsimTables = false;
};

/// V(k) of a model, and how far it can be trusted.
struct KinematicFem {
  std::vector<double> k_invA;
  std::vector<double> v;      ///< <I^2> / <I>^2 - 1 over all origins and orientations
  std::vector<double> error;  ///< one standard error, leaving out one origin at a time; NaN for one
  std::vector<double> intensity;               ///< <I>, angstrom^2
  std::vector<std::vector<double>> vOfOrigin;  ///< [origin][k]
  double atomsInColumn = 0;                    ///< mean
};

/// V(k) as a tilted dark-field experiment measures it, kinematic and with a flat Ewald sphere: the
/// intensity of a column is sum_ij f_i f_j A_i A_j J0(2 pi k r_ij) with r_ij the distance across
/// the beam and A = 2 J1(x) / x, x = 2 pi Q r, the amplitude that the aperture leaves at the
/// distance r from the middle of the column (Dash, Voyles, Gibson, Treacy and Keblinski, J. Phys.
/// Condens. Matter 15, S2425 (2003)). f are Kirkland's scattering factors.
///
/// A column is a cube about its origin with the side 0.61 sqrt(2) / Q (inside the first zero of A),
/// cut from the periodic model after it was turned. Neighbouring places of one model are not
/// independent, and a model has few: the error is that of these origins, no more.
/// Throws Error(usage) when the column is larger than the model or settings make no sense, and
/// Error(input) for a model that is not periodic.
KinematicFem kinematicFem(const Atoms& model, const KinematicFemSettings& settings);

/// chi^2 / N of measured variances against V / scale, and the same with the scale that fits best.
struct VarianceFit {
  double chiSquare = 0;      ///< (1/N) sum ((measured - V / scale) / error)^2
  double bestChiSquare = 0;  ///< the least that any scale gives
  double bestScale = 0;
};

/// `measured` and `error` at the k of the model's V. Multiple scattering, decoherence and thickness
/// make measured variances smaller by a factor that is no part of the model: `scale`.
VarianceFit fitVariance(const std::vector<double>& v, const std::vector<double>& measured,
                        const std::vector<double>& error, double scale);

}  // namespace glasscope::compare
