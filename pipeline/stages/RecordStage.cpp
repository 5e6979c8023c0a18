#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/formats/MapSeries.h"
#include "core/formats/Mrc.h"
#include "core/system/Log.h"
#include "pipeline/case/SeriesMember.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

// A clean signal and its recorded form, of a case: that of the run, or of a member of a series over
// a key of the record.
struct Work {
  ProductFile clean, recorded;
  Case settings;
  std::size_t member = 0;  ///< of a series; 0: the scan itself
};

using Names = std::vector<std::string>;

// The scan itself, where its case records it.
void addOwn(const Case& c, const std::string& name, std::vector<Work>& all) {
  if (c.record.any())
    all.push_back({fileOf(Product::signal, {name}), fileOf(Product::recorded, {name}), c});
}

// Patterns have a file a member, whether the members are imaged or recorded one by one.
void addPatterns(const Case& c, const ScanCase& scan, std::vector<Work>& all) {
  addOwn(c, scan.name, all);
  if (c.record.any() && !scan.detectors.empty())
    all.push_back({fileOf(Product::detectors, {scan.name}),
                   fileOf(Product::recordedDetectors, {scan.name}), c});
  const std::vector<double> others = otherValues(c, scan.name, scan.series);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const Names names = {scan.name, memberName(scan.series, i, others[i])};
    const bool ofRecord = scan.series.isOfRecord();
    if (!ofRecord && !c.record.any()) continue;
    all.push_back({ofRecord ? fileOf(Product::signal, {scan.name}) : fileOf(Product::member, names),
                   fileOf(Product::recordedMember, names),
                   ofRecord ? memberOf(c, scan.name, scan.series, others[i]) : c, i + 1});
  }
}

void addMaps(const Case& c, const std::string& name, const SeriesCase& series,
             std::vector<Work>& all) {
  if (!series.isOverTilts()) addOwn(c, name, all);
  if (series.empty() || (!c.record.any() && !series.isOfRecord())) return;
  all.push_back({fileOf(series.isOfRecord() ? Product::signal : Product::series, {name}),
                 fileOf(Product::recordedSeries, {name}), c});
}

// What is recorded of a scan.
std::vector<Work> workOf(const Case& c, const ScanCase& scan) {
  std::vector<Work> all;
  if (!scan.enabled) return all;
  if (scan.recordsPatterns())
    addPatterns(c, scan, all);
  else
    addMaps(c, scan.name, scan.series, all);
  return all;
}

std::vector<Work> workOf(const Case& c, const ImageCase& image) {
  std::vector<Work> all;
  if (image.enabled && (recordsImages(c) || image.series.isOfRecord()))
    addMaps(c, image.name, image.series, all);
  return all;
}

std::vector<Case> membersOf(const Case& c, const std::string& name, const SeriesCase& series) {
  std::vector<Case> members;
  for (const double value : series.values) members.push_back(memberOf(c, name, series, value));
  return members;
}

std::string factsOf(const Case& c) {
  return nlohmann::ordered_json{{"steps", nlohmann::ordered_json::parse(recordingText(c))}}.dump();
}

void recordPatterns(const StageWork& work, const ScanCase& scan) {
  for (const Work& one : workOf(work.settings, scan)) {
    const auto clean = work.run.path(one.clean), recorded = work.run.path(one.recorded);
    if (one.clean.product == Product::detectors)
      recordMaps(one.settings, scan.name, clean, recorded);
    else if (one.member == 0)
      recordScan(one.settings, scan, scan.name, clean, recorded, work.identity);
    else
      recordMember(one.settings, scan, axisName(scan.series), one.member - 1, clean, recorded,
                   fmt::format("{}_member_{}", work.identity, one.member - 1));
  }
}

void recordMapsOf(const StageWork& work, const ScanCase& scan) {
  for (const Work& one : workOf(work.settings, scan)) {
    const auto clean = work.run.path(one.clean), recorded = work.run.path(one.recorded);
    if (one.clean.product == Product::series) {
      recordSeries(one.settings, scan.name, clean, recorded);
    } else if (one.recorded.product == Product::recordedSeries) {
      recordMapsAt(membersOf(work.settings, scan.name, scan.series), scan.name, scan.series, clean,
                   recorded);
    } else {
      recordMaps(one.settings, scan.name, clean, recorded);
    }
    // The annular signal is the first.
    if (scan.series.isOverTilts())
      writeMrcStack(work.run.path(Product::recordedTiltStack, {scan.name}),
                    readEmdSeries(recorded).front().maps, "glasscope: recorded tilt series");
  }
}

void recordImage(const StageWork& work, const ImageCase& image) {
  const std::vector<Work> all = workOf(work.settings, image);
  for (const Work& one : all) {
    const auto clean = work.run.path(one.clean), recorded = work.run.path(one.recorded);
    if (one.clean.product == Product::series)
      recordImageSeries(one.settings, image.name, clean, recorded);
    else if (one.recorded.product == Product::recordedSeries)
      recordImagesAt(membersOf(work.settings, image.name, image.series), image.name, image.series,
                     clean, recorded);
    else
      recordImages(one.settings, image.name, clean, recorded);
  }
  if (all.empty() && work.settings.record.any()) {
    logWarning(
        fmt::format("record: no step is for a camera under a plane wave (dose_e_per_A2, "
                    "point_spread_pixels, mtf): the images of {} are not recorded",
                    image.name));
  }
}

std::string run(const StageWork& work) {
  const Case& c = work.settings;
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled) continue;
    if (scan.recordsPatterns())
      recordPatterns(work, scan);
    else
      recordMapsOf(work, scan);
  }
  for (const ImageCase& image : c.images) {
    if (image.enabled) recordImage(work, image);
  }
  return factsOf(c);
}

}  // namespace

void addRecordStage(const Case& c, std::vector<Stage>& stages) {
  Stage stage;
  stage.name = "record";
  stage.revision = 2;  // random numbers are keyed by the names of scans
  stage.room = Room::multislice;
  stage.about = "the signals as a microscope records them";
  stage.tables = {"record", "microscope"};
  const auto add = [&](const std::string& table, const SeriesCase& series,
                       const std::vector<Work>& all) {
    if (!all.empty()) stage.tables.push_back(table);
    if (series.isOfRecord())
      stage.more += fmt::format("{} {} {}\n", table, series.key, fmt::join(series.values, ", "));
    for (const Work& one : all) {
      if (std::ranges::find(stage.reads, one.clean) == stage.reads.end())
        stage.reads.push_back(one.clean);
      stage.writes.push_back(one.recorded);
    }
  };
  for (const ScanCase& scan : c.scans) {
    add(scan.name, scan.series, workOf(c, scan));
    if (scan.enabled && scan.series.isOverTilts() && c.record.any())
      stage.writes.push_back(fileOf(Product::recordedTiltStack, {scan.name}));
  }
  for (const ImageCase& image : c.images) add(image.name, image.series, workOf(c, image));
  stage.run = run;
  if (!stage.writes.empty()) stages.push_back(std::move(stage));
}

}  // namespace glasscope::pipeline
