#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "multislice/detectors/DepthName.h"
#include "pipeline/case/SeriesMember.h"
#include "pipeline/imaging/AccurateCase.h"
#include "pipeline/imaging/ScanSeries.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/stages/PlanScan.h"
#include "pipeline/stages/Stages.h"

namespace glasscope::pipeline {

namespace {

// All that a scan records beside the files of finished rows, which stay until it is written.
class MapScan {
 public:
  MapScan(const std::string& scan, const StageWork& work)
      : work_(work),
        case_(accurateCase(work.settings, scan, work.run)),
        scan_(*case_.findScan(scan)),
        structure_(readStructure(work.run.path(Product::structure))) {}

  std::string run();

 private:
  // Rows of every member lie in a scratch file of its own: a killed scan goes on where it stopped.
  ScanImages image(ScanSeries& scans, const multislice::Aberrations& aberrations,
                   const std::string& member);
  std::vector<std::vector<Map2>> seriesOfAberrations(ScanSeries& scans, const ScanImages& own);
  std::vector<std::vector<Map2>> seriesOfDepths(const ScanImages& own,
                                                const std::vector<double>& depths_A) const;
  std::vector<std::vector<Map2>> seriesOfScans(const ScanImages& own);
  void write(const ScanSeries& scans, const ScanImages& own,
             const std::vector<std::vector<Map2>>& members) const;

  const Case& settings() const { return case_; }
  bool isOwn(double value) const { return value == ownValue(settings(), scan_.name, scan_.series); }

  const StageWork& work_;
  Case case_;
  const ScanCase& scan_;
  Structure structure_;
  std::vector<std::filesystem::path> rows_;
};

ScanImages MapScan::image(ScanSeries& scans, const multislice::Aberrations& aberrations,
                          const std::string& member) {
  const bool own = member.empty();
  ScanImages images =
      scans.image(aberrations, work_.run.scratch(scan_.name + (own ? "_rows" : "_" + member)),
                  own ? work_.identity : fmt::format("{}_{}", work_.identity, member));
  scans.finish(images.maps);
  rows_ = scans.rows();
  return images;
}

std::vector<std::vector<Map2>> MapScan::seriesOfAberrations(ScanSeries& scans,
                                                            const ScanImages& own) {
  std::vector<std::vector<Map2>> members;
  for (const double value : scan_.series.values) {
    const Case member = memberOf(settings(), scan_.name, scan_.series, value);
    members.push_back(isOwn(value) ? own.maps
                                   : image(scans, member.findScan(scan_.name)->probe.aberrations,
                                           fmt::format("member_{}", members.size()))
                                         .maps);
  }
  return members;
}

using multislice::depthSuffix;

// The maps of one depth under the names of the exit's; those of the exit for a depth that is none.
std::vector<Map2> mapsAt(const std::vector<Map2>& all, const std::vector<double>& depths_A,
                         double depth_A) {
  std::vector<Map2> maps;
  for (const Map2& map : all) {
    const auto own = std::ranges::find_if(depths_A, [&](double each_A) {
      return map.name.find(depthSuffix(each_A)) != std::string::npos;
    });
    const bool inside = own != depths_A.end();
    const bool wanted = std::ranges::find(depths_A, depth_A) != depths_A.end();
    const bool everywhere = map.name.starts_with("position_");
    if (!everywhere && (inside != wanted || (inside && *own != depth_A))) continue;
    maps.push_back(map);
    if (inside)
      maps.back().name.erase(map.name.find(depthSuffix(depth_A)), depthSuffix(depth_A).size());
  }
  return maps;
}

std::vector<std::vector<Map2>> MapScan::seriesOfDepths(const ScanImages& own,
                                                       const std::vector<double>& depths_A) const {
  std::vector<std::vector<Map2>> members;
  for (const double value : scan_.series.values)
    members.push_back(mapsAt(own.maps, depths_A, value));
  return members;
}

std::vector<std::vector<Map2>> MapScan::seriesOfScans(const ScanImages& own) {
  std::vector<std::vector<Map2>> members;
  std::vector<std::filesystem::path> rows = rows_;
  for (const double value : scan_.series.values) {
    if (isOwn(value)) {
      members.push_back(own.maps);
      continue;
    }
    const Case member = memberOf(settings(), scan_.name, scan_.series, value);
    const ScanCase& scan = *member.findScan(scan_.name);
    ScanSeries scans = ScanSeries::of(member, scan, structure_.snapshots);
    members.push_back(
        image(scans, scan.probe.aberrations, fmt::format("member_{}", members.size())).maps);
    rows.insert(rows.end(), rows_.begin(), rows_.end());
  }
  rows_ = std::move(rows);
  return members;
}

void requireOneSize(const ScanCase& scan, const std::vector<std::vector<Map2>>& members) {
  for (const auto& maps : members) {
    const Map2 &first = members.front().front(), &map = maps.front();
    if (map.nx() == first.nx() && map.ny() == first.ny()) continue;
    throw Error(ErrorKind::usage,
                fmt::format("The series of '{}' over '{}' is no stack", scan.name, scan.series.key),
                fmt::format("a member has {} x {} positions, the first {} x {}", map.nx(), map.ny(),
                            first.nx(), first.ny()),
                "give scan_nx and scan_ny");
  }
}

void MapScan::write(const ScanSeries& scans, const ScanImages& own,
                    const std::vector<std::vector<Map2>>& members) const {
  EmdMetadata about = scans.metadata();
  if (!members.empty()) {
    requireOneSize(scan_, members);
    writeEmdSeries(
        work_.run.path(Product::series, {scan_.name}),
        seriesOf(members, axisName(scan_.series), axisUnit(scan_.series), scan_.series.values),
        about);
  }
  about["window"] = own.window;
  writeEmdMaps(work_.run.path(Product::signal, {scan_.name}), own.maps, about);
}

std::string MapScan::run() {
  ScanSeries scans = ScanSeries::of(settings(), scan_, structure_.snapshots);
  const std::vector<double> depths_A = depthsInOnePass(settings(), scan_, scans.foil());
  ScanImages own = image(scans, scan_.probe.aberrations, "");
  std::vector<std::vector<Map2>> members;
  if (variesAberrations(scan_.series))
    members = seriesOfAberrations(scans, own);
  else if (!depths_A.empty())
    members = seriesOfDepths(own, depths_A);
  else if (hasMembers(scan_.series))
    members = seriesOfScans(own);
  if (!depths_A.empty()) own.maps = mapsAt(own.maps, depths_A, scans.foil().thickness_A());
  if (Mpi::isRoot()) {
    write(scans, own, members);
    removeRows(rows_);
  }
  return own.facts;
}

Stage stageOf(const ScanCase& scan) {
  Stage stage;
  stage.name = scan.name;
  stage.room = Room::multislice;
  stage.about = "an annular dark-field map";
  stage.collective = true;
  stage.tables = imagingTables(scan.name);
  stage.reads = {fileOf(Product::structure)};
  for (const ProductFile& file : accuracyFiles(scan)) stage.reads.push_back(file);
  stage.writes = {fileOf(Product::signal, {scan.name})};
  if (hasMembers(scan.series)) stage.writes.push_back(fileOf(Product::series, {scan.name}));
  stage.plan = [scan](const Case& c, RunPlan& plan) { planScan(c, scan, plan); };
  stage.run = [scan](const StageWork& work) { return MapScan(scan.name, work).run(); };
  return stage;
}

}  // namespace

void addMapStages(const Case& c, std::vector<Stage>& stages) {
  for (const ScanCase& scan : c.scans) {
    if (scan.enabled && !scan.recordsPatterns() && !scan.series.isOverTilts())
      stages.push_back(stageOf(scan));
  }
}

}  // namespace glasscope::pipeline
