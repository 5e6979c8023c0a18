#pragma once

#include <cstdint>

#include "multislice/scattering_matrix/BeamRecorder.h"

namespace glasscope::multislice {

/// Keeps the frequencies that detectors count and nothing else: the exact scattering matrix. A
/// product row costs the same whether it is in real or in reciprocal space, but only here can those
/// that nobody sees be left out.
class RecordedFrequencies : public BeamRecorder {
 public:
  /// `counted[d]` tells of every frequency of the grid (unshifted, nx * ny) whether it is seen at
  /// depth number d.
  RecordedFrequencies(const Grid& grid, const std::vector<std::vector<bool>>& counted);

  const Grid& probeGrid() const override { return grid_; }
  std::size_t rows() const override { return rows_; }
  void record(int depth, std::span<const std::complex<float>> wave,
              std::span<std::complex<float>> values) const override;
  std::vector<std::size_t> panelsFor(std::span<const Vec2> positions_A) const override;
  void restore(int depth, const Vec2& position_A, std::span<const std::size_t> panels,
               const float* product, std::span<std::complex<float>> wave) const override;

 private:
  Grid grid_;
  std::vector<std::vector<std::uint32_t>> at_;  ///< of each depth: flat indices, ascending
  std::vector<std::size_t> first_;              ///< first row of each depth
  std::size_t rows_ = 0;
};

}  // namespace glasscope::multislice
