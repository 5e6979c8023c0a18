#include "pipeline/convergence/MeasureConvergence.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"
#include "core/system/Text.h"
#include "multislice/convergence/ConvergenceJson.h"
#include "multislice/convergence/ConvergenceStudy.h"
#include "multislice/convergence/chooseAccuracy.h"
#include "pipeline/convergence/RecommendedSettings.h"
#include "pipeline/imaging/Configuration.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/run/Products.h"

namespace glasscope::pipeline {

namespace {

namespace fs = std::filesystem;

// "1%" or "0.01".
double toleranceOf(const std::string& text) {
  const bool percent = text.ends_with('%');
  const double value = parseNumber(percent ? text.substr(0, text.size() - 1) : text, "--tolerance");
  const double tolerance = percent ? value / 100 : value;
  if (tolerance > 0 && tolerance < 1) return tolerance;
  throw Error(ErrorKind::usage, fmt::format("'{}' is no tolerance", text),
              "it is a relative error between 0 and 1", "give for example 1% or 0.01");
}

// The atoms that the stages would image, as far as they are there.
std::vector<Atoms> configurations(const Case& c, const fs::path& folder) {
  const std::string made = fileOf(Product::structure).path;
  if (fs::exists(folder / made)) return readStructure(folder / made).snapshots;
  if (c.configuration.file.empty()) {
    throw Error(
        ErrorKind::usage, "There are no atoms yet whose signals could be measured",
        fmt::format("the case makes its own glass, and '{}' holds no {}", folder.string(), made),
        "make it first: glasscope sim CASE");
  }
  std::vector<Atoms> frames = readConfiguration(c);
  const sim::ThermalMotion motion = sim::settledMotion(frames, motionSettings(c));
  const bool toBeMade =
      motion == sim::ThermalMotion::dynamics || motion == sim::ThermalMotion::harmonic;
  if (toBeMade && !c.einstein.enabled()) {
    logWarning(
        "the thermal configurations are not made yet: the one configuration that is there stands "
        "for them, and how many it takes cannot be told (glasscope sim makes them)");
  }
  if (motion == sim::ThermalMotion::frames || motion == sim::ThermalMotion::series) return frames;
  return {sim::imagedFrame(motion, frames)};
}

multislice::ConvergenceReport measure(const multislice::ScanJob& job,
                                      const std::vector<multislice::Foil>& foils,
                                      const multislice::ConvergenceSettings& settings) {
  multislice::ConvergenceReport report = multislice::measureConvergence(job, foils, settings);
  if (Mpi::isRoot()) fmt::print("{}", report.text());
  return report;
}

// The cheapest settings that are within the tolerance together, computed and held against finer
// ones. Of interpolated waves nothing is chosen: their errors are in the table above.
std::optional<multislice::AccuracyChoice> choose(const multislice::ScanJob& job,
                                                 const std::vector<multislice::Foil>& foils,
                                                 const multislice::ConvergenceReport& report) {
  const multislice::MicroscopeSettings& m = job.microscope;
  if (m.prism_interpolation > 1 || m.partitions > 0) return std::nullopt;
  multislice::AccuracySettings settings;
  settings.accuracy = report.settings.tolerance;
  settings.most_s = report.settings.budget_s;
  settings.verification = 2;
  settings.positions = 2 * report.settings.positions;
  settings.mostPositions = 4 * settings.positions;
  multislice::AccuracyChoice choice = multislice::chooseAccuracy(job, foils, settings, &report);
  if (Mpi::isRoot()) fmt::print("{}\n", choice.text());
  return choice;
}

// What a case images beside its scans, and how far their study speaks for it.
void sayWhatIsLeftOut(const Case& c) {
  for (const ImageCase& image : c.images) {
    if (!image.enabled) continue;
    logWarning(fmt::format(
        "{}: the convergence of plane-wave images and diffraction is not measured; image the foil "
        "again with half the microscope.slice_thickness_A and 1.5 times the angle that 'glasscope "
        "plan' prints as microscope.max_angle_mrad, and compare",
        image.name));
  }
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled || !scan.series.isOverTilts()) continue;
    logWarning(fmt::format(
        "{}: the convergence of tilted images is not measured; that of the foil as it lies is",
        scan.name));
  }
}

fs::path resultFile(const Target& target, const ConvergeOptions& options) {
  return options.json.empty() ? target.folder / "converge.json" : fs::path(options.json);
}

void write(const fs::path& file, const std::string& json) {
  if (file.has_parent_path()) ensureWritableFolder(file.parent_path());
  requireOwnFile(file, multislice::kConvergenceJsonBeginning);
  writeFileAtomically(file, json);
  fmt::print("\nWritten: {}\n", file.string());
}

}  // namespace

void measureConvergence(const Target& target, const ConvergeOptions& options) {
  const Case& c = target.settings;
  const auto scans = std::count_if(c.scans.begin(), c.scans.end(),
                                   [](const ScanCase& scan) { return scan.enabled; });
  if (scans == 0) {
    throw Error(ErrorKind::usage, "There is no scan whose convergence could be measured",
                "no [[scan]] is enabled, and plane-wave images cannot be measured",
                "add or enable one");
  }
  const fs::path file = resultFile(target, options);
  // Before hours of work.
  requireOwnFile(file, multislice::kConvergenceJsonBeginning);
  sayWhatIsLeftOut(c);
  multislice::ConvergenceSettings settings;
  settings.tolerance = toleranceOf(options.tolerance);
  settings.positions = options.positions;
  // What one scan leaves of its share goes to the next.
  const double share_s = 60 * options.budget_min / static_cast<double>(scans);
  double left_s = 0;
  const std::vector<Atoms> atoms = configurations(c, target.folder);
  std::vector<multislice::ConvergenceReport> reports;
  std::vector<multislice::AccuracyChoice> choices;
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled) continue;
    settings.budget_s = share_s + left_s;
    Mpi::broadcast(std::span<double>(&settings.budget_s, 1));
    const auto foils = cutFoils(atoms, c, scan.snapshots);
    const multislice::ScanJob job = scanJob(c, scan, foils.front());
    reports.push_back(measure(job, foils, settings));
    if (auto choice = choose(job, foils, reports.back())) choices.push_back(std::move(*choice));
    left_s = std::max(0.0, settings.budget_s - reports.back().time_s);
  }
  if (!Mpi::isRoot()) return;
  const RecommendedSettings recommended = RecommendedSettings::of(c, reports);
  fmt::print("{}", recommended.text());
  write(file, multislice::convergenceJson(reports, recommended.settings, choices));
}

}  // namespace glasscope::pipeline
