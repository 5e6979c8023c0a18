// The verbs that do the work of one room: the stages that it needs, and no more.
#include "cli/Say.h"
#include "cli/Verb.h"
#include "pipeline/run/Products.h"
#include "pipeline/stages/Pipeline.h"

namespace glasscope::cli {

namespace {

int runStages(const VerbOptions& options, pipeline::Room room, const std::string& result) {
  const pipeline::Target target = openTarget(options);
  pipeline::runPipeline(target.settings, target.folder, room);
  // A sample that was streamed has its descriptors in HDF5 alone.
  const auto file = target.folder / result;
  const auto otherwise = target.folder / pipeline::fileOf(pipeline::Product::descriptors).path;
  say("Written: {}\n", (std::filesystem::exists(file) ? file : otherwise).string());
  return 0;
}

Verb stageVerb(const std::string& name, const std::string& summary, const std::string& examples,
               int (*run)(const VerbOptions&)) {
  Verb verb;
  verb.name = name;
  verb.summary = summary;
  verb.examples = examples;
  verb.input = "Case file (.toml), configuration (dump, data, xyz, H5MD; .gz too) or run folder";
  verb.makesRun = true;
  verb.run = run;
  return verb;
}

}  // namespace

Verb simVerb() {
  return stageVerb("sim", "Make a glass, or bring a configuration and its thermal motion",
                   "  glasscope sim inputs/cu64zr36.toml -o runs/glass\n"
                   "  glasscope sim glass.data.gz --elements Cu,Zr --set "
                   "snapshots.thermal_motion=dynamics",
                   [](const VerbOptions& options) {
                     return runStages(options, pipeline::Room::sim, "atoms/structure.h5");
                   });
}

Verb voronoiVerb() {
  return stageVerb("voronoi", "Tessellate and describe every atom (opens in OVITO)",
                   "  glasscope voronoi glass.dump --elements Cu,Zr --set "
                   "snapshots.thermal_motion=none\n"
                   "  glasscope voronoi inputs/cu64zr36.toml --set voronoi.weighting=radical",
                   [](const VerbOptions& options) {
                     return runStages(options, pipeline::Room::voronoi, "atoms/descriptors.xyz");
                   });
}

Verb multisliceVerb() {
  return stageVerb(
      "multislice",
      "Image a configuration: HAADF map, 4-D nanodiffraction scan, HRTEM, tilt series",
      "  glasscope multislice glass.xyz --set nanodiffraction.semiangle_mrad=2\n"
      "  glasscope multislice inputs/cu64zr36.toml --set nanodiffraction.enabled=false",
      [](const VerbOptions& options) {
        return runStages(options, pipeline::Room::multislice, "signals");
      });
}

Verb reportVerb() {
  return stageVerb("report", "Write the page that shows a run (doing what is missing)",
                   "  glasscope report runs/cu64zr36", [](const VerbOptions& options) {
                     return runStages(options, pipeline::Room::report, "report.html");
                   });
}

}  // namespace glasscope::cli
