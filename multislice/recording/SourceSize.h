#pragma once

#include <array>

#include "core/maps/Map2.h"
#include "core/math/Array2.h"
#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::multislice {

/// The shape of a source; see SourceKernel.
enum class SourceProfile { gaussian, lorentzian };
constexpr auto wordsOf(SourceProfile) {
  return std::array{Word{SourceProfile::gaussian, "gaussian"},
                    Word{SourceProfile::lorentzian, "lorentzian"}};
}

/// The finite size of the electron source as it appears in the plane of the specimen.
struct SourceSettings {
  double fwhm_A = 0;  ///< full width at half maximum of its image; 0: a point
  SourceProfile profile = SourceProfile::gaussian;
};

void eachField(MaybeConst<SourceSettings> auto& s, auto&& visit) {
  visit(Field{"source_fwhm_A",
              "Full width at half maximum of the source's image, with which the finished scan is "
              "convolved; 0: a point",
              kNotNegative},
        s.fwhm_A);
  visit(Field{"source_profile", "Shape of the source"}, s.profile);
}

/// Points of the source are incoherent with one another: a recorded map is the map of a point
/// source convolved with the image of the source. Two profiles are known,
///
///   gaussian    S ~ exp(-4 ln 2 r^2 / w^2)
///   lorentzian  S ~ (1 + r^2 / g^2)^(-3/2),  w = 2 g sqrt(2^(2/3) - 1)
///
/// w being the full width at half maximum (the second is the bivariate Cauchy distribution, whose
/// transform is exp(-2 pi g k); it has the long tails that Verbeeck, Beche and Van den Broek,
/// Ultramicroscopy 120, 35 (2012), measured). The profile is taken at the positions of the scan and
/// cut where 1e-5 (gaussian) or 5 % (lorentzian) of it lies beyond; what is left is scaled to one.
/// It is not averaged over scan pixels: a probe records at a point, and the average would add
/// step^2 / 12 to the variance of the source. The sum over positions stands for the integral where
/// the step is small beside the source (`coarseScan`).
class SourceKernel {
 public:
  /// Up to this part of the source's width a step leaves 0.6 % of a map's contrast (25 mrad, 200
  /// kV, width 0.8 and step 0.4 angstrom); with a step of the whole width it is tens of per cent.
  static constexpr double kLargestStep = 0.55;
  /// "" where a scan is fine enough for its source, else a sentence that says that it is not.
  static std::string coarseScan(const SourceSettings& source, const Vec2& step_A);

  /// A point.
  SourceKernel() : weights_(1, 1, 1.0) {}
  /// Throws Error(usage) for a width or step that is not positive.
  SourceKernel(const SourceSettings& source, const Vec2& step_A);

  /// Reach in scan positions along x and y.
  int reachX() const { return weights_.nx() / 2; }
  int reachY() const { return weights_.ny() / 2; }
  double weight(int dx, int dy) const { return weights_(dx + reachX(), dy + reachY()); }

  /// Convolves a scan of any kind of values: `add(dx, dy, weight)` is called for the neighbours at
  /// (x + dx, y + dy) that count at (x, y), with weights that add up to one. A periodic scan goes
  /// on at its other side; beyond the border of any other there is nothing, and the part of the
  /// kernel inside is scaled to one.
  template <class Add>
  void at(int x, int y, int nx, int ny, bool periodic, const Add& add) const {
    double inside = 0;
    for (int pass = 0; pass < 2; ++pass) {
      for (int dx = -reachX(); dx <= reachX(); ++dx) {
        for (int dy = -reachY(); dy <= reachY(); ++dy) {
          const int i = x + dx, j = y + dy;
          if (!periodic && (i < 0 || i >= nx || j < 0 || j >= ny)) continue;
          if (pass == 0) {
            inside += weight(dx, dy);
          } else {
            add(((i % nx) + nx) % nx, ((j % ny) + ny) % ny, weight(dx, dy) / inside);
          }
        }
      }
    }
  }

  Map2 convolve(const Map2& map) const;

 private:
  Array2<double> weights_;  ///< odd x odd, adds up to one
};

}  // namespace glasscope::multislice
