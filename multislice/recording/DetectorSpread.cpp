#include "multislice/recording/DetectorSpread.h"

#include <algorithm>
#include <cmath>

#include "multislice/recording/modulationTransfer.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

void DetectorSpread::apply(Array2<float>& pattern, Beyond beyond) const {
  if (!settings_.blurs()) return;
  const int around = beyond == Beyond::itself ? 1 : 2;
  const int nx = around * pattern.nx(), ny = around * pattern.ny();
  const Fft fft(nx, ny);
  Wave wave(static_cast<std::size_t>(nx) * ny);
  const auto at = [ny](int x, int y) { return static_cast<std::size_t>(x) * ny + y; };
  for (int x = 0; x < pattern.nx(); ++x)
    for (int y = 0; y < pattern.ny(); ++y) wave[at(x, y)] = pattern(x, y);
  if (beyond == Beyond::mirror) {
    for (int x = 0; x < nx; ++x) {
      for (int y = 0; y < ny; ++y) {
        wave[at(x, y)] = pattern(std::min(x, nx - 1 - x), std::min(y, ny - 1 - y));
      }
    }
  }
  fft.forward(wave.data());
  const double scale = 1.0 / static_cast<double>(wave.size());
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const double fx = static_cast<double>(std::min(x, nx - x)) / nx;
      const double fy = static_cast<double>(std::min(y, ny - y)) / ny;
      wave[at(x, y)] *=
          static_cast<float>(scale * modulationTransfer(settings_.pointSpread_pixels, settings_.mtf,
                                                        std::hypot(fx, fy)));
    }
  }
  fft.inverse(wave.data());
  for (int x = 0; x < pattern.nx(); ++x)
    for (int y = 0; y < pattern.ny(); ++y) pattern(x, y) = std::max(wave[at(x, y)].real(), 0.0F);
}

}  // namespace glasscope::multislice
