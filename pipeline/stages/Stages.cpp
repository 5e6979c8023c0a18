#include "pipeline/stages/Stages.h"

#include <ranges>

#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/Specimen.h"

namespace glasscope::pipeline {

namespace {

using Names = std::vector<std::string>;

std::vector<Stage> makeStages() {
  std::vector<Stage> all;
  all.push_back({.name = "sim",
                 .room = "sim",
                 .about = "the configuration and its thermal motion",
                 .tables = {"sim", "configuration", "vibrations", "elasticity"},
                 .after = {},
                 .collective = true,
                 .outputs =
                     [](const Case&) {
                       return Names{"structure.h5", "thermo.csv"};
                     },
                 .run = runSimStage});
  all.push_back(
      {.name = "voronoi",
       .room = "voronoi",
       .about = "what is true of every atom",
       .tables = {"voronoi"},
       .after = {"sim"},
       .collective = true,
       .outputs =
           [](const Case& c) {
             Names names = {"descriptors.h5", "descriptors.xyz", "descriptors.dump",
                            "structure_report.json"};
             if (c.structureSeries)
               names.insert(names.end(), {"structure_series.json", "structure_series.csv"});
             if (!c.replicas.empty())
               names.insert(names.end(), {"structure_replicas.json", "structure_replicas.csv"});
             return names;
           },
       .run = runVoronoiStage});
  all.push_back({.name = "haadf",
                 .room = "multislice",
                 .about = "the annular dark-field map",
                 .tables = {"foil", "thermal", "microscope", "haadf"},
                 .after = {"sim"},
                 .collective = true,
                 .wanted = [](const Case& c) { return c.haadf.enabled; },
                 .outputs =
                     [](const Case& c) {
                       Names names{"signals/haadf.h5"};
                       if (!c.haadf.defoci_A.empty())
                         names.push_back("signals/haadf_focal_series.h5");
                       return names;
                     },
                 .run = runHaadfStage});
  all.push_back({.name = "nanodiffraction",
                 .room = "multislice",
                 .about = "the 4-D scan",
                 .tables = {"foil", "thermal", "microscope", "nanodiffraction"},
                 .after = {"sim"},
                 .collective = true,
                 .wanted = [](const Case& c) { return c.nanodiffraction.enabled; },
                 .outputs =
                     [](const Case& c) {
                       std::vector<std::string> members = {"signals/nanodiffraction"};
                       const std::vector<double> others = seriesDefoci(c.nanodiffraction);
                       for (std::size_t i = 0; i < others.size(); ++i)
                         members.push_back(focusName(i, others[i]));
                       Names names;
                       for (const std::string& member : members) {
                         names.push_back(member + ".h5");
                         if (!c.nanodiffraction.detectors.empty())
                           names.push_back(member + "_detectors.h5");
                       }
                       return names;
                     },
                 .run = runNanodiffractionStage});
  all.push_back({.name = "hrtem",
                 .room = "multislice",
                 .about = "plane-wave images and diffraction",
                 .tables = {"foil", "thermal", "microscope", "hrtem"},
                 .after = {"sim"},
                 .collective = true,
                 .wanted = [](const Case& c) { return c.hrtem.enabled; },
                 .outputs =
                     [](const Case& c) {
                       Names names{"signals/hrtem.h5", "signals/diffraction.h5",
                                   "signals/diffraction_rings.csv"};
                       if (c.hrtem.pairDistribution) {
                         names.push_back("signals/pair_distribution_k.csv");
                         names.push_back("signals/pair_distribution_r.csv");
                       }
                       return names;
                     },
                 .run = runHrtemStage});
  all.push_back({.name = "tilt_series",
                 .room = "multislice",
                 .about = "the tilt series",
                 .tables = {"foil", "thermal", "microscope", "haadf", "tilt_series"},
                 .after = {"sim"},
                 .collective = true,
                 .wanted = [](const Case& c) { return c.tiltSeries.enabled; },
                 .outputs =
                     [](const Case& c) {
                       Names names = {"signals/tilt_series.h5", "signals/tilt_series.rawtlt",
                                      "signals/tilt_series.csv"};
                       for (const std::string& stack : tiltStacks(c)) names.push_back(stack);
                       return names;
                     },
                 .run = runTiltSeriesStage});
  all.push_back(
      {.name = "tilt_record",
       .room = "multislice",
       .about = "the tilt series as a microscope records it",
       .tables = {"record", "microscope", "haadf", "tilt_series"},
       .after = {"tilt_series"},
       .wanted = [](const Case& c) { return c.tiltSeries.enabled && c.record.any(); },
       .outputs =
           [](const Case&) {
             return Names{"signals/tilt_series_recorded.h5", "signals/tilt_series_recorded.mrc"};
           },
       .run = runTiltRecordStage});
  all.push_back({.name = "record",
                 .room = "multislice",
                 .about = "the signals as a microscope records them",
                 .tables = {"record", "microscope", "haadf", "nanodiffraction", "hrtem"},
                 .after = {"haadf", "nanodiffraction", "hrtem"},
                 .wanted = [](const Case& c) { return c.record.any(); },
                 .outputs =
                     [](const Case& c) {
                       Names names;
                       if (c.haadf.enabled) names.push_back("signals/haadf_recorded.h5");
                       if (c.haadf.enabled && !c.haadf.defoci_A.empty())
                         names.push_back("signals/haadf_focal_series_recorded.h5");
                       if (recordsImages(c)) names.push_back("signals/hrtem_recorded.h5");
                       if (!c.nanodiffraction.enabled) return names;
                       names.push_back("signals/nanodiffraction_recorded.h5");
                       if (!c.nanodiffraction.detectors.empty())
                         names.push_back("signals/nanodiffraction_detectors_recorded.h5");
                       const std::vector<double> others = seriesDefoci(c.nanodiffraction);
                       for (std::size_t i = 0; i < others.size(); ++i)
                         names.push_back(focusName(i, others[i]) + "_recorded.h5");
                       return names;
                     },
                 .run = runRecordStage});
  all.push_back({.name = "compare",
                 .room = "compare",
                 .about = "truth against signals",
                 .tables = {"foil", "compare", "haadf", "nanodiffraction"},
                 .after = {"voronoi", "haadf", "nanodiffraction", "record"},
                 .outputs = [](const Case&) { return Names{"comparison.h5"}; },
                 .run = runCompareStage});
  all.push_back({.name = "report",
                 .room = "report",
                 .about = "the report",
                 .tables = {},
                 .after = {"sim", "voronoi", "haadf", "nanodiffraction", "record", "compare"},
                 .outputs = [](const Case&) { return Names{"report.html"}; },
                 .run = runReportStage});
  return all;
}

}  // namespace

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = makeStages();
  return all;
}

std::set<std::string> stagesOf(const std::string& room) {
  std::set<std::string> names;
  // What a stage reads comes before it in the list.
  for (const Stage& stage : std::ranges::reverse_view(stages())) {
    if (stage.room != room && !names.contains(stage.name)) continue;
    names.insert(stage.name);
    names.insert(stage.after.begin(), stage.after.end());
  }
  return names;
}

}  // namespace glasscope::pipeline
