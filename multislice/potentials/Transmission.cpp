#include "multislice/potentials/Transmission.h"

#include "core/system/Parallel.h"
#include "multislice/potentials/TransmissionFilter.h"

namespace glasscope::multislice {

Transmission::Transmission(const Grid& grid, const ElectronBeam& beam, const BandLimit& limit,
                           int slices, const std::function<Array2<float>(int)>& slice,
                           int oversampling)
    : planes_(slices), views_(slices) {
  const TransmissionFilter filter(grid, beam, limit, oversampling);
  parallelFor(slices, [&](std::int64_t s, int) {
    Wave wave;
    filter.apply(slice(static_cast<int>(s)).span(), wave);
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
