#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "core/math/Vec.h"
#include "core/scattering/ScatteringFactors.h"
#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::multislice {

/// What a slice holds of an atom.
enum class Projection {
  infinite,  ///< all of it in the slice of its nucleus
  finite     ///< in each slice the part of its potential that lies there
};
constexpr auto wordsOf(Projection) {
  return std::array{Word{Projection::infinite, "infinite"}, Word{Projection::finite, "finite"}};
}

/// Where the wave of a probe lives.
enum class WaveWindow {
  automatic,  ///< around the probe, where the foil is larger than what it scatters needs
  cell        ///< the whole foil
};
constexpr auto wordsOf(WaveWindow) {
  return std::array{Word{WaveWindow::automatic, "auto"}, Word{WaveWindow::cell, "cell"}};
}

/// How the waves of a scan are computed.
enum class WaveMethod {
  automatic,        ///< the cheaper of the two (see ScanMethod)
  multislice,       ///< probe by probe
  scatteringMatrix  ///< from plane waves through the whole cell
};
constexpr auto wordsOf(WaveMethod) {
  return std::array{Word{WaveMethod::automatic, "auto"}, Word{WaveMethod::multislice, "multislice"},
                    Word{WaveMethod::scatteringMatrix, "scattering_matrix"}};
}

/// What every multislice calculation needs beside the specimen.
struct MicroscopeSettings {
  double voltage_kV = 200;
  /// Inclination of the incident beam to the optic axis; detectors and patterns follow the beam.
  Vec2 beamTilt_mrad{0, 0};
  /// Small tilt of the specimen: what lies deeper by dz is seen displaced by tilt times dz.
  Vec2 specimenTilt_mrad{0, 0};
  Parametrisation parametrisation = Parametrisation::lobato;
  Projection projection = Projection::infinite;
  /// Potentials are exponentiated on a grid so many times as fine along each side as that of the
  /// waves (see TransmissionFilter); 0 takes the number that makes pixels of about 0.027 angstrom.
  int potentialOversampling = 1;
  double slice_thickness_A = 2;  ///< largest; the foil is cut into equal slices
  int slices = 0;                ///< number of equal slices instead; 0 follows slice_thickness_A
  /// 1: slices begin at the entrance in all thermal snapshots; 0: at another height in each
  /// (SliceStack), which averages the error of slicing out.
  int sliceOffsets = 0;
  /// The grid carries at least this angle; 0 means the largest angle recorded and the aperture's
  /// together (neededAngle_mrad in instrument/ScanJob.h).
  double max_angle_mrad = 0;
  /// Points along x and y of the foil, instead of an angle; 0 follows max_angle_mrad.
  int grid_points = 0;
  WaveWindow window = WaveWindow::automatic;
  double window_A = 0;  ///< side of a window instead; 0 follows `window`
  WaveMethod method = WaveMethod::multislice;
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

void eachField(MaybeConst<MicroscopeSettings> auto& m, auto&& visit) {
  visit(Field{"voltage_kV", "Accelerating voltage", {1, 5000}}, m.voltage_kV);
  visit(Field{"parametrisation", "Scattering factors"}, m.parametrisation);
  visit(Field{"beam_tilt_x_mrad",
              "Inclination of the beam to the optic axis along x; detectors follow the beam",
              {-100, 100}},
        m.beamTilt_mrad.x());
  visit(Field{"beam_tilt_y_mrad", "The same along y", {-100, 100}}, m.beamTilt_mrad.y());
  visit(
      Field{"specimen_tilt_x_mrad",
            "Small tilt of the specimen: what lies deeper by dz is seen displaced along x by this "
            "angle times dz",
            {-100, 100}},
      m.specimenTilt_mrad.x());
  visit(Field{"specimen_tilt_y_mrad", "The same along y", {-100, 100}}, m.specimenTilt_mrad.y());
  visit(Field{"projection",
              "Whether an atom counts wholly to the slice of its nucleus (infinite) or each slice "
              "holds the part of it that lies there (finite)"},
        m.projection);
  visit(
      Field{"potential_oversampling",
            "Potentials are exponentiated on a grid so many times as fine along each side as that "
            "of the waves; 0 makes pixels of about 0.027 angstrom, 1 lets heavy atoms scatter some "
            "per cent too strongly to the largest angles",
            {0, 8}},
      m.potentialOversampling);
  visit(Field{"slice_thickness_A", "Largest slice thickness", kPositive}, m.slice_thickness_A);
  visit(Field{"slices",
              "Number of equal slices instead of a thickness; 0 follows slice_thickness_A",
              {0, 1000000}},
        m.slices);
  visit(Field{"slice_offsets",
              "Heights at which slices begin, so that the error of slicing averages out: 0 is "
              "another one for every thermal configuration, 1 the same for all, more image each "
              "configuration so many times",
              {0, 64}},
        m.sliceOffsets);
  visit(Field{"max_angle_mrad",
              "Angle that the sampling must carry; 0 follows detectors and aperture", kNotNegative},
        m.max_angle_mrad);
  visit(Field{"grid_points",
              "Points of the wave along x and y instead of an angle; 0 follows max_angle_mrad",
              {0, 16384}},
        m.grid_points);
  visit(Field{"window",
              "Where a probe's wave lives: a window around it, where the foil is larger than the "
              "probe and what it scatters need, or always the whole foil (cell)"},
        m.window);
  visit(
      Field{"window_A",
            "Side of the window around each probe, instead; may exceed a periodic foil, which then "
            "repeats; 0 follows window",
            kNotNegative},
      m.window_A);
  visit(
      Field{
          "method",
          "How scans are computed: probe by probe, from a scattering matrix of the whole cell, or "
          "by the cheaper of these two, which agree"},
      m.method);
  visit(
      Field{"prism_interpolation",
            "Only every so many beams of the scattering matrix along x and y, probes cut out of as "
            "large a part of the cell (PRISM): faster, not exact; 1 is exact",
            {1, 64}},
      m.prism_interpolation);
  visit(
      Field{"partitions",
            "Rings of parent beams that the others of the scattering matrix are interpolated from: "
            "faster, not exact; 0 computes every beam",
            {0, 64}},
      m.partitions);
}

}  // namespace glasscope::multislice
