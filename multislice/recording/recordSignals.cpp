#include "multislice/recording/recordSignals.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "multislice/detectors/DepthName.h"

namespace glasscope::multislice {

namespace {

const Map2* mapNamed(std::span<const Map2> maps, const std::string& name) {
  const auto found =
      std::find_if(maps.begin(), maps.end(), [&](const Map2& map) { return map.name == name; });
  return found == maps.end() ? nullptr : &*found;
}

/// Whether a map is that of a signal; its suffix is "" at the exit, "_at_20.0A" inside the foil.
bool isDepthOf(const std::string& signal, const std::string& map, std::string& suffix) {
  if (!map.starts_with(signal)) return false;
  suffix = map.substr(signal.size());
  return isDepthSuffix(suffix);
}

}  // namespace

std::vector<Map2> recordSignals(const Recorder& recorder,
                                std::span<const DetectorSettings> detectors, double mrad_per_invA,
                                std::span<const Map2> clean) {
  std::vector<Map2> recorded;
  for (const DetectorSettings& detector : detectors) {
    const Recorder::LayerMoments layer =
        recorder.layerMoments(detector.inner_mrad, detector.outer_mrad, mrad_per_invA);
    const std::vector<std::string> signals = detector.signals();
    const double width = (detector.outer_mrad - detector.inner_mrad) / detector.rings;
    for (std::size_t s = 0; s < signals.size(); ++s) {
      for (const Map2& map : clean) {
        std::string suffix;
        if (!isDepthOf(signals[s], map.name, suffix)) continue;
        if (detector.kind == DetectorKind::centreOfMass) {
          if (s > 0) continue;
          std::vector<const Map2*> moments;
          for (const std::string& name : signals) moments.push_back(mapNamed(clean, name + suffix));
          if (std::count(moments.begin(), moments.end(), nullptr) > 0) {
            throw Error(ErrorKind::input,
                        fmt::format("The centre of mass '{}' cannot be recorded", detector.name),
                        fmt::format("a moment beside {} is missing in the file", map.name),
                        "image it again with this version");
          }
          for (Map2& moment : recorder.recordMoments(moments, layer)) {
            recorded.push_back(std::move(moment));
          }
        } else if (detector.kind == DetectorKind::segmented) {
          const std::size_t ring = s / static_cast<std::size_t>(detector.sectors);
          const double inner = detector.inner_mrad + static_cast<double>(ring) * width;
          const double share =
              recorder.layerMoments(inner, inner + width, mrad_per_invA).share / detector.sectors;
          recorded.push_back(recorder.record(map, share));
        } else {
          recorded.push_back(recorder.record(map, layer.share));
        }
      }
    }
  }
  return recorded;
}

}  // namespace glasscope::multislice
