#include "multislice/potentials/TransmissionFilter.h"

#include <cmath>

#include "core/system/Error.h"

namespace glasscope::multislice {

TransmissionFilter::TransmissionFilter(const Grid& grid, const ElectronBeam& beam,
                                       const BandLimit& limit, int oversampling)
    : grid_(grid),
      fine_(grid.refined(oversampling)),
      interaction_per_VA_(beam.interaction_per_VA()),
      forward_(fine_.nx(), fine_.ny()),
      inverse_(grid.nx(), grid.ny()),
      filter_(grid.pixels()) {
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      filter_[static_cast<std::size_t>(i) * grid.ny() + j] =
          static_cast<float>(limit.weight(i, j) / static_cast<double>(fine_.pixels()));
    }
  }
}

void TransmissionFilter::apply(std::span<const float> potential, Wave& transmission) const {
  GLASSCOPE_ENSURE(potential.size() == static_cast<std::size_t>(fine_.pixels()),
                   "the potential is on another grid");
  Wave wave(potential.size());
  for (std::size_t i = 0; i < wave.size(); ++i) {
    // The nearest float of a phase of some radians is off by less than its wave is anyway.
    const auto phase = static_cast<float>(interaction_per_VA_ * static_cast<double>(potential[i]));
    wave[i] = {std::cos(phase), std::sin(phase)};
  }
  forward_.forward(wave.data());
  const int nx = grid_.nx(), ny = grid_.ny();
  transmission.resize(filter_.size());
  for (int i = 0; i < nx; ++i) {
    // Frequencies beyond the band limit, the Nyquist frequency among them, have no weight.
    const std::complex<float>* low =
        wave.data() + std::ptrdiff_t{i < nx / 2 ? i : i - nx + fine_.nx()} * fine_.ny();
    const std::complex<float>* high = low + fine_.ny() - ny;
    const std::ptrdiff_t at = std::ptrdiff_t{i} * ny;
    for (int j = 0; j < ny; ++j)
      transmission[at + j] = (j < ny / 2 ? low : high)[j] * filter_[at + j];
  }
  inverse_.inverse(transmission.data());
}

}  // namespace glasscope::multislice
