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
#include "pipeline/imaging/StudiedScan.h"
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
  if (c.makesGlass()) {
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

// Of a scan or a plane-wave image.
template <class Job>
multislice::ConvergenceReport measure(const Job& job, const std::vector<multislice::Foil>& foils,
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

// What a study does not speak for.
void sayWhatIsLeftOut(const Case& c) {
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled || !scan.series.isOverTilts()) continue;
    logInfo(fmt::format(
        "{}: of the tilted images the one through the most material is measured, which stands for "
        "all of them",
        scan.name));
  }
}

// Scans and images that are on.
std::size_t countOf(const Case& c) {
  return static_cast<std::size_t>(std::ranges::count_if(c.scans, &ScanCase::enabled) +
                                  std::ranges::count_if(c.images, &ImageCase::enabled));
}

// What one study leaves of its share of the budget goes to the next; the same on all ranks.
class Budget {
 public:
  Budget(double all_s, std::size_t studies) : share_s_(all_s / static_cast<double>(studies)) {}

  double next_s() {
    given_s_ = share_s_ + left_s_;
    Mpi::broadcast(std::span<double>(&given_s_, 1));
    return given_s_;
  }
  void spent(double time_s) { left_s_ = std::max(0.0, given_s_ - time_s); }

 private:
  double share_s_, given_s_ = 0, left_s_ = 0;
};

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
  const std::size_t studies = countOf(c);
  if (studies == 0) {
    throw Error(ErrorKind::usage, "There is nothing whose convergence could be measured",
                "no [[scan]] and no [[image]] is enabled", "add or enable one");
  }
  const fs::path file = resultFile(target, options);
  // Before hours of work.
  requireOwnFile(file, multislice::kConvergenceJsonBeginning);
  sayWhatIsLeftOut(c);
  multislice::ConvergenceSettings settings;
  settings.tolerance = toleranceOf(options.tolerance);
  settings.positions = options.positions;
  Budget budget(60 * options.budget_min, studies);
  const std::vector<Atoms> atoms = configurations(c, target.folder);
  std::vector<multislice::ConvergenceReport> reports;
  std::vector<multislice::AccuracyChoice> choices;
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled) continue;
    settings.budget_s = budget.next_s();
    StudiedScan studied = StudiedScan::of(c, scan, atoms);
    studied.job.label = scan.name;  // of a tilt series, too: what is to be set is the scan's
    reports.push_back(measure(studied.job, studied.foils, settings));
    if (auto choice = choose(studied.job, studied.foils, reports.back()))
      choices.push_back(std::move(*choice));
    budget.spent(reports.back().time_s);
  }
  for (const ImageCase& image : c.images) {
    if (!image.enabled) continue;
    settings.budget_s = budget.next_s();
    reports.push_back(
        measure(hrtemJobOfDefoci(c, image), cutFoils(atoms, c, image.snapshots), settings));
    budget.spent(reports.back().time_s);
  }
  if (!Mpi::isRoot()) return;
  const RecommendedSettings recommended = RecommendedSettings::of(c, reports);
  fmt::print("{}", recommended.text());
  write(file, multislice::convergenceJson(reports, recommended.settings, choices));
}

}  // namespace glasscope::pipeline
