#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/formats/Mrc.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "pipeline/imaging/AccurateCase.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/imaging/TiltPlan.h"
#include "pipeline/imaging/TiltScans.h"
#include "pipeline/stages/PlanScan.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

using Json = nlohmann::ordered_json;

namespace {

std::vector<std::string> tablesOf(const ScanCase& scan) {
  std::vector<std::string> tables = imagingTables(scan.name);
  tables.emplace_back("tilt_series");
  return tables;
}

// What was recorded of all tilts, and how.
struct Recorded {
  std::vector<std::vector<Map2>> maps;  ///< by tilt
  Json tilts = Json::array();
  EmdMetadata about;
};

Json tiltFacts(const TiltScans& scans, std::size_t i, const multislice::ScanJob& job,
               const Json& facts) {
  const multislice::Tilt& tilt = scans.tilt(i);
  return {{"nominal_deg", tilt.nominal_deg},
          {"angle_deg", tilt.angle_deg},
          {"shift_A", {tilt.shift_A.x(), tilt.shift_A.y()}},
          {"defocus_A", job.probe.aberrations.defocus_A},
          {"thickness_A", scans.series().thickness_A(tilt)},
          {"slices", facts.at("slices")},
          {"method", facts.at("method")}};
}

// Rows of a tilt stay on disk until all tilts are done: a killed series goes on where it stopped.
Recorded recordAll(const StageWork& work, const Case& c, const TiltScans& scans,
                   std::vector<std::filesystem::path>& rows) {
  Recorded recorded;
  for (std::size_t i = 0; i < scans.size(); ++i) {
    std::vector<multislice::Foil> foils = scans.foils(i);
    const multislice::ScanJob job = scans.job(i, foils.front());
    ScanSeries scan(c, scans.scan(), job, std::move(foils), tablesOf(scans.scan()));
    const std::string name = fmt::format("tilt_{}", i);
    ScanImages images = scan.image(
        job.probe.aberrations, work.run.scratch(fmt::format("{}_{}_rows", scans.scan().name, name)),
        fmt::format("{}_{}", work.identity, name));
    scan.finish(images.maps);
    for (Map2& map : images.maps) scans.toFrame(map);
    recorded.maps.push_back(std::move(images.maps));
    recorded.tilts.push_back(tiltFacts(scans, i, job, Json::parse(images.facts)));
    recorded.about = scan.metadata();
    rows.insert(rows.end(), scan.rows().begin(), scan.rows().end());
  }
  return recorded;
}

std::string axisText(const Case& c, const TiltScans& scans) {
  const Vec2 point = scans.series().centre_A(), pixel = scans.axisPixel();
  return Json{
      {"angle_deg", c.tilts.axis_deg},
      {"point_A", {point.x(), point.y()}},
      {"point_pixel", {pixel.x(), pixel.y()}},
      {"sense",
       "right-handed about (cos angle, sin angle, 0); for an axis along y what is at (x, z) "
       "from the axis is seen at x cos t + z sin t, z along the beam"}}
      .dump();
}

std::string truthText(const Recorded& recorded) {
  std::string text =
      "tilt,nominal_deg,angle_deg,shift_x_A,shift_y_A,defocus_A,thickness_A,slices,method\n";
  for (std::size_t i = 0; i < recorded.tilts.size(); ++i) {
    const Json& t = recorded.tilts[i];
    text += fmt::format("{},{:.10g},{:.10g},{:.10g},{:.10g},{:.10g},{:.10g},{},{}\n", i,
                        t["nominal_deg"].get<double>(), t["angle_deg"].get<double>(),
                        t["shift_A"][0].get<double>(), t["shift_A"][1].get<double>(),
                        t["defocus_A"].get<double>(), t["thickness_A"].get<double>(),
                        t["slices"].get<int>(), t["method"].get<std::string>());
  }
  return text;
}

void warnOfPixels(const ScanCase& scan, const Map2& map) {
  const double ratio = map.pixel_A.x() / map.pixel_A.y();
  // A hundredth of a pixel at the edge of a usual image.
  if (std::abs(ratio - 1) < 1e-4) return;
  logWarning(
      fmt::format("{2}: the pixels are {0:.5g} x {1:.5g} angstrom, and programs of "
                  "tomography take them "
                  "for square; give a square {2}.scan_region_A with {2}.scan_nx and {2}.scan_ny",
                  map.pixel_A.x(), map.pixel_A.y(), scan.name));
}

// The MRC stacks, one a number of a detector in their order.
std::vector<ProductFile> stacksOf(const ScanCase& scan) {
  std::vector<ProductFile> files = {fileOf(Product::tiltStack, {scan.name, "series"})};
  for (const multislice::DetectorSettings& detector : scan.detectors) {
    for (const std::string& name : detector.signals())
      files.push_back(fileOf(Product::tiltStack, {scan.name, "series_" + name}));
  }
  return files;
}

void writeAll(const Case& c, const RunDirectory& run, const TiltScans& scans,
              const Recorded& recorded) {
  const ScanCase& scan = scans.scan();
  EmdMetadata about = recorded.about;
  about.erase("scan");  // that of the last block; the axes say it
  about["tilt_axis"] = axisText(c, scans);
  about["tilts"] = recorded.tilts.dump();
  const std::vector<double>& nominal = scan.series.values;
  const auto series = seriesOf(recorded.maps, "tilt", "deg", nominal);
  warnOfPixels(scan, series.front().maps.front());
  std::string angles;
  for (const double angle : nominal) angles += fmt::format("{:8.3f}\n", angle);
  writeFileAtomically(run.path(Product::tiltAngles, {scan.name}), angles);
  writeFileAtomically(run.path(Product::tiltTruth, {scan.name}), truthText(recorded));
  const std::vector<ProductFile> files = stacksOf(scan);
  for (std::size_t m = 0; m < files.size(); ++m) {
    writeMrcStack(
        run.path(files[m]), series[m].maps,
        fmt::format("glasscope: {}, tilt axis {:g} deg from x", series[m].name, c.tilts.axis_deg));
  }
  writeEmdSeries(run.path(Product::series, {scan.name}), series, about);
}

std::string run(const ScanCase& scan, const StageWork& work) {
  const Structure structure = readStructure(work.run.path(Product::structure));
  const Case c = accurateCase(work.settings, scan.name, work.run);
  const TiltScans scans(c, *c.findScan(scan.name), structure.snapshots);
  std::vector<std::filesystem::path> rows;
  const Recorded recorded = recordAll(work, c, scans, rows);
  if (Mpi::isRoot()) {
    writeAll(c, work.run, scans, recorded);
    removeRows(rows);
  }
  return Json{{"tilts", recorded.tilts}}.dump();
}

void plan(const ScanCase& scan, const Case& asked, RunPlan& plan) {
  const auto chosen = plan.finished(fileOf(Product::accuracy, {scan.name}));
  const Case c = chosen.empty() ? asked : accurateCase(asked, scan.name, chosen);
  const TiltScans scans(c, *c.findScan(scan.name), {plan.structure().atoms});
  addScanPlan(planTiltSeries(scans, plan.snapshots(scan), plan.speed()), tiltText(scans), plan);
}

Stage stageOf(const ScanCase& scan) {
  Stage stage;
  stage.name = scan.name;
  stage.room = Room::multislice;
  stage.about = "a tilt series";
  stage.collective = true;
  stage.tables = tablesOf(scan);
  stage.reads = {fileOf(Product::structure)};
  for (const ProductFile& file : accuracyFiles(scan)) stage.reads.push_back(file);
  stage.writes = {fileOf(Product::series, {scan.name}), fileOf(Product::tiltAngles, {scan.name}),
                  fileOf(Product::tiltTruth, {scan.name})};
  for (const ProductFile& stack : stacksOf(scan)) stage.writes.push_back(stack);
  stage.plan = [scan](const Case& c, RunPlan& costs) { plan(scan, c, costs); };
  stage.run = [scan](const StageWork& work) { return run(scan, work); };
  return stage;
}

}  // namespace

void addTiltStages(const Case& c, std::vector<Stage>& stages) {
  for (const ScanCase& scan : c.scans) {
    if (scan.enabled && scan.series.isOverTilts()) stages.push_back(stageOf(scan));
  }
}

}  // namespace glasscope::pipeline
