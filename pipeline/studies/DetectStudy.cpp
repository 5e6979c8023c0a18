#include "pipeline/studies/DetectStudy.h"

#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "multislice/optics/ProbeProfile.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/case/FurtherSamples.h"
#include "pipeline/run/independentFiles.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/studies/scansOnly.h"

namespace glasscope::pipeline {

namespace {

namespace fs = std::filesystem;

Case variantOf(const Case& c, const std::vector<std::string>& overrides) {
  return parseCase(resolvedToml(c), "the case of this study", overrides);
}

std::vector<double> listOr(const std::vector<double>& list, double otherwise) {
  return list.empty() ? std::vector<double>{otherwise} : list;
}

// The results of a finished sample, as the start of a scan of it. A scan that has begun keeps its
// own.
void startFrom(const fs::path& sample, const fs::path& scan) {
  if (!Mpi::isRoot() || fs::exists(scan / "provenance.json")) return;
  fs::create_directories(scan);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(sample)) {
    const fs::path name = entry.path().lexically_relative(sample);
    if (!entry.is_regular_file() || name.string().starts_with('.')) continue;
    fs::create_directories((scan / name).parent_path());
    fs::copy_file(entry.path(), scan / name, fs::copy_options::overwrite_existing);
  }
}

// What is collected for one point of the curves: the maps of each sample, scan by scan.
using Place = std::tuple<double, double, double, double>;
using Collected = std::map<Place, std::vector<std::vector<compare::AssociationGroup>>>;

Place placeOf(const compare::DetectCondition& c) {
  return {c.thickness_A, c.probe_fwhm_A, c.defocus_A, c.dose_e_per_A2};
}

void collect(const Case& c, const fs::path& folder, const compare::DetectCondition& condition,
             Collected& collected) {
  const RunDirectory run(folder);  // collective
  if (!Mpi::isRoot()) return;
  auto& samples = collected[placeOf(condition)];
  samples.push_back(readComparedMaps(c, run).groups);
  for (auto& group : samples.back()) group.nulls.clear();
}

void scanOnce(const Case& c, const DetectScan& scan, const fs::path& folder, Collected& collected) {
  std::vector<std::string> clean = scan.overrides;
  clean.emplace_back("record.dose_e_per_A2=0");
  const Case settings = scansOnly(variantOf(c, clean));
  runPipeline(settings, folder, Room::multislice);
  collect(settings, folder, scan.condition, collected);
  for (const double dose : c.detect.doses_e_per_A2) {
    std::vector<std::string> noisy = scan.overrides;
    noisy.push_back(fmt::format("record.dose_e_per_A2={}", dose));
    const Case recorded = scansOnly(variantOf(c, noisy));
    runPipeline(recorded, folder, Room::multislice);
    compare::DetectCondition condition = scan.condition;
    condition.dose_e_per_A2 = dose;
    collect(recorded, folder, condition, collected);
  }
}

// Where a point of a scan lies: what the study does not vary is that of the scan in the case.
compare::DetectCondition conditionOf(const Case& c, const Place& place,
                                     const std::string& descriptor) {
  const auto [thickness, probe, defocus, dose] = place;
  compare::DetectCondition condition{thickness, probe, defocus, dose};
  const ScanCase* scan = c.findScan(descriptor.substr(descriptor.rfind('@') + 1));
  GLASSCOPE_ENSURE(scan, "a descriptor carries the name of its scan: " + descriptor);
  if (c.detect.probes_fwhm_A.empty()) {
    const multislice::ElectronBeam beam(c.microscope.voltage_kV);
    condition.probe_fwhm_A = multislice::airyWidth_A(scan->probe.semiangle_mrad, beam);
  }
  if (c.detect.defoci_A.empty()) condition.defocus_A = scan->probe.aberrations.defocus_A;
  return condition;
}

std::vector<compare::DetectPoint> pointsOf(const Case& c, const Collected& collected) {
  std::vector<compare::DetectPoint> points;
  compare::DetectabilitySettings settings;
  settings.seed = static_cast<std::uint64_t>(c.seed);
  settings.level = c.compare.association.level;
  for (const auto& [place, samples] : collected) {
    std::size_t scans = 0;
    for (const auto& groups : samples) scans = std::max(scans, groups.size());
    for (std::size_t scan = 0; scan < scans; ++scan) {
      std::vector<compare::AssociationGroup> replicas;
      for (const auto& groups : samples) {
        if (scan < groups.size()) replicas.push_back(groups[scan]);
      }
      for (const auto& found : compare::detectOverReplicas(replicas, settings)) {
        points.push_back({conditionOf(c, place, found.descriptor), found});
      }
    }
  }
  return points;
}

void write(const fs::path& folder, const std::vector<compare::DetectPoint>& points, const Case& c) {
  writeFileAtomically(folder / "detect.csv", compare::detectTable(points));
  std::string text;
  for (const std::string& line : compare::detectSentences(points)) text += line + ".\n";
  writeFileAtomically(folder / "detect.txt", text);
  nlohmann::ordered_json facts;
  facts["table"] = "detect.csv";
  facts["units"] = "in the names of the columns; dose inf is the clean signal";
  facts["family"] = "all pairs and top fractions of one scan under one condition";
  facts["level"] = c.compare.association.level;
  facts["interval"] =
      "95 %; Student's over replicas where interval_from_replicas is 1, else the surrogate test "
      "inverted";
  writeFileAtomically(folder / "detect.json", facts.dump(2) + "\n");
}

}  // namespace

std::vector<DetectSample> detectSamples(const Case& c) {
  std::vector<DetectSample> samples;
  const compare::DetectSettings& detect = c.detect;
  if (!detect.samples.empty()) {
    requireDifferent(detect.samples, "detect.samples");
    for (std::size_t i = 0; i < detect.samples.size(); ++i) {
      samples.push_back({fmt::format("sample_{}", i),
                         {"configuration.file=" + nlohmann::json(detect.samples[i]).dump()}});
    }
    return samples;
  }
  if (!c.configuration.file.empty()) {
    logWarning(
        "detect: there is one sample, so intervals know no other: name independent ones in "
        "detect.samples");
    return {{"sample_0", {}}};
  }
  for (int i = 0; i < detect.replicas; ++i) {
    samples.push_back({fmt::format("sample_{}", i), {}});
    if (i > 0) samples.back().overrides.push_back(fmt::format("case.seed={}", sampleSeed(c, i)));
  }
  return samples;
}

std::vector<DetectScan> detectScans(const Case& c, const DetectSample& sample) {
  std::vector<DetectScan> scans;
  for (const double thickness : listOr(c.detect.thicknesses_A, c.foil.thickness_A)) {
    for (const double probe : listOr(c.detect.probes_fwhm_A, 0)) {
      for (const double defocus : listOr(c.detect.defoci_A, std::nan(""))) {
        DetectScan scan;
        scan.overrides = sample.overrides;
        scan.overrides.push_back(fmt::format("foil.thickness_A={}", thickness));
        if (probe > 0) {
          for (const ScanCase& each : c.scans)
            scan.overrides.push_back(fmt::format("scan.{}.probe_fwhm_A={}", each.name, probe));
        }
        for (const ScanCase& each : c.scans) {
          if (!std::isnan(defocus))
            scan.overrides.push_back(fmt::format("scan.{}.defocus_A={}", each.name, defocus));
        }
        scan.condition.thickness_A = thickness;
        scan.condition.probe_fwhm_A = probe;
        scan.condition.defocus_A = std::isnan(defocus) ? 0 : defocus;
        scan.folder = fmt::format("{}/{:g}A_thick_{:g}A_probe_{:g}A_defocus", sample.folder,
                                  thickness, probe, scan.condition.defocus_A);
        scans.push_back(std::move(scan));
      }
    }
  }
  return scans;
}

std::vector<compare::DetectPoint> runDetectStudy(const Case& c, const fs::path& folder) {
  const std::vector<DetectSample> samples = detectSamples(c);
  logInfo(fmt::format(
      "detect: {} samples, {} sets of optics each, {} doses beside the clean signals",
      samples.size(), detectScans(c, samples.front()).size(), c.detect.doses_e_per_A2.size()));
  Collected collected;
  for (const DetectSample& sample : samples) {
    const fs::path made = folder / sample.folder / "atoms";
    runPipeline(variantOf(c, sample.overrides), made, Room::voronoi);
    for (const DetectScan& scan : detectScans(c, sample)) {
      startFrom(made, folder / scan.folder);
      Mpi::barrier();
      scanOnce(c, scan, folder / scan.folder, collected);
    }
  }
  if (!Mpi::isRoot()) return {};
  const auto points = pointsOf(c, collected);
  write(folder, points, c);
  return points;
}

}  // namespace glasscope::pipeline
