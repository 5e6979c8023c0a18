#pragma once

#include <cmath>
#include <vector>

#include "core/scattering/ScatteringFactors.h"
#include "multislice/optics/Probe.h"
#include "multislice/potentials/Potential.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/scattering_matrix/RecordedFrequencies.h"
#include "multislice/scattering_matrix/ScatteringMatrix.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {

/// A foil ready to be scattered by.
struct SmallSpecimen {
  explicit SmallSpecimen(const Foil& foil = smallGlass(), double semiangle_mrad = 25,
                         int points = 72)
      : grid(points, points, foil.extent_A().x(), foil.extent_A().y()),
        slice_A(foil.thickness_A() / slices),
        propagator(grid, beam, limit, slice_A),
        transmission(transmissionOf(foil)) {
    settings.semiangle_mrad = semiangle_mrad;
    settings.aberrations.defocus_A = 35;
  }

  Transmission transmissionOf(const Foil& foil) const {
    const Slicing slicing(foil, slices);
    const ScatteringFactors factors(Parametrisation::lobato);
    const Potential potential(grid, factors, foil.species());
    return Transmission(grid, beam, limit, slices,
                        [&](int s) { return potential.project(foil, slicing.atoms(s)); });
  }

  /// A probe by multislice, in reciprocal space.
  Wave multislice(const Probe& probe, const Vec2& position_A, int last = slices) const {
    Wave wave(grid.pixels());
    probe.propagated(stack().entry_A(), beam, {0, 0}).form(position_A, wave);
    makeWaveStepper(propagator)->advance(wave, transmission.views(0, last));
    return wave;
  }

  /// Recorded after some slices, on their faces, and at the exit.
  SliceStack stack(const std::vector<int>& depths = {}) const {
    MicroscopeSettings microscope;
    microscope.slices = slices;
    std::vector<double> depths_A;
    for (const int depth : depths) {
      if (depth < slices) depths_A.push_back(depth * slice_A);
    }
    return SliceStack(microscope, slices * slice_A, depths_A);
  }

  std::vector<bool> everything() const { return std::vector<bool>(grid.pixels(), true); }

  static constexpr int slices = 5;
  ElectronBeam beam{200};
  Grid grid;
  BandLimit limit{grid};
  double slice_A;
  Propagator propagator;
  Transmission transmission;
  ProbeSettings settings;
};

/// The waves of probes that a scattering matrix gives at one of its depths.
inline std::vector<Wave> wavesOf(const ScatteringMatrix& matrix, const BeamRecorder& recorder,
                                 const Probe& probe, const std::vector<Vec2>& positions_A,
                                 int depth = 0) {
  const BeamCoefficients c = coefficientsOf(probe, recorder.probeGrid(), positions_A);
  const auto panels = recorder.panelsFor(positions_A);
  const std::size_t stride = panels.size() * BeamPanels::kPanel;
  std::vector<float> out(positions_A.size() * stride);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    matrix.panels().multiply(panels[i], c, out.data() + i * BeamPanels::kPanel, stride);
  }
  std::vector<Wave> waves;
  for (std::size_t p = 0; p < positions_A.size(); ++p) {
    waves.emplace_back(recorder.probeGrid().pixels());
    recorder.restore(depth, positions_A[p], panels, out.data() + p * stride, waves.back());
  }
  return waves;
}

/// Root mean square difference of intensities over the root mean square of the second.
inline double intensityError(const Wave& a, const Wave& b) {
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference += std::pow(std::norm(a[i]) - std::norm(b[i]), 2);
    size += std::pow(std::norm(b[i]), 2);
  }
  return std::sqrt(difference / size);
}

}  // namespace glasscope::multislice
