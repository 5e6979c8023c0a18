#pragma once

#include <string>

#include "multislice/instrument/ScanJob.h"

namespace glasscope::multislice {

/// How the waves of a scan are computed, and what that costs.
struct ScanMethod {
  bool matrix = false;  ///< by a scattering matrix; else probe by probe (multislice)
  int beams = 0;        ///< plane waves of the aperture
  int waves = 0;        ///< plane waves that go through the slices: the beams, or their parents
  double rows = 0;      ///< values kept of each beam's exit waves
  /// Work for all foci of the job, which share matrices: pixels of waves stepped through slices by
  /// either method, and of the matrix rows times beams times probes multiplied, and rows times
  /// probes read by detectors.
  double multisliceSteps = 0, matrixSteps = 0, products = 0, readings = 0;
  double matrix_bytes = 0;  ///< of the matrix of one snapshot
  std::string why;          ///< of the choice, for people

  /// Seconds of one core at these costs of a step and a product.
  double multislice_s(double step_ns) const { return 1e-9 * step_ns * multisliceSteps; }
  double matrix_s(double step_ns, double product_ns) const;

  /// For labels: "multislice", "scattering matrix", "scattering matrix, PRISM interpolation 2".
  static std::string label(const MicroscopeSettings& microscope);

  /// The method that a job asks for; `auto` takes the cheaper of the two exact ones: multislice in
  /// the windows of probes, or the scattering matrix of the whole cell, where those of
  /// all snapshots fit into 4 GB. The costs compared are those of a reference machine, so
  /// that the choice, and with it the last bits of the result, is the same wherever it is made.
  /// Interpolation is never chosen, it has to be asked for. Throws Error(usage) for settings that
  /// contradict each other.
  static ScanMethod of(const ScanJob& job, const Foil& foil, int snapshots);
};

/// The job with the oversampling of its potentials settled by the sampling of the foil where it is
/// automatic.
ScanJob withOversampling(ScanJob job, const Foil& foil);

/// The job with what is automatic in it settled: `multislice` or `scattering_matrix` in place of
/// `auto`, and the oversampling of potentials (withOversampling). Throws what ScanMethod::of does.
ScanJob settled(const ScanJob& job, const Foil& foil, int snapshots);

}  // namespace glasscope::multislice
