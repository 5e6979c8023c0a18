#include "multislice/waves/EdgeIntensity.h"

#include <cmath>

namespace glasscope::multislice {

namespace {

/// Which points of an axis lie in the ring: those about half a period away from the centre.
std::vector<char> ringOf(int n, int centre) {
  std::vector<char> ring(n);
  const double inner = (0.5 - EdgeIntensity::kRing) * n;
  for (int i = 0; i < n; ++i) {
    const int off = ((i - centre) % n + n) % n;
    ring[i] = std::min(off, n - off) > inner;
  }
  return ring;
}

}  // namespace

double EdgeIntensity::measure(Wave& wave, const PixelCorner& centre) const {
  fft_.inverse(wave.data());
  const std::vector<char> ringX = ringOf(grid_.nx(), centre.i),
                          ringY = ringOf(grid_.ny(), centre.j);
  double all = 0, edge = 0;
  for (int i = 0; i < grid_.nx(); ++i) {
    const std::complex<float>* row = wave.data() + static_cast<std::size_t>(i) * grid_.ny();
    double rowAll = 0, rowEdge = 0;
    for (int j = 0; j < grid_.ny(); ++j) {
      const double intensity = std::norm(row[j]);
      rowAll += intensity;
      if (ringY[j]) rowEdge += intensity;
    }
    all += rowAll;
    edge += ringX[i] ? rowAll : rowEdge;
  }
  return all > 0 ? edge / all : 0;
}

}  // namespace glasscope::multislice
