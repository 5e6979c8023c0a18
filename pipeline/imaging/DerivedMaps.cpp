#include "pipeline/imaging/DerivedMaps.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compare/images/GradientIntegral.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "multislice/detectors/deriveSignals.h"

namespace glasscope::pipeline {

namespace {

bool isDefined(const Map2& map) {
  return std::all_of(map.values.begin(), map.values.end(),
                     [](double value) { return std::isfinite(value); });
}

}  // namespace

void addDerived(std::vector<Map2>& maps, std::span<const multislice::DetectorSettings> detectors,
                bool integrals) {
  const std::vector<Map2> derived = multislice::deriveSignals(detectors, maps);
  // Pairs along x and y: "com_x_at_5.0A" and "com_y_at_5.0A" give "com_integrated_at_5.0A".
  for (std::size_t i = 0; i + 1 < derived.size(); i += 2) {
    maps.push_back(derived[i]);
    maps.push_back(derived[i + 1]);
    if (!integrals) continue;
    const std::string& name = derived[i].name;
    if (!isDefined(derived[i]) || !isDefined(derived[i + 1])) {
      logWarning(fmt::format("{} is undefined where no electron was counted, and is not integrated",
                             name));
      continue;
    }
    Map2 integral = compare::integrateGradient(derived[i], derived[i + 1]);
    const std::size_t axis = name.rfind("_x");
    integral.name = fmt::format("{}_integrated{}", name.substr(0, axis), name.substr(axis + 2));
    maps.push_back(std::move(integral));
  }
}

std::string detectorsText(std::span<const multislice::DetectorSettings> detectors) {
  auto all = nlohmann::ordered_json::array();
  for (const multislice::DetectorSettings& d : detectors) {
    all.push_back({{"name", d.name},
                   {"kind", textOf(d.kind)},
                   {"inner_mrad", d.inner_mrad},
                   {"outer_mrad", d.outer_mrad},
                   {"rings", d.rings},
                   {"sectors", d.sectors},
                   {"rotation_deg", d.rotation_deg}});
  }
  return all.dump();
}

std::vector<multislice::DetectorSettings> detectorsFrom(const std::string& text) {
  using multislice::DetectorKind;
  std::vector<multislice::DetectorSettings> detectors;
  try {
    for (const auto& d : nlohmann::ordered_json::parse(text)) {
      multislice::DetectorSettings detector{
          d.at("name").get<std::string>(),   DetectorKind::annular,
          d.at("inner_mrad").get<double>(),  d.at("outer_mrad").get<double>(),
          d.at("rings").get<int>(),          d.at("sectors").get<int>(),
          d.at("rotation_deg").get<double>()};
      detector.kind = valueOfWord<DetectorKind>(d.at("kind").get<std::string>(), "kind");
      detectors.push_back(std::move(detector));
    }
    multislice::checkDetectors(detectors);
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::input, "The detectors of a scan cannot be read", error.what(),
                "image it again, or give a file of maps without the entry 'detectors'");
  }
  return detectors;
}

}  // namespace glasscope::pipeline
