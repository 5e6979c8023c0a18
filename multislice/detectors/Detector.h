#pragma once

#include <algorithm>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace glasscope::multislice {

/// Anything that makes numbers of a wave: an annulus, segments, a centre of mass. It belongs to one
/// grid and is used by many threads at once.
class Detector {
 public:
  virtual ~Detector() = default;

  /// How many numbers it makes.
  virtual std::size_t values() const { return 1; }

  /// Writes values() numbers of a wave in reciprocal space (unshifted [kx, ky]) whose incident sum
  /// of |wave|^2 was one; intensities are fractions of the incident beam.
  virtual void measure(std::span<const std::complex<float>> wave, std::span<double> out) const = 0;

  /// Marks the frequencies that matter to it: all of them, unless it knows better.
  virtual void mark(std::vector<bool>& counted) const {
    std::fill(counted.begin(), counted.end(), true);
  }
};

}  // namespace glasscope::multislice
