#pragma once

#include "multislice/scattering_matrix/BeamRecorder.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {

/// Keeps exit waves in real space, to cut each probe out of a 1/f part of the cell: the PRISM
/// algorithm (C. Ophus, Adv. Struct. Chem. Imaging 3, 13 (2017)). Only beams whose frequencies are
/// multiples of f are summed, so that the incident probe repeats f times along x and y, and the
/// wave around one of them is cut out. Interaction of a probe with what lies beyond its part of the
/// cell is lost: an approximation, never exact.
///
/// Waves are kept on the coarsest grid that carries the recorded frequencies.
class CroppedProbes : public BeamRecorder {
 public:
  /// `reach_x`, `reach_y`: the largest frequency that is recorded along each axis, in pixels of the
  /// cell. Throws Error(usage) when the grid cannot be divided by `factor`.
  CroppedProbes(const Grid& grid, int factor, int reach_x, int reach_y, int depths);

  const Grid& probeGrid() const override { return probeGrid_; }
  std::size_t rows() const override { return depths_ * rowsOfDepth(); }
  void record(int depth, std::span<const std::complex<float>> wave,
              std::span<std::complex<float>> values) const override;
  std::vector<std::size_t> panelsFor(std::span<const Vec2> positions_A) const override;
  void restore(int depth, const Vec2& position_A, std::span<const std::size_t> panels,
               const float* product, std::span<std::complex<float>> wave) const override;

  /// Points of the coarse grid, and of the part that is cut out.
  int nx() const { return nx_; }
  int ny() const { return ny_; }
  int windowX() const { return nx_ / factor_; }
  int windowY() const { return ny_ / factor_; }

  /// A part 1/factor of a grid along each axis. Throws Error(usage) when that has no even number of
  /// points.
  static Grid partOf(const Grid& grid, int factor);

 private:
  std::size_t panelsOfLine() const;
  std::size_t rowsOfDepth() const;
  int startX(const Vec2& position_A) const;
  int startY(const Vec2& position_A) const;
  Grid grid_, probeGrid_;
  int factor_, nx_, ny_;
  std::size_t depths_;
  Fft image_, window_;
};

}  // namespace glasscope::multislice
