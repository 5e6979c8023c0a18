#pragma once

#include <map>
#include <vector>

#include "core/maps/Datacube.h"
#include "multislice/recording/SourceSize.h"

namespace glasscope::multislice {

/// A 4-D scan of a point source, convolved with the source row by row: only the rows that the
/// kernel reaches are held in memory. Ask for rows in ascending order. Refers to both arguments.
class SourceRows {
 public:
  SourceRows(const Datacube& points, const SourceKernel& kernel)
      : points_(points), kernel_(kernel) {}

  /// Patterns [ry, qx, qy] of a scan row.
  std::vector<float> row(int rx);

 private:
  const std::vector<float>& loaded(int rx);

  const Datacube& points_;
  const SourceKernel& kernel_;
  std::map<int, std::vector<float>> rows_;
};

}  // namespace glasscope::multislice
