#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "multislice/scattering_matrix/ScatteringMatrix.h"

namespace glasscope::multislice {

/// Scattering matrices of a specimen's snapshots that outlive a scan, for further scans of the same
/// specimen, sampling and detectors, whose probes differ by aberrations alone (a focal series, the
/// nodes of a focal spread).
class MatrixStore {
 public:
  using Matrices = std::vector<std::optional<ScatteringMatrix>>;

  /// One a snapshot; what was kept is dropped where it has another size.
  Matrices& of(std::size_t snapshots, int beams, std::size_t rows) {
    const bool fits = std::all_of(matrices_.begin(), matrices_.end(), [&](const auto& m) {
      return !m || (m->panels().beams() == beams && m->panels().rows() == rows);
    });
    if (!fits) matrices_.clear();
    matrices_.resize(snapshots);
    return matrices_;
  }

  /// Memory that this rank holds.
  double memory_bytes() const {
    double bytes = 0;
    for (const auto& m : matrices_) {
      if (m) {
        bytes +=
            BeamPanels::memory_bytes(m->panels().beams(), static_cast<double>(m->panels().rows()));
      }
    }
    return bytes;
  }

 private:
  Matrices matrices_;
};

}  // namespace glasscope::multislice
