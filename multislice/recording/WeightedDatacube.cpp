#include "multislice/recording/WeightedDatacube.h"

#include "core/system/Error.h"

namespace glasscope::multislice {

WeightedDatacube::WeightedDatacube(std::vector<std::unique_ptr<Datacube>> parts,
                                   std::vector<double> weights)
    : parts_(std::move(parts)), weights_(std::move(weights)) {
  GLASSCOPE_ENSURE(!parts_.empty() && parts_.size() == weights_.size(), "parts without weights");
  for (const auto& part : parts_) {
    const DatacubeShape &a = part->shape(), &b = parts_.front()->shape();
    if (a.rx == b.rx && a.ry == b.ry && a.qx == b.qx && a.qy == b.qy) continue;
    throw Error(ErrorKind::input, "scans of different shapes cannot be averaged",
                "their numbers of positions or pixels differ", "record them anew");
  }
}

Array2<float> WeightedDatacube::pattern(int rx, int ry) const {
  Array2<float> sum(shape().qx, shape().qy);
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const Array2<float> part = parts_[p]->pattern(rx, ry);
    const auto weight = static_cast<float>(weights_[p]);
    for (std::size_t q = 0; q < sum.size(); ++q) sum[q] += weight * part[q];
  }
  return sum;
}

}  // namespace glasscope::multislice
