#include "multislice/RegionBuilder.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/Constants.h"
#include "core/Error.h"
#include "core/Parallel.h"

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

RegionBuilder::Axis::Axis(int largest, int period, double step_A) {
  const int margin = static_cast<int>(std::ceil(kMargin_A / step_A));
  count = Grid::friendlySize(largest + 2 * margin);
  whole = count >= period;
  if (whole) {
    count = period;
    return;
  }
  fade.assign(count, 1.0f);
  const int wide = (count - largest) / 2;
  for (int i = 0; i < wide; ++i) {
    const double weight = 0.5 * (1 - std::cos(constants::kPi * i / wide));
    fade[i] = fade[count - 1 - i] = static_cast<float>(weight);
  }
}

int RegionBuilder::Axis::first(int regionFirst, int regionCount) const {
  return whole ? 0 : regionFirst - (count - regionCount) / 2;
}

RegionBuilder::RegionBuilder(const Grid& lattice, const PixelRegion& largest,
                             const ElectronBeam& beam, const MicroscopeSettings& microscope,
                             double taper_invA)
    : lattice_(lattice),
      x_(largest.ni, lattice.nx(), lattice.dx_A()),
      y_(largest.nj, lattice.ny(), lattice.dy_A()),
      interaction_per_VA_(beam.interaction_per_VA()),
      microscope_(microscope),
      fft_(x_.count, y_.count),
      filter_(static_cast<std::size_t>(x_.count) * y_.count) {
  const Grid grid(x_.count, y_.count, x_.whole ? lattice.lx_A() : x_.count * lattice.dx_A(),
                  y_.whole ? lattice.ly_A() : y_.count * lattice.dy_A());
  const BandLimit limit(grid, taper_invA);
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      filter_[static_cast<std::size_t>(i) * grid.ny() + j] =
          static_cast<float>(limit.weight(i, j) / static_cast<double>(grid.pixels()));
    }
  }
}

SlicedPotential RegionBuilder::potentialOf(const Foil& foil) const {
  return SlicedPotential(foil, lattice_, microscope_, x_.count, y_.count);
}

void RegionBuilder::fillSlice(const SlicedPotential& potential, int slice,
                              RegionTransmission& slices) const {
  const PixelRegion& region = slices.region();
  const int x0 = x_.first(region.i, region.ni), y0 = y_.first(region.j, region.nj);
  const Array2<float> v = potential.slice(slice, x0, y0);
  Wave wave(filter_.size());
  for (int i = 0; i < x_.count; ++i) {
    const double fadeX = x_.whole ? 1 : x_.fade[i];
    for (int j = 0; j < y_.count; ++j) {
      const double fade = y_.whole ? fadeX : fadeX * static_cast<double>(y_.fade[j]);
      // The nearest float of a phase of some radians is off by less than its wave is anyway.
      const auto phase =
          static_cast<float>(interaction_per_VA_ * static_cast<double>(v(i, j)) * fade);
      wave[static_cast<std::size_t>(i) * y_.count + j] = {std::cos(phase), std::sin(phase)};
    }
  }
  fft_.forward(wave.data());
  for (std::size_t k = 0; k < wave.size(); ++k) wave[k] *= filter_[k];
  fft_.inverse(wave.data());
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
  return static_cast<double>(Axis(largest.ni, lattice.nx(), lattice.dx_A()).count) *
         Axis(largest.nj, lattice.ny(), lattice.dy_A()).count;
}

double RegionBuilder::scratch_bytes(const Grid& lattice, const PixelRegion& largest) {
  // The wave and the potential, and within Potential (with margins of its own) a grid twice as fine
  // along each side, its half spectrum and the image.
  const int margin = static_cast<int>(std::ceil(2 * Potential::kMargin_A / lattice.dx_A()));
  const PixelRegion wide{0, 0, largest.ni + margin, largest.nj + margin};
  return computedPixels(lattice, largest) * (sizeof(std::complex<float>) + sizeof(float)) +
         computedPixels(lattice, wide) * 10 * sizeof(float);
}

}  // namespace glasscope::multislice
