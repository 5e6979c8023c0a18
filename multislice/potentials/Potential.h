#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "core/math/Array2.h"
#include "core/scattering/ScatteringFactors.h"
#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/potentials/PointTransform.h"
#include "multislice/specimen/Foil.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

/// Projected potentials of atoms on a grid, V angstrom, by their Fourier series
///
///   V(k) = 1/(lx ly) sum over species  v_Z(k)  sum over atoms exp(-2 pi i k r),
///
/// for every frequency of the grid: an atom may lie anywhere between the grid points. The sum over
/// atoms is a non-uniform FFT (PointTransform), so that an atom costs the same on every grid and
/// a slice one transform a species and one back. Against the exact series the error is below 1e-5
/// of the root mean square of V.
///
/// With finite projection only the part of each atom between two depths is projected. For that the
/// scattering factor is a sum of Gaussians (ScatteringFactors::gaussians), which separate depth
/// from the rest: each is one more non-uniform FFT (5 for peng, about 20 for the others), its atoms
/// weighted by the difference of two error functions. What is narrower than a limit counts to the
/// slice of the nucleus (`narrow_A2`). The slices of an atom add up to its infinite projection.
///
/// Instead of the whole grid it can fill regions of nx x ny of its pixels, anywhere on the periodic
/// lattice of the foil. Such a region is computed with a margin of `kMargin_A` or more around it,
/// which holds the neighbours whose tails reach into it. What lies beyond is neglected: tails,
/// below 1e-4 of a peak there, and the ripples at the Nyquist frequency of an atom's cut series,
/// 0.1 to 0.3 % of V (rms, at 0.05 to 0.1 angstrom a pixel). These do not survive the band limit of
/// a transmission function, which differs by 3e-6 to 2e-5 (rms, measured on a 2 angstrom slice of a
/// Cu-Zr glass at 200 kV; 4 angstrom: 2e-5, 2 angstrom: 3e-4).
class Potential {
 public:
  /// From what depth to what depth in the foil (finite projection).
  struct Depths {
    double low_A, high_A;
  };
  static constexpr Depths kEverywhere{-std::numeric_limits<double>::infinity(),
                                      std::numeric_limits<double>::infinity()};

  /// Around a region.
  static constexpr double kMargin_A = 6;

  /// Tables are made for `species` only. The object may be used by many threads at once.
  Potential(const Grid& grid, const ScatteringFactors& factors, std::span<const int> species);

  /// The same for regions of nx x ny pixels of `grid`; a side that is as long as the grid's, or
  /// would be with its margins, is computed whole. Throws Error(usage) for an empty region or one
  /// larger than the grid.
  /// `narrow_A2` is that of a Gaussian exp(-s k^2), sqrt(s / 2) / pi wide along the beam (rms):
  /// narrower ones are not divided among slices with finite projection.
  Potential(const Grid& grid, const ScatteringFactors& factors, std::span<const int> species,
            int nx, int ny, Projection projection = Projection::infinite,
            double narrow_A2 = kNarrow_A2);

  /// 0.0225 angstrom.
  static constexpr double kNarrow_A2 = 0.01;
  /// The limit for waves with this band limit and wavelength in slices so thick: what the
  /// propagation between two slices, or the band limit, would tell apart stays whole.
  ///
  /// The parts of a Gaussian on both sides of a face act in planes a slice apart, wherever in
  /// these slices the nucleus is. Scattered to k they are out of phase by pi wavelength slice k^2;
  /// exp(-s k^2) must have ended before that matters, or an atom near a face scatters some per cent
  /// too much or too little to large angles (gold, 1 angstrom slices, 200 kV: 6 to 25 %). So s is
  /// at least 80 wavelength slice.
  ///
  /// In slices of any thinness cores stay whole all the same: slices below 2 angstrom count as 2.
  /// Inside a core the scattered wave spreads sideways, and the square of the potential acts
  /// against that; in a Coulomb field the two cancel in first order at every distance (S. J.
  /// Wallace, Ann. Phys. 78, 190 (1973), the first correction to the eikonal). A paraxial wave
  /// knows the former alone: to divide a core of gold changes its rings by 1 to 6 %, and is not
  /// more right than to project it.
  ///
  /// And an atom's core scatters beyond the band limit, where what goes there has to be lost.
  /// Spread over thin slices, each of which scatters weakly, it is not: each product is cut before
  /// its second order has taken from the beam what the first order sent away, and the more slices
  /// there are, the less is lost. A Gaussian that is exp(-12) at the limit has not that fault.
  static double narrowFor_A2(double bandLimit_invA, double wavelength_A, double slice_A) {
    return std::max(12 / (bandLimit_invA * bandLimit_invA),
                    80 * wavelength_A * std::max(slice_A, 2.0));
  }

  const Grid& grid() const { return grid_; }
  int nx() const { return nx_; }  ///< of what is filled
  int ny() const { return ny_; }

  /// The potential of the given atoms of a foil on the pixels x0 .. x0 + nx - 1 by
  /// y0 .. y0 + ny - 1 of the grid, which goes on periodically: x0 and y0 are any numbers. `atoms`
  /// may hold all atoms of a slice; those far from the region cost next to nothing.
  Array2<float> project(const Foil& foil, std::span<const std::size_t> atoms, int x0 = 0,
                        int y0 = 0) const;

  /// Into memory of the caller's, nx() ny() values, y fastest. With infinite projection the depths
  /// do not matter.
  void project(const Foil& foil, std::span<const std::size_t> atoms, int x0, int y0,
               std::span<float> result, const Depths& depths = kEverywhere) const;

  /// How far above and below its nucleus an atom still counts; 0 with infinite projection.
  double reach_A() const { return reach_A_; }

  /// Memory that a thread needs while it projects.
  double scratch_bytes() const;

 private:
  /// A part of the scattering factor of a species that has one shape across the depth.
  struct Term {
    RealImage transform;  ///< v(k) / (lx ly), corrected, on [nx, ny/2 + 1]
    double s_A2;          ///< of exp(-s k^2); 0 for all at the nucleus, negative for any depth
    float weight(double low_A, double high_A) const;  ///< limits as seen from the nucleus
  };
  struct Scratch {
    std::vector<PointTransform::Point> atoms, points;
    std::vector<double> depths_A;
    Wave fine, spectrum;
    RealImage image;
  };
  /// Scratch space that is handed from call to call.
  class Pool {
   public:
    std::unique_ptr<Scratch> take();
    void give(std::unique_ptr<Scratch> scratch);

   private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Scratch>> idle_;
  };

  void makeTerms(const ScatteringFactors& factors, int atomicNumber, Projection projection,
                 double narrow_A2);
  void collect(const Foil& foil, std::span<const std::size_t> atoms, int atomicNumber, int x0,
               int y0, Scratch& scratch) const;
  void add(const Term& term, const Depths& depths, Scratch& scratch) const;

  Grid grid_;
  int nx_, ny_;
  Grid local_;                ///< the region with its margins
  int marginX_, marginY_;     ///< pixels below the region
  PointTransform structure_;  ///< on the local grid
  Fft fft_;
  std::map<int, std::vector<Term>> terms_;  ///< of each species
  double reach_A_ = 0;
  std::unique_ptr<Pool> pool_;
};

}  // namespace glasscope::multislice
