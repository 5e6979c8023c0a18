#include "pipeline/case/MovedKeys.h"

#include <string_view>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::pipeline {

namespace {

struct MovedKey {
  std::string_view was, now, why;
};

constexpr std::string_view kSnapshots = "the snapshots of any glass, made or brought, have a table";
constexpr std::string_view kResolution = "every scan says the resolution of its own truth maps";

constexpr std::string_view kSeries = "a scan has one series, over any number";
constexpr std::string_view kTilts = "a tilt series is that of a scan over its tilt";

constexpr MovedKey kMoved[] = {
    {"sim.snapshots", "'snapshots.count'", kSnapshots},
    {"sim.snapshot_interval_ps", "'snapshots.interval_ps'", kSnapshots},
    {"sim.equilibration_ps", "'snapshots.equilibration_ps'", kSnapshots},
    {"configuration.thermal_motion", "'snapshots.thermal_motion'", kSnapshots},
    {"configuration.relax_box", "'snapshots.relax_box'", kSnapshots},
    {"compare.haadf_resolution_A", "'scan.haadf.truth_resolution_A'", kResolution},
    {"compare.nanodiffraction_resolution_A", "'scan.nanodiffraction.truth_resolution_A'",
     kResolution},
    {"tilt_series.enabled", "series = {key = \"tilt_deg\", values = [...]} in a [[scan]]", kTilts},
    {"tilt_series.angles_deg", "series = {key = \"tilt_deg\", values = [...]} in a [[scan]]",
     kTilts},
};

// Keys of any scan or image, by what follows its name.
constexpr MovedKey kMovedInLists[] = {
    {"defoci_A", "series = {key = \"defocus_A\", values = [...]}", kSeries},
    {"thicknesses_A", "series = {key = \"foil.thickness_A\", values = [...]}", kSeries},
};

}  // namespace

void refuseMovedKey(const std::string& fullName) {
  const std::string last = fullName.substr(fullName.rfind('.') + 1);
  for (const MovedKey& key : kMovedInLists) {
    if (key.was != last || fullName.starts_with("detect.")) continue;
    throw Error(ErrorKind::usage, fmt::format("There is no key '{}'", fullName),
                std::string(key.why), fmt::format("write {}", key.now));
  }
  for (const MovedKey& key : kMoved) {
    if (key.was != fullName) continue;
    throw Error(ErrorKind::usage, fmt::format("There is no key '{}'", fullName),
                std::string(key.why), fmt::format("write {}", key.now));
  }
}

}  // namespace glasscope::pipeline
