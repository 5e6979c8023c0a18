#include "pipeline/stages/Stages.h"

#include <algorithm>
#include <ranges>
#include <set>

#include "pipeline/imaging/ResultFiles.h"

namespace glasscope::pipeline {

// Each in a file of its own. It adds what the case asks of it to the stages before it: no stage,
// one, or one a scan.
void addSimStage(const Case& c, std::vector<Stage>& stages);
void addSampleStages(const Case& c, std::vector<Stage>& stages);
void addModuliStage(const Case& c, std::vector<Stage>& stages);
void addShearStage(const Case& c, std::vector<Stage>& stages);
void addVoronoiStage(const Case& c, std::vector<Stage>& stages);
void addAccuracyStages(const Case& c, std::vector<Stage>& stages);
void addIndicatorStage(const Case& c, std::vector<Stage>& stages);
void addMapStages(const Case& c, std::vector<Stage>& stages);
void addPatternStages(const Case& c, std::vector<Stage>& stages);
void addImageStages(const Case& c, std::vector<Stage>& stages);
void addTiltStages(const Case& c, std::vector<Stage>& stages);
void addRecordStage(const Case& c, std::vector<Stage>& stages);
void addFilmStage(const Case& c, std::vector<Stage>& stages);
void addCompareStage(const Case& c, std::vector<Stage>& stages);
void addReportStage(const Case& c, std::vector<Stage>& stages);

std::vector<Stage> stagesOf(const Case& c) {
  std::vector<Stage> stages;
  if (isMeasuredFilm(c)) {  // somebody's measurement: no specimen is made
    addFilmStage(c, stages);
    addReportStage(c, stages);
    return stages;
  }
  for (const auto add :
       {addSimStage, addSampleStages, addModuliStage, addShearStage, addVoronoiStage,
        addIndicatorStage, addAccuracyStages, addMapStages, addPatternStages, addImageStages,
        addTiltStages, addRecordStage, addCompareStage, addReportStage})
    add(c, stages);
  return stages;
}

std::vector<Stage> stagesOf(const Case& c, Room room) {
  std::vector<Stage> all = stagesOf(c), wanted;
  std::set<std::string> read;
  for (Stage& stage : std::ranges::reverse_view(all)) {
    const bool isRead = std::ranges::any_of(
        stage.writes, [&](const ProductFile& file) { return read.contains(file.path); });
    if (stage.room != room && !isRead) continue;
    for (const ProductFile& file : stage.reads) read.insert(file.path);
    wanted.push_back(std::move(stage));
  }
  std::ranges::reverse(wanted);
  return wanted;
}

}  // namespace glasscope::pipeline
