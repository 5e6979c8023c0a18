#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/settings/Fields.h"
#include "multislice/waves/Grid.h"

namespace glasscope::multislice {

/// A pixelated detector: a square of n x n square pixels with the zero frequency in the middle of
/// pixel [n/2, n/2], that reaches `max_angle_mrad` along its axes.
struct PixelatedDetector {
  double max_angle_mrad = 40;
  int pixels = 0;  ///< n, even; 0 takes the pixel of the simulation, 1 / (shorter side of the foil)
  int bin = 1;     ///< with pixels = 0: so many pixels of the simulation make one, along each axis
};

void eachField(MaybeConst<PixelatedDetector> auto& d, auto&& visit) {
  visit(Field{"max_angle_mrad", "Largest angle along the axes of a pattern", kPositive},
        d.max_angle_mrad);
  visit(Field{"pixels",
              "Pixels of a pattern along each axis, even; 0 takes those of the simulation",
              {0, 8192}},
        d.pixels);
  visit(Field{"bin",
              "Pixels of the simulation that make one of a pattern, along each axis, summed while "
              "recording; used where pixels = 0",
              {1, 1024}},
        d.bin);
}

/// Collects waves into the pixels of a detector. Where the pixel of the simulation is not the
/// detector's (other size, or a foil whose sides differ) intensity is shared by overlapping area,
/// so that sums are conserved.
class PixelBinning {
 public:
  /// Throws Error(capacity) when the grid does not carry the angle, Error(usage) for an odd or
  /// negative number of pixels, or pixels finer than the simulation's.
  PixelBinning(const PixelatedDetector& detector, const Grid& grid, const ElectronBeam& beam);

  int pixels() const { return pixels_; }
  double pixel_invA() const { return pixel_invA_; }

  /// Adds weight * |wave|^2 to pattern [pixels, pixels]; fractions of the incident beam.
  void accumulate(std::span<const std::complex<float>> wave, float weight,
                  std::span<float> pattern) const;

  /// Marks the frequencies that it collects.
  void mark(std::vector<bool>& counted) const;

 private:
  struct Share {  ///< of one row of the simulation among two neighbouring detector rows
    int source, first;
    float toFirst, toSecond;
  };
  static std::vector<Share> shares(int n, double step_invA, int pixels, double pixel_invA);
  int pixels_, ny_;
  double pixel_invA_;
  std::vector<Share> rows_, columns_;
};

}  // namespace glasscope::multislice
