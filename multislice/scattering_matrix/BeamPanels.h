#pragma once

#include <complex>
#include <cstddef>
#include <span>

#include "multislice/scattering_matrix/BeamCoefficients.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// A tall matrix of complex numbers, rows x beams, in panels of kRows rows, made to be multiplied
/// with the beam coefficients of many probes.
///
/// The product is a matrix product in blocks that stay in cache, written with Google Highway for
/// the widest vectors of the machine (AVX-512, AVX2, NEON, ...), chosen at run time. Eigen and BLAS
/// would do, but see docs/decisions: the order of the sum over beams is the same whatever the
/// blocks, so that a probe has the same bits in whatever batch, thread or rank it is computed.
class BeamPanels {
 public:
  static constexpr int kRows = 32;            ///< rows of a panel
  static constexpr int kPanel = 2 * kRows;    ///< floats of one beam in one panel: re, then im
  static constexpr int kBeamsTogether = 512;  ///< beams of one block: with its panel 128 KB

  BeamPanels(int beams, std::size_t rows);

  int beams() const { return beams_; }
  std::size_t rows() const { return rows_; }
  std::size_t panels() const { return panels_; }

  /// Puts the values of one beam, rows() of them, in their places.
  void store(int beam, std::span<const std::complex<float>> values);

  /// Panel `panel` times all probes: out[probe * stride + r] are the real parts and
  /// out[probe * stride + kRows + r] the imaginary parts of row kRows * panel + r. Single
  /// precision; the rounding of a sum over n beams is about sqrt(n) 6e-8 of its terms.
  void multiply(std::size_t panel, const BeamCoefficients& probes, float* out,
                std::size_t stride) const;

  static double memory_bytes(double beams, double rows) { return 8 * beams * (rows + kRows); }

 private:
  int beams_;
  std::size_t rows_, panels_;
  RealImage values_;  ///< [panel][beam][re, im][row in panel]
};

}  // namespace glasscope::multislice
