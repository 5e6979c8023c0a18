#include <nlohmann/json.hpp>

#include "compare/film/FilmComparison.h"
#include "compare/film/MeasuredFilm.h"
#include "core/system/Mpi.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

std::string run(const StageWork& work) {
  const compare::MeasuredFilm film =
      compare::readMeasuredFilm(work.settings.configuration.file, work.settings.calibration);
  const compare::FilmComparison found = compare::compareFilm(film, work.settings.film);
  if (Mpi::isRoot()) filmFiles(work.run.folder()).write(found);
  return nlohmann::ordered_json{{"verdict", found.verdict}}.dump();
}

}  // namespace

void addFilmStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "film";
  stage.revision = 2;  // scores on halves that were left out of the fit
  stage.room = Room::compare;
  stage.about = "a measured film beside images of its atoms";
  stage.collective = true;
  stage.tables = {"film", "configuration", "calibration"};
  stage.files = {c.configuration.file};
  stage.writes = {fileOf(Product::filmImages), fileOf(Product::filmScores),
                  fileOf(Product::filmRings)};
  stage.run = run;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
