#pragma once

#include "compare/statistics/SurrogateBasis.h"

namespace glasscope::compare {

/// Plane waves: surrogates have the power spectrum of the map and random phases (Theiler et al.,
/// Physica D 58, 77 (1992), for time series). Right for maps that are stationary; pixels outside of
/// the mask count as the mean, which is harmless while they are few.
class FourierBasis : public SurrogateBasis {
 public:
  explicit FourierBasis(PixelMask mask);

  const char* name() const override { return "phase randomisation"; }
  std::size_t size() const override { return frequencies_.size(); }
  bool isSingle(std::size_t pattern) const override { return frequencies_[pattern].single; }
  Array2<double> compose(const Amplitudes& amplitudes) const override;

 protected:
  Amplitudes transform(const Array2<double>& unit) const override;

 private:
  struct Frequency {
    int x, y;
    bool single;  ///< its own conjugate
  };
  std::vector<Frequency> frequencies_;  ///< one of each pair of conjugates, without the mean
};

}  // namespace glasscope::compare
