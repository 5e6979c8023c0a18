#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "core/math/Vec.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// Which values of an exit wave become the rows of a scattering matrix, and how the wave of a probe
/// is made again from the rows that the product gives. Immutable.
class BeamRecorder {
 public:
  virtual ~BeamRecorder() = default;

  /// The grid that probes are formed on and that detectors see.
  virtual const Grid& probeGrid() const = 0;

  /// Values kept at each recorded depth together.
  virtual std::size_t rows() const = 0;

  /// Writes the values of one beam's wave (reciprocal space of the specimen's grid) at the depth of
  /// that number into their places among all rows() `values`.
  virtual void record(int depth, std::span<const std::complex<float>> wave,
                      std::span<std::complex<float>> values) const = 0;

  /// The panels (of BeamPanels::kRows rows) that probes at these positions need, ascending.
  virtual std::vector<std::size_t> panelsFor(std::span<const Vec2> positions_A) const = 0;

  /// The wave of a probe in reciprocal space of probeGrid() from the product's panels (those that
  /// panelsFor gave for positions that include this one), one behind the other.
  virtual void restore(int depth, const Vec2& position_A, std::span<const std::size_t> panels,
                       const float* product, std::span<std::complex<float>> wave) const = 0;
};

}  // namespace glasscope::multislice
