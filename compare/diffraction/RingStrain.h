#pragma once

#include <vector>

#include "compare/diffraction/DiffractionGrid.h"

namespace glasscope::compare {

/// A symmetric two-dimensional strain, real space, positive in tension.
struct Strain2 {
  double xx = 0, yy = 0, xy = 0;
};

/// Strain from the shape of the first diffuse ring (Gammer et al. 2018).
///
/// A pattern I0(|k|) of an isotropic glass becomes I0(|(1+e) k|) when the glass is strained by e
/// (exact, for a symmetric e; to first order the ring's radius is q0 [1 - exx cos^2 f - eyy sin^2 f
/// - 2 exy sin f cos f]). The fit finds the e for which the intensity-weighted radius |(1+e) k|
/// inside a window about the ring, which is stretched along, is the same in all sectors, and that
/// of the reference.
class RingStrain {
 public:
  /// A pixel that the window may reach, and the sector of the ring that it belongs to.
  struct Pixel {
    std::size_t index;
    int sector;
    Vec2 frequency_invA;
  };

  /// `reference` is the pattern relative to which strains are given (the mean of a scan): its own
  /// ellipse, of the instrument, is divided out.
  RingStrain(const DiffractionGrid& grid, const Array2<double>& reference, double inner_invA,
             double outer_invA);

  /// NaN where a sector holds no intensity.
  Strain2 fit(const Array2<double>& pattern) const;

  double referenceRadius_invA() const { return radius_; }
  const Strain2& instrument() const { return instrument_; }  ///< traceless

 private:
  Strain2 iterate(const Array2<double>& pattern, bool traceless) const;
  double inner_, outer_, radius_ = 0;
  std::vector<Pixel> pixels_;
  Strain2 instrument_;
};

}  // namespace glasscope::compare
