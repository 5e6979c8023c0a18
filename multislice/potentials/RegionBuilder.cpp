#include "multislice/potentials/RegionBuilder.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::multislice {

namespace {

int wrapped(int i, int n) {
  return ((i % n) + n) % n;
}

/// Splits `count` numbers of a ring, from its member `first` on, into real and imaginary parts.
void separate(std::span<const std::complex<float>> ring, int first, int count, float* re,
              float* im) {
  const int n = static_cast<int>(ring.size());
  for (int done = 0, at = wrapped(first, n); done < count; at = 0) {
    const int run = std::min(count - done, n - at);
    for (int j = 0; j < run; ++j) {
      re[done + j] = ring[at + j].real();
      im[done + j] = ring[at + j].imag();
    }
    done += run;
  }
}

}  // namespace

RegionBuilder::Axis::Axis(int largest, int period, double step_A, int finer) {
  // As a floating-point number: of a needle of a cell the margin is more pixels than an integer
  // counts.
  const double margin = std::ceil(kMargin_A / step_A);
  whole = largest + 2 * margin >= period;
  count = whole ? period : Grid::friendlySize(largest + 2 * static_cast<int>(margin));
  whole = count >= period;
  if (whole) {
    count = period;
    return;
  }
  fade.assign(finer * count, 1.0f);
  const int wide = finer * ((count - largest) / 2);
  for (int i = 0; i < wide; ++i) {
    const double weight = 0.5 * (1 - std::cos(constants::kPi * i / wide));
    fade[i] = fade[fade.size() - 1 - i] = static_cast<float>(weight);
  }
}

int RegionBuilder::Axis::first(int regionFirst, int regionCount) const {
  return whole ? 0 : regionFirst - (count - regionCount) / 2;
}

RegionBuilder::RegionBuilder(const Grid& lattice, const PixelRegion& largest,
                             const ElectronBeam& beam, const MicroscopeSettings& microscope,
                             double taper_invA)
    : lattice_(lattice),
      finer_(microscope.potentialOversampling),
      x_(largest.ni, lattice.nx(), lattice.dx_A(), finer_),
      y_(largest.nj, lattice.ny(), lattice.dy_A(), finer_),
      microscope_(microscope),
      filter_(computedGrid(), beam, BandLimit(computedGrid(), taper_invA), finer_) {}

Grid RegionBuilder::computedGrid() const {
  return Grid(x_.count, y_.count, x_.whole ? lattice_.lx_A() : x_.count * lattice_.dx_A(),
              y_.whole ? lattice_.ly_A() : y_.count * lattice_.dy_A());
}

SlicedPotential RegionBuilder::potentialOf(const Foil& foil, const SliceStack& stack) const {
  return SlicedPotential(foil, lattice_.refined(finer_), microscope_, stack, finer_ * x_.count,
                         finer_ * y_.count);
}

void RegionBuilder::fade(Array2<float>& potential) const {
  for (int i = 0; i < finer_ * x_.count; ++i) {
    const float alongX = x_.whole ? 1.0f : x_.fade[i];
    for (int j = 0; j < finer_ * y_.count; ++j) {
      potential(i, j) *= y_.whole ? alongX : alongX * y_.fade[j];
    }
  }
}

void RegionBuilder::fillSlice(const SlicedPotential& potential, int slice,
                              RegionTransmission& slices) const {
  const PixelRegion& region = slices.region();
  const int x0 = x_.first(region.i, region.ni), y0 = y_.first(region.j, region.nj);
  Array2<float> v = potential.slice(slice, finer_ * x0, finer_ * y0);
  if (!x_.whole || !y_.whole) fade(v);
  Wave wave;
  filter_.apply(v.span(), wave);
  float* re = slices.re(slice);
  float* im = slices.im(slice);
  for (int i = 0; i < region.ni; ++i) {
    const std::size_t row = wrapped(region.i - x0 + i, x_.count);
    const std::ptrdiff_t at = i * slices.stride();
    separate(std::span(wave).subspan(row * y_.count, y_.count), region.j - y0, region.nj, re + at,
             im + at);
  }
}

void RegionBuilder::fill(const SlicedPotential& potential, RegionTransmission& slices) const {
  const PixelRegion& region = slices.region();
  GLASSCOPE_ENSURE((x_.whole || region.ni <= x_.count) && (y_.whole || region.nj <= y_.count),
                   "a region larger than was announced");
  parallelFor(slices.slices(), [&](std::int64_t k, int) {
    const int s = slices.firstSlice() + static_cast<int>(k);
    fillSlice(potential, s, slices);
  });
}

double RegionBuilder::computedPixels(const Grid& lattice, const PixelRegion& largest) {
  return static_cast<double>(Axis(largest.ni, lattice.nx(), lattice.dx_A(), 1).count) *
         Axis(largest.nj, lattice.ny(), lattice.dy_A(), 1).count;
}

double RegionBuilder::scratch_bytes(const Grid& lattice, const PixelRegion& largest, int finer) {
  // The wave and the potential, and within Potential (with margins of its own) a grid twice as fine
  // along each side, its half spectrum and the image; then the wave on the grid of the waves.
  const auto widened = [](int largestSide, double step_A, int period) {
    const double margin = std::ceil(2 * Potential::kMargin_A / step_A);
    return largestSide + static_cast<int>(std::min<double>(margin, period));
  };
  const PixelRegion wide{0, 0, widened(largest.ni, lattice.dx_A(), lattice.nx()),
                         widened(largest.nj, lattice.dx_A(), lattice.ny())};
  const double pixels = computedPixels(lattice, largest);
  return static_cast<double>(finer) * finer *
             (pixels * (sizeof(std::complex<float>) + sizeof(float)) +
              computedPixels(lattice, wide) * 10 * sizeof(float)) +
         (finer > 1 ? pixels * sizeof(std::complex<float>) : 0);
}

}  // namespace glasscope::multislice
