#include "multislice/Transmission.h"

#include <cmath>

#include "core/Error.h"
#include "core/Parallel.h"
#include "multislice/Fft.h"

namespace glasscope::multislice {

Transmission::Transmission(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit,
                           int slices, const std::function<Array2<float>(int)>& slice)
    : planes_(slices), views_(slices) {
  const Fft fft(grid.nx(), grid.ny());
  RealImage filter(grid.pixels());
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      filter[static_cast<std::size_t>(i) * grid.ny() + j] =
          static_cast<float>(limit.weight(i, j) / static_cast<double>(grid.pixels()));
    }
  }
  parallelFor(slices, [&](std::int64_t s, int) {
    const Array2<float> potential = slice(static_cast<int>(s));
    GLASSCOPE_ENSURE(potential.size() == filter.size(), "the potential is on another grid");
    Wave wave(potential.size());
    for (std::size_t i = 0; i < wave.size(); ++i) {
      const auto phase =
          static_cast<float>(beam.interaction_per_VA() * static_cast<double>(potential[i]));
      wave[i] = {std::cos(phase), std::sin(phase)};
    }
    fft.forward(wave.data());
    for (std::size_t i = 0; i < wave.size(); ++i) wave[i] *= filter[i];
    fft.inverse(wave.data());
    const std::ptrdiff_t stride = SliceView::strideFor(grid.ny()), plane = stride * grid.nx();
    RealImage& planes = planes_[s];
    planes.resize(2 * plane);
    for (int i = 0; i < grid.nx(); ++i) {
      const std::complex<float>* row = wave.data() + std::ptrdiff_t{i} * grid.ny();
      for (int j = 0; j < grid.ny(); ++j) {
        planes[i * stride + j] = row[j].real();
        planes[plane + i * stride + j] = row[j].imag();
      }
    }
    views_[s] = {planes.data(), planes.data() + plane, stride};
  });
}

}  // namespace glasscope::multislice
