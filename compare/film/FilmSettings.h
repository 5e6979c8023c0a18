#pragma once

#include <cstdint>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::compare {

/// The microscope that is assumed for a measured film, and how much to spend on it.
///
/// The defaults are those that the data set's notes call a fair start: voltage and angles are not
/// part of it.
struct FilmSettings {
  double voltage_kV = 300;
  double semiangle_mrad = 30;
  double detectorInner_mrad = 30;
  double detectorOuter_mrad = 195;  ///< lowered, and said so, to what the sampling carries
  /// Tried one after the other on a small area; the best is kept. 0 focuses on the mean depth of
  /// the atoms, positive deeper (along the beam). One value: given, not fitted.
  std::vector<double> defocus_A = {-20, 0, 20, 40};
  double rmsDisplacement_A = 0.08;  ///< along one axis, frozen phonons
  int frozenPhonons =
      3;  ///< one alone costs 0.02 of NCC in the interior: its displacements are noise
  /// Distance of probes, rounded to whole pixels of the map; above one pixel the image is
  /// interpolated (cubic), and what is finer than two steps is lost or aliased: the intensity of
  /// the probe holds frequencies up to 2 semiangle / wavelength.
  double scanStep_A = 0.32;
  /// Pixel of the wave; carries wavelength / (3 sampling). 0: one that carries the outer angle of
  /// the detector and the semiangle together, by which electrons are scattered from one side of the
  /// aperture to the far edge of the detector.
  double sampling_A = 0;
  double window_A = 12.67;  ///< side of the square that a probe travels in
  int tilePixels = 8;       ///< probes share a square in tiles of this many map pixels a side
  double sliceThickness_A = 2.0;
  int bootstrap = 400;  ///< block-bootstrap replicas behind the intervals
  double block_A = 8;   ///< side of a bootstrap block
  std::uint64_t seed = 1;
  bool quick = false;    ///< a square of the film only: minutes become seconds
  int quickPixels = 32;  ///< its side
};

void eachField(MaybeConst<FilmSettings> auto& f, auto&& visit) {
  visit(Field{"voltage_kV", "Accelerating voltage of a measured film", {1, 5000}}, f.voltage_kV);
  visit(Field{"semiangle_mrad", "Its convergence semiangle", kPositive}, f.semiangle_mrad);
  visit(Field{"inner_mrad", "Inner angle of its detector", kNotNegative}, f.detectorInner_mrad);
  visit(Field{"outer_mrad",
              "Outer angle of its detector; lowered to what the sampling carries, with a warning",
              kPositive},
        f.detectorOuter_mrad);
  visit(Field{"defocus_A", "Values that are tried; the best is kept"}, f.defocus_A);
  visit(Field{"rms_displacement_A", "Thermal displacement along one axis", kNotNegative},
        f.rmsDisplacement_A);
  visit(Field{"frozen_phonons", "Thermal configurations averaged over", {1, 10000}},
        f.frozenPhonons);
  visit(Field{"scan_step_A",
              "Distance of simulated scan positions; the map is interpolated between them",
              kPositive},
        f.scanStep_A);
  visit(Field{"sampling_A", "Pixel of the wave; 0 carries outer angle and semiangle together",
              kNotNegative},
        f.sampling_A);
  visit(Field{"window_A", "Side of the square that a probe travels in", kPositive}, f.window_A);
  visit(Field{"slice_thickness_A", "Largest slice thickness", kPositive}, f.sliceThickness_A);
  visit(Field{"quick", "A corner of the film only"}, f.quick);
}

}  // namespace glasscope::compare
