#include <nlohmann/json.hpp>

#include "pipeline/case/FurtherSamples.h"
#include "pipeline/imaging/Configuration.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

// A run of its own below this one, which goes on where it was stopped and is not made again when
// more of them are wanted.
Stage stageOf(const FurtherSample& sample) {
  Stage stage;
  stage.name = sample.folder().string();
  stage.room = Room::sim;
  stage.about = "a further glass, of another seed";
  stage.collective = true;
  stage.tables = {"sim", "configuration", "snapshots", "vibrations", "elasticity"};
  stage.files = potentialFiles(sample.settings);
  stage.writes = {fileOf(Product::furtherStructure, {sample.name})};
  stage.writesBelow = true;
  stage.run = [sample](const StageWork& work) {
    runPipeline(sample.settings, work.run.folder() / sample.folder(), Room::sim);
    return nlohmann::ordered_json{{"seed", sample.settings.seed}}.dump();
  };
  stage.plan = [](const Case&, RunPlan&) {};  // planPipeline counts all that follows from it, too
  return stage;
}

}  // namespace

void addSampleStages(const Case& c, std::vector<Stage>& stages) {
  for (const FurtherSample& sample : furtherSamples(c)) {
    if (sample.made) stages.push_back(stageOf(sample));
  }
}

}  // namespace glasscope::pipeline
