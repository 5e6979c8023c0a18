#include "multislice/detectors/DetectorSettings.h"

#include <cctype>
#include <set>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

constexpr const char* kMoments[] = {"sum",       "moment_x",  "moment_y",
                                    "moment_xx", "moment_xy", "moment_yy"};

}  // namespace

std::vector<std::string> DetectorSettings::signals() const {
  if (kind == DetectorKind::annular) return {name};
  if (kind == DetectorKind::centreOfMass) {
    std::vector<std::string> names;
    for (const char* moment : kMoments) names.push_back(fmt::format("{}_{}", name, moment));
    return names;
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
    const char* angles[] = {"",
                            "angle along x",
                            "angle along y",
                            "angle along x squared",
                            "angles along x and along y",
                            "angle along y squared"};
    return fmt::format("{}, intensity times {}", range, angles[signal]);
  }
  const auto count = static_cast<std::size_t>(sectors);
  return fmt::format("{}, ring {}, sector {} of {} from {:g} degrees", range, signal / count,
                     signal % count, sectors, rotation_deg);
}

std::string DetectorSettings::unit(std::size_t signal) const {
  if (kind != DetectorKind::centreOfMass || signal == 0) return "1";
  return signal < 3 ? "mrad" : "mrad^2";
}

namespace {

[[noreturn]] void refuse(const DetectorSettings& detector, const std::string& why) {
  throw Error(ErrorKind::usage, fmt::format("The detector '{}' cannot be used", detector.name), why,
              "write, for example, \"name=seg kind=segmented inner_mrad=0 outer_mrad=24 sectors=4 "
              "rotation_deg=45\", or the same as a table");
}

}  // namespace

void checkDetectors(const std::vector<DetectorSettings>& detectors) {
  std::set<std::string> names;
  for (const DetectorSettings& detector : detectors) {
    if (detector.name.empty()) refuse(detector, "it has no name");
    for (const char c : detector.name) {
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_')
        refuse(detector, "its name is not made of letters, digits and _");
    }
    if (!(detector.inner_mrad >= 0 && detector.outer_mrad > detector.inner_mrad)) {
      refuse(detector, fmt::format("from {} to {} mrad it has no area", detector.inner_mrad,
                                   detector.outer_mrad));
    }
    if (!names.insert(detector.name).second) refuse(detector, "its name is given twice");
  }
}

}  // namespace glasscope::multislice
