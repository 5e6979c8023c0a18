#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "multislice/optics/Probe.h"
#include "multislice/potentials/SliceView.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/scattering_matrix/BeamPanels.h"
#include "multislice/scattering_matrix/BeamRecorder.h"
#include "multislice/scattering_matrix/PartitionedBeams.h"

namespace glasscope::multislice {

/// What the scattering matrices of all snapshots share.
struct ScatteringGeometry {
  const Propagator& propagator;
  double slice_A;                           ///< distance of propagation after a slice
  std::vector<int> depths;                  ///< slices after which waves are recorded, ascending
  std::vector<BeamIndex> beams;             ///< of the aperture
  std::optional<PartitionedBeams> parents;  ///< none: every beam goes through the slices itself
  const BeamRecorder& recorder;
};

/// What a stack of slices makes of every plane wave in an aperture. The exit wave of any probe with
/// that aperture, wherever it stands and however it is aberrated, is a sum over beams (Ophus, Adv.
/// Struct. Chem. Imaging 3, 13 (2017), Eq. 5), and the waves of many probes are one matrix product:
/// a scan or a focal series costs as many multislice runs as there are beams, and then only
/// products.
class ScatteringMatrix {
 public:
  /// Sends the beams through the slices. Collective over ranks: beams are shared out, and every
  /// rank holds the whole matrix, the same bits everywhere. `tick` is called now and then, to stop
  /// by an exception.
  ScatteringMatrix(
      const ScatteringGeometry& geometry, std::span<const SliceView> slices,
      const std::function<void()>& tick = [] {});

  const BeamPanels& panels() const { return panels_; }

 private:
  BeamPanels panels_;
};

/// The beams of a probe on a part 1/factor of the cell along each axis, as frequencies of the cell.
std::vector<BeamIndex> beamsOf(const Probe& probe, const Grid& probeGrid, int factor);

/// The amplitude of every beam in probes at these positions.
BeamCoefficients coefficientsOf(const Probe& probe, const Grid& probeGrid,
                                std::span<const Vec2> positions_A);

}  // namespace glasscope::multislice
