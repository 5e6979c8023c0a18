#pragma once

#include <complex>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/math/Array2.h"

namespace glasscope::compare {

using PixelMask = Array2<unsigned char>;  ///< nonzero: the pixel counts

/// A map in an orthonormal basis of patterns from coarse to fine, two of like scale to a complex
/// amplitude. Turning every amplitude by a random phase gives a surrogate: a map with the same
/// power at every scale, and so the same autocorrelation, that knows nothing of any other map.
/// Amplitudes are those of the centred map divided by its norm, so that the inner product of two
/// maps is their correlation.
class SurrogateBasis {
 public:
  using Amplitudes = std::vector<std::complex<double>>;

  virtual ~SurrogateBasis() = default;

  /// "phase randomisation" or "Moran randomisation".
  virtual const char* name() const = 0;
  virtual std::size_t size() const = 0;
  /// True where a pattern stands alone: its amplitude is real, and is turned by a sign.
  virtual bool isSingle(std::size_t pattern) const = 0;
  /// The amplitudes of a map whose mean over the mask is taken away first. Empty when the map is
  /// constant there.
  Amplitudes expand(const Array2<double>& values) const;
  /// The map of some amplitudes: sum of squares one, and meaningless outside of the mask.
  virtual Array2<double> compose(const Amplitudes& amplitudes) const = 0;

  /// Phases of unit size for surrogate `index`, the same for every map in this basis; another
  /// `stream`, other phases.
  Amplitudes randomPhases(std::uint64_t seed, std::uint64_t index, std::uint64_t stream) const;

  static double correlation(const Amplitudes& a, const Amplitudes& b);
  /// Standard deviation of the correlation of b with surrogates of a, exactly:
  /// sum over pairs |a|^2 |b|^2 / 2 plus sum over single patterns a^2 b^2.
  double surrogateDeviation(const Amplitudes& a, const Amplitudes& b) const;

  const PixelMask& mask() const { return mask_; }

 protected:
  explicit SurrogateBasis(PixelMask mask) : mask_(std::move(mask)) {}
  /// Of a map that is centred, zero outside of the mask and of sum of squares one.
  virtual Amplitudes transform(const Array2<double>& unit) const = 0;

 private:
  PixelMask mask_;
};

/// a_k b_k, element by element: amplitudes turned by phases.
SurrogateBasis::Amplitudes turned(const SurrogateBasis::Amplitudes& amplitudes,
                                  const SurrogateBasis::Amplitudes& phases);

}  // namespace glasscope::compare
