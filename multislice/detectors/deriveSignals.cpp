#include "multislice/detectors/deriveSignals.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "multislice/detectors/DepthName.h"

namespace glasscope::multislice {

namespace {

/// The maps of a detector in the order of its numbers (of the moments those that a centre of mass
/// is made of); empty when one is missing.
std::vector<const Map2*> mapsOf(const DetectorSettings& detector, std::span<const Map2> signals,
                                const std::string& suffix) {
  std::vector<const Map2*> maps;
  std::vector<std::string> names = detector.signals();
  if (detector.kind == DetectorKind::centreOfMass) names.resize(3);
  for (const std::string& name : names) {
    const auto found = std::find_if(signals.begin(), signals.end(),
                                    [&](const Map2& map) { return map.name == name + suffix; });
    if (found == signals.end()) return {};
    maps.push_back(&*found);
  }
  return maps;
}

/// weights . maps / norms . maps, pixel by pixel; NaN where nothing was counted.
Map2 quotient(const std::vector<const Map2*>& maps, const std::vector<double>& weights,
              const std::vector<double>& norms) {
  Map2 result = *maps.front();
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    double above = 0, below = 0;
    for (std::size_t m = 0; m < maps.size(); ++m) {
      above += weights[m] * maps[m]->values[i];
      below += norms[m] * maps[m]->values[i];
    }
    result.values[i] = below > 0 ? above / below : std::numeric_limits<double>::quiet_NaN();
  }
  return result;
}

Map2 named(Map2 map, const std::string& name, const std::string& unit,
           const std::string& description) {
  map.name = name;
  map.unit = unit;
  map.description = description;
  return map;
}

std::vector<double> weightsOf(const DetectorSettings& detector, int direction) {
  std::vector<double> weights;
  for (int r = 0; r < detector.rings; ++r) {
    for (int s = 0; s < detector.sectors; ++s) {
      const double middle =
          (detector.rotation_deg + 360.0 * (s + 0.5) / detector.sectors) * constants::kPi / 180;
      weights.push_back(direction == 0 ? std::cos(middle) : std::sin(middle));
    }
  }
  return weights;
}

/// "" and "_at_20.0A", ...: what follows a detector's first name among the maps.
std::vector<std::string> suffixesOf(const DetectorSettings& detector,
                                    std::span<const Map2> signals) {
  const std::string first = detector.signals().front();
  std::vector<std::string> suffixes;
  for (const Map2& map : signals) {
    if (!map.name.starts_with(first)) continue;
    const std::string rest = map.name.substr(first.size());
    if (isDepthSuffix(rest)) suffixes.push_back(rest);
  }
  return suffixes;
}

void derive(const DetectorSettings& detector, const std::vector<const Map2*>& maps,
            const std::string& suffix, std::vector<Map2>& derived) {
  for (int d = 0; d < 2; ++d) {
    const char axis = d == 0 ? 'x' : 'y';
    if (detector.kind == DetectorKind::segmented) {
      const std::vector<double> norms(maps.size(), 1.0);
      derived.push_back(named(quotient(maps, weightsOf(detector, d), norms),
                              fmt::format("{}_dpc_{}{}", detector.name, axis, suffix), "1",
                              fmt::format("differential phase contrast along {}", axis)));
    } else {
      const std::vector<double> moment = {0, d == 0 ? 1.0 : 0, d == 1 ? 1.0 : 0};
      derived.push_back(named(quotient(maps, moment, {1, 0, 0}),
                              fmt::format("{}_{}{}", detector.name, axis, suffix), "mrad",
                              fmt::format("centre of mass along {}, {:g} to {:g} mrad", axis,
                                          detector.inner_mrad, detector.outer_mrad)));
    }
  }
}

}  // namespace

std::vector<Map2> deriveSignals(std::span<const DetectorSettings> detectors,
                                std::span<const Map2> signals) {
  std::vector<Map2> derived;
  for (const DetectorSettings& detector : detectors) {
    const bool segmented = detector.kind == DetectorKind::segmented && detector.sectors >= 3;
    if (!segmented && detector.kind != DetectorKind::centreOfMass) continue;
    for (const std::string& suffix : suffixesOf(detector, signals)) {
      const auto maps = mapsOf(detector, signals, suffix);
      if (!maps.empty()) derive(detector, maps, suffix, derived);
    }
  }
  return derived;
}

}  // namespace glasscope::multislice
