#include "cli/Stages.h"

namespace glasscope::cli {

namespace {

using Names = std::vector<std::string>;

std::vector<Stage> makeStages() {
  std::vector<Stage> all(8);
  all[0] = {.name = "sim",
            .about = "the configuration and its thermal motion",
            .tables = {"sim", "configuration"},
            .after = {},
            .collective = true,
            .outputs =
                [](const Case&) {
                  return Names{"structure.h5", "thermo.csv"};
                },
            .run = runSimStage};
  all[1] = {
      .name = "voronoi",
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
      .run = runVoronoiStage};
  all[2] = {.name = "haadf",
            .about = "the annular dark-field map",
            .tables = {"foil", "thermal", "microscope", "haadf"},
            .after = {"sim"},
            .collective = true,
            .wanted = [](const Case& c) { return c.haadf.enabled; },
            .outputs = [](const Case&) { return Names{"signals/haadf.h5"}; },
            .run = runHaadfStage};
  all[3] = {.name = "nanodiffraction",
            .about = "the 4-D scan",
            .tables = {"foil", "thermal", "microscope", "nanodiffraction"},
            .after = {"sim"},
            .collective = true,
            .wanted = [](const Case& c) { return c.nanodiffraction.enabled; },
            .outputs =
                [](const Case& c) {
                  Names names{"signals/nanodiffraction.h5"};
                  if (!c.nanodiffraction.detectors.empty()) {
                    names.push_back("signals/nanodiffraction_detectors.h5");
                  }
                  return names;
                },
            .run = runNanodiffractionStage};
  all[4] = {.name = "hrtem",
            .about = "plane-wave images and diffraction",
            .tables = {"foil", "thermal", "microscope", "hrtem"},
            .after = {"sim"},
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
            .run = runHrtemStage};
  all[5] = {.name = "record",
            .about = "the signals as a microscope records them",
            .tables = {"record", "microscope", "haadf", "nanodiffraction"},
            .after = {"haadf", "nanodiffraction"},
            .wanted = [](const Case& c) { return c.record.any(); },
            .outputs =
                [](const Case& c) {
                  Names names;
                  if (c.haadf.enabled) names.push_back("signals/haadf_recorded.h5");
                  if (c.nanodiffraction.enabled)
                    names.push_back("signals/nanodiffraction_recorded.h5");
                  return names;
                },
            .run = runRecordStage};
  all[6] = {.name = "compare",
            .about = "truth against signals",
            .tables = {"foil", "compare", "haadf", "nanodiffraction"},
            .after = {"voronoi", "haadf", "nanodiffraction", "record"},
            .outputs = [](const Case&) { return Names{"comparison.h5"}; },
            .run = runCompareStage};
  all[7] = {.name = "report",
            .about = "the report",
            .tables = {},
            .after = {"sim", "voronoi", "haadf", "nanodiffraction", "record", "compare"},
            .outputs = [](const Case&) { return Names{"report.html"}; },
            .run = runReportStage};
  return all;
}

}  // namespace

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = makeStages();
  return all;
}

}  // namespace glasscope::cli
