#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/MapSeries.h"
#include "core/formats/Mrc.h"
#include "core/system/Log.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

const std::vector<std::string> kHaadf = {"haadf"}, kPatterns = {"nanodiffraction"},
                               kTilts = {"tilt_series"}, kImage = {"hrtem"};

// A clean signal and its recorded form.
struct Pair {
  ProductFile clean, recorded;
};

std::vector<Pair> haadfPairs(const Case& c) {
  if (!c.haadf.enabled) return {};
  std::vector<Pair> pairs = {{fileOf(Product::signal, kHaadf), fileOf(Product::recorded, kHaadf)}};
  if (!c.haadf.defoci_A.empty()) {
    pairs.push_back(
        {fileOf(Product::focalSeries, kHaadf), fileOf(Product::recordedFocalSeries, kHaadf)});
  }
  return pairs;
}

// The scan itself, then the members of its focal series.
std::vector<Pair> patternPairs(const Case& c) {
  if (!c.nanodiffraction.enabled) return {};
  std::vector<Pair> pairs = {
      {fileOf(Product::signal, kPatterns), fileOf(Product::recorded, kPatterns)}};
  const std::vector<double> others = seriesDefoci(c.nanodiffraction);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::vector<std::string> names = {kPatterns.front(), focusName(i, others[i])};
    pairs.push_back({fileOf(Product::focus, names), fileOf(Product::recordedFocus, names)});
  }
  return pairs;
}

std::string factsOf(const Case& c) {
  return nlohmann::ordered_json{{"steps", nlohmann::ordered_json::parse(recordingText(c))}}.dump();
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  const auto path = [&](const ProductFile& file) { return work.run.path(file); };
  for (const Pair& pair : haadfPairs(c)) {
    if (pair.clean.product == Product::signal) {
      recordMaps(c, path(pair.clean), path(pair.recorded));
    } else {
      recordSeries(c, path(pair.clean), path(pair.recorded));
    }
  }
  const std::vector<Pair> scans = patternPairs(c);
  for (std::size_t i = 0; i < scans.size(); ++i) {
    const auto clean = path(scans[i].clean), recorded = path(scans[i].recorded);
    if (i == 0) {
      recordScan(c, clean, recorded, work.identity);
    } else {
      recordMember(c, i - 1, clean, recorded, fmt::format("{}_focus_{}", work.identity, i - 1));
    }
  }
  if (c.nanodiffraction.enabled && !c.nanodiffraction.detectors.empty())
    recordMaps(c, work.run.path(Product::detectors, kPatterns),
               work.run.path(Product::recordedDetectors, kPatterns));
  if (recordsImages(c)) {
    recordImages(c, work.run.path(Product::signal, kImage),
                 work.run.path(Product::recorded, kImage));
  } else if (c.hrtem.enabled) {
    logWarning(
        "record: no step is for a camera under a plane wave (dose_e_per_A2, point_spread_pixels, "
        "mtf): the images of hrtem are not recorded");
  }
  return factsOf(c);
}

std::string runOfTilts(const StageWork& work) {
  const auto recorded = work.run.path(Product::recorded, kTilts);
  recordSeries(work.settings, work.run.path(Product::signal, kTilts), recorded);
  // The annular signal is the first.
  writeMrcStack(work.run.path(Product::recordedTiltStack, kTilts),
                readEmdSeries(recorded).front().maps, "glasscope: recorded tilt series");
  return factsOf(work.settings);
}

}  // namespace

void addRecordStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "record";
  stage.room = "multislice";
  stage.about = "the signals as a microscope records them";
  stage.tables = {"record", "microscope", "haadf", "nanodiffraction", "hrtem"};
  if (c.nanodiffraction.enabled && !c.nanodiffraction.detectors.empty()) {
    stage.reads.push_back(fileOf(Product::detectors, kPatterns));
    stage.writes.push_back(fileOf(Product::recordedDetectors, kPatterns));
  }
  if (recordsImages(c)) {
    stage.reads.push_back(fileOf(Product::signal, kImage));
    stage.writes.push_back(fileOf(Product::recorded, kImage));
  }
  for (const auto& pairs : {haadfPairs(c), patternPairs(c)}) {
    for (const Pair& pair : pairs) {
      stage.reads.push_back(pair.clean);
      stage.writes.push_back(pair.recorded);
    }
  }
  stage.run = run;
  if (c.record.any() && !stage.writes.empty()) stages.push_back(std::move(stage));
}

void addTiltRecordStage(const Case& c, std::vector<Stage>& stages) {
  if (!c.tiltSeries.enabled || !c.record.any()) return;
  Stage stage;
  stage.name = "tilt_record";
  stage.room = "multislice";
  stage.about = "the tilt series as a microscope records it";
  stage.tables = {"record", "microscope", "haadf", "tilt_series"};
  stage.reads = {fileOf(Product::signal, kTilts)};
  stage.writes = {fileOf(Product::recorded, kTilts), fileOf(Product::recordedTiltStack, kTilts)};
  stage.run = runOfTilts;
  stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
