#include "cli/Stages.h"

namespace glasscope::cli {

namespace {

using Names = std::vector<std::string>;

std::vector<Stage> makeStages() {
  std::vector<Stage> all(6);
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
            .tables = {"foil", "microscope", "haadf"},
            .after = {"sim"},
            .collective = true,
            .wanted = [](const Case& c) { return c.haadf.enabled; },
            .outputs = [](const Case&) { return Names{"signals/haadf.h5"}; },
            .run = runHaadfStage};
  all[3] = {.name = "nanodiffraction",
            .about = "the 4-D scan",
            .tables = {"foil", "microscope", "nanodiffraction"},
            .after = {"sim"},
            .collective = true,
            .wanted = [](const Case& c) { return c.nanodiffraction.enabled; },
            .outputs = [](const Case&) { return Names{"signals/nanodiffraction.h5"}; },
            .run = runNanodiffractionStage};
  all[4] = {.name = "compare",
            .about = "truth against signals",
            .tables = {"foil", "compare", "haadf", "nanodiffraction"},
            .after = {"voronoi", "haadf", "nanodiffraction"},
            .outputs = [](const Case&) { return Names{"comparison.h5"}; },
            .run = runCompareStage};
  all[5] = {.name = "report",
            .about = "the report",
            .tables = {},
            .after = {"sim", "voronoi", "haadf", "nanodiffraction", "compare"},
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
