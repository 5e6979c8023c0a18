#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "core/math/Vec.h"

namespace glasscope::multislice {

/// What every multislice calculation needs beside the specimen.
struct MicroscopeSettings {
  double voltage_kV = 200;
  /// Inclination of the incident beam to the optic axis; detectors and patterns follow the beam.
  Vec2 beamTilt_mrad{0, 0};
  /// Small tilt of the specimen: what lies deeper by dz is seen displaced by tilt times dz.
  Vec2 specimenTilt_mrad{0, 0};
  std::string parametrisation = "lobato";  ///< or "kirkland", "peng"
  /// "infinite": an atom counts wholly to the slice of its nucleus; "finite": each slice holds the
  /// part of the atom's potential that lies in it.
  std::string projection = "infinite";
  /// Potentials are exponentiated on a grid so many times as fine along each side as that of the
  /// waves (see TransmissionFilter); 0 takes the number that makes pixels of about 0.027 angstrom.
  int potentialOversampling = 1;
  double slice_thickness_A = 2;  ///< largest; the foil is cut into equal slices
  int slices = 0;                ///< number of equal slices instead; 0 follows slice_thickness_A
  /// The grid carries at least this angle; 0 means 5 % more than the largest detector or aperture
  /// asks for, and not less than 1.5 times the aperture.
  double max_angle_mrad = 0;
  /// Points along x and y of the foil, instead of an angle; 0 follows max_angle_mrad.
  int grid_points = 0;
  std::string window = "auto";  ///< of a probe's wave: "auto", or "cell" for the whole foil
  double window_A = 0;          ///< its side instead; 0 follows `window`
  /// How waves are computed: "multislice", probe by probe; "scattering_matrix", from plane waves
  /// through the whole cell; "auto", the cheaper of the two (see ScanMethod).
  std::string method = "multislice";
  int prism_interpolation = 1;  ///< of the scattering matrix: every so many beams; 1 is exact
  int partitions = 0;           ///< rings of parent beams of the scattering matrix; 0: every beam

  /// The oversampling of potentials for waves with pixels of this size.
  int oversamplingFor(double pixel_A) const {
    constexpr double kFine_A = 0.027;  // an annulus of 100 mrad is within about 1 % then
    if (potentialOversampling != 0) return potentialOversampling;
    return std::max(1, static_cast<int>(std::lround(pixel_A / kFine_A)));
  }

  /// Inclination of the beam to the normal of the foil.
  Vec2 tiltInFoil_mrad() const { return beamTilt_mrad - specimenTilt_mrad; }
};

}  // namespace glasscope::multislice
