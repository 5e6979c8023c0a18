#include "multislice/detectors/DetectorSettings.h"

#include <fmt/format.h>

namespace glasscope::multislice {

std::vector<std::string> DetectorSettings::signals() const {
  if (kind == DetectorKind::annular) return {name};
  if (kind == DetectorKind::centreOfMass) {
    return {fmt::format("{}_sum", name), fmt::format("{}_moment_x", name),
            fmt::format("{}_moment_y", name)};
  }
  std::vector<std::string> names;
  for (int r = 0; r < rings; ++r) {
    for (int s = 0; s < sectors; ++s) {
      names.push_back(rings == 1 ? fmt::format("{}_s{}", name, s)
                                 : fmt::format("{}_r{}_s{}", name, r, s));
    }
  }
  return names;
}

std::string DetectorSettings::describe(std::size_t signal) const {
  const std::string range = fmt::format("{:g} to {:g} mrad", inner_mrad, outer_mrad);
  if (kind == DetectorKind::annular) return range;
  if (kind == DetectorKind::centreOfMass) {
    if (signal == 0) return range;
    return fmt::format("{}, intensity times angle along {}", range, signal == 1 ? "x" : "y");
  }
  const auto count = static_cast<std::size_t>(sectors);
  return fmt::format("{}, ring {}, sector {} of {} from {:g} degrees", range, signal / count,
                     signal % count, sectors, rotation_deg);
}

std::string DetectorSettings::unit(std::size_t signal) const {
  return kind == DetectorKind::centreOfMass && signal > 0 ? "mrad" : "1";
}

}  // namespace glasscope::multislice
