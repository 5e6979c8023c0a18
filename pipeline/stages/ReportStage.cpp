#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/report/ReportBuilder.h"
#include "pipeline/stages/Stages.h"
#include "report/Report.h"

namespace glasscope::pipeline {

namespace {

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  report::writeReport(
      work.run.path(Product::report),
      isMeasuredFilm(c)
          ? buildFilmReport(c, filmFiles(work.run.folder()).read(),
                            std::filesystem::path(c.configuration.file).filename().string())
          : buildReport(c, work.run));
  return "{}";
}

}  // namespace

// The page shows the case and something of every stage: it reads all that is made before it.
void addReportStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "report";
  stage.room = Room::report;
  stage.about = "the report";
  stage.revision = 4;  // sections of the glass transition, accuracy, vibrations and yield
  stage.more = resolvedToml(c);
  for (const Stage& before : stages)
    stage.reads.insert(stage.reads.end(), before.writes.begin(), before.writes.end());
  stage.writes = {fileOf(Product::report)};
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
