#include "multislice/scan/focalAverage.h"

#include <utility>

#include <fmt/format.h>

namespace glasscope::multislice {

ScanJob atFocus(ScanJob job, double defocus_A, const FocalNode& node) {
  const double off_A = defocus_A + node.offset_A - job.probe.aberrations.defocus_A;
  job.probe.aberrations.defocus_A = defocus_A + node.offset_A;
  if (off_A != 0) job.label += fmt::format(" at {:+.1f} A", off_A);
  return job;
}

std::vector<Map2> focalAverage(std::span<const FocalNode> nodes,
                               const std::function<ScanResult(std::size_t)>& scanAt) {
  std::vector<Map2> mean;
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    ScanResult result = scanAt(n);
    std::vector<Map2> maps = std::move(result.signals);
    for (Map2& map : result.standardErrors) maps.push_back(std::move(map));
    for (Map2& map : maps) {
      for (double& value : map.values) value *= nodes[n].weight;
    }
    if (n == 0) {
      mean = std::move(maps);
      continue;
    }
    for (std::size_t m = 0; m < maps.size(); ++m) {
      for (std::size_t i = 0; i < maps[m].values.size(); ++i) {
        mean[m].values[i] += maps[m].values[i];
      }
    }
  }
  return mean;
}

}  // namespace glasscope::multislice
