#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/MapSeries.h"
#include "core/formats/Mrc.h"
#include "core/system/Log.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

std::string runRecordStage(const Case& c, const RunDirectory& run, const std::string& hash) {
  if (c.haadf.enabled) {
    recordMaps(c, run.haadf(), run.recordedHaadf());
    if (!c.haadf.defoci_A.empty())
      recordSeries(c, run.haadfFocalSeries(), run.path("signals/haadf_focal_series_recorded.h5"));
  }
  if (c.nanodiffraction.enabled) {
    recordScan(c, run.nanodiffraction(), run.recordedNanodiffraction(), hash);
    const std::vector<double> others = seriesDefoci(c.nanodiffraction);
    for (std::size_t i = 0; i < others.size(); ++i) {
      const std::string name = focusName(i, others[i]);
      recordMember(c, i, run.path(name + ".h5"), run.path(name + "_recorded.h5"),
                   fmt::format("{}_focus_{}", hash, i));
    }
    if (!c.nanodiffraction.detectors.empty()) {
      recordMaps(c, run.nanodiffractionDetectors(),
                 run.path("signals/nanodiffraction_detectors_recorded.h5"));
    }
  }
  if (recordsImages(c)) {
    recordImages(c, run.hrtem(), run.path("signals/hrtem_recorded.h5"));
  } else if (c.hrtem.enabled) {
    logWarning(
        "record: no step is for a camera under a plane wave (dose_e_per_A2, "
        "point_spread_pixels, mtf): the images of hrtem are not recorded");
  }
  return nlohmann::ordered_json{{"steps", nlohmann::ordered_json::parse(recordingText(c))}}.dump();
}

std::string runTiltRecordStage(const Case& c, const RunDirectory& run, const std::string&) {
  recordSeries(c, run.tiltSeries(), run.recordedTiltSeries());
  // The annular signal is the first.
  writeMrcStack(run.recordedTiltStack(), readEmdSeries(run.recordedTiltSeries()).front().maps,
                "glasscope: recorded tilt series");
  return nlohmann::ordered_json{{"steps", nlohmann::ordered_json::parse(recordingText(c))}}.dump();
}

}  // namespace glasscope::pipeline
