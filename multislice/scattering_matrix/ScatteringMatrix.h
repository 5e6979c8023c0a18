#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "multislice/optics/Probe.h"
#include "multislice/potentials/SliceStack.h"
#include "multislice/potentials/SliceView.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/scattering_matrix/BeamPanels.h"
#include "multislice/scattering_matrix/BeamRecorder.h"
#include "multislice/scattering_matrix/PartitionedBeams.h"

namespace glasscope::multislice {

/// What the scattering matrix of a snapshot is made with.
struct ScatteringGeometry {
  const Propagator& propagator;
  const SliceStack& stack;                ///< depths, and distances before and after
  const std::vector<Propagator>& joints;  ///< after each depth but the last (SliceStack::joint_A)
  ElectronBeam beam;
  Vec2 tilt_mrad;                       ///< of the beam to the normal of the slices
  const std::vector<BeamIndex>& beams;  ///< of the aperture
  /// None: every beam goes through the slices itself.
  const std::optional<PartitionedBeams>& parents;
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
