#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/maps/Datacube.h"

namespace glasscope::multislice {

/// The weighted sum of datacubes of one shape, formed when a pattern is read: an incoherent average
/// over scans.
class WeightedDatacube : public Datacube {
 public:
  /// At least one part. Throws Error(input) for parts of different shapes.
  WeightedDatacube(std::vector<std::unique_ptr<Datacube>> parts, std::vector<double> weights);

  const DatacubeShape& shape() const override { return parts_.front()->shape(); }
  Array2<float> pattern(int rx, int ry) const override;

 private:
  std::vector<std::unique_ptr<Datacube>> parts_;
  std::vector<double> weights_;
};

}  // namespace glasscope::multislice
