#include "pipeline/report/ReportBuilder.h"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/atoms/Elements.h"
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/system/Files.h"
#include "core/system/Provenance.h"
#include "multislice/optics/ProbeProfile.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/imaging/Specimen.h"
#include "pipeline/report/ReplicaMeans.h"
#include "pipeline/report/ReportAccuracy.h"
#include "pipeline/report/ReportComparison.h"
#include "pipeline/report/ReportForces.h"
#include "pipeline/report/ReportOrder.h"
#include "pipeline/report/ReportQuench.h"
#include "pipeline/report/ReportStructure.h"
#include "pipeline/report/ReportYield.h"
#include "pipeline/report/StageFacts.h"
#include "report/DisplayScan.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using report::ReportData;
using Json = nlohmann::json;

namespace {

// Of the scan on the page, so that a page can be mailed: as far as the second diffuse ring of a
// metallic glass, and 2 MB before they are packed.
constexpr double kShownPattern_invA = 1.2;
constexpr std::size_t kShownScan_bytes = 2'000'000;

std::string now() {
  const std::time_t time = std::time(nullptr);
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(time));
}

std::string textOf(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
}

void addSample(ReportData& data, const Case& c, const RunDirectory& run) {
  const Atoms atoms = readStructure(run.path(Product::structure)).reference;
  report::ReportSample& sample = data.sample;
  sample.atoms = static_cast<std::int64_t>(atoms.size());
  for (const int z : atoms.species()) {
    const auto count = std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z);
    sample.composition.push_back({std::string(elementSymbol(z)), count});
    sample.name +=
        fmt::format("{}{:.0f}", elementSymbol(z),
                    100.0 * static_cast<double>(count) / static_cast<double>(atoms.size()));
  }
  const Json sim = factsOf(run, "sim");
  sample.described = textOf(sim, "described");
  if (const ReplicaMeans means(run); !means.empty() && !sample.described.empty())
    sample.described += "; fractions, means and g(r) with errors are those over " + means.over();
  if (sim.contains("potential")) {
    const std::string name = textOf(sim["potential"], "name");
    const std::string citation = textOf(sim["potential"], "citation");
    sample.potential = citation.empty() ? name : name + ", " + citation;
  }
  if (const auto rate = c.meltQuench.slowestCooling_K_per_s()) sample.coolingRate_K_per_s = *rate;
  if (!sample.potential.empty()) sample.foil.temperature_K = c.meltQuench.describedTemperature_K();
}

report::ReportSample::Probe probeOf(const Case& c, const ScanCase& scan, const std::string& name) {
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  // A dose is given for an area; electrons a position are a dose over the area of a step.
  const double step = scan.step_A > 0 ? scan.step_A : 1;
  const double dose =
      c.record.electrons > 0 ? c.record.electrons / (step * step) : c.record.dose_e_per_A2;
  return {name, multislice::ProbeProfile::of(scan.probe, beam).fwhm_A, scan.probe.semiangle_mrad,
          c.record.counts() ? dose : 0};
}

// The kind of the scan, and its name where that is another.
std::string signalText(const ScanCase& scan) {
  const std::string kind = scan.recordsPatterns() ? "nanodiffraction" : "haadf";
  const std::string name = scan.name == kind ? "" : fmt::format("{}: ", scan.name);
  if (scan.recordsPatterns())
    return fmt::format("{}a 4-D nanodiffraction scan ({} mrad probe)", name,
                       scan.probe.semiangle_mrad);
  return fmt::format("{}an HAADF map ({} mrad probe, {} to {} mrad)", name,
                     scan.probe.semiangle_mrad, scan.annular.inner_mrad, scan.annular.outer_mrad);
}

void addImaging(ReportData& data, const Case& c, const RunDirectory& run) {
  report::ReportSample& sample = data.sample;
  sample.imaging.voltage_kV = c.microscope.voltage_kV;
  for (const ScanCase& scan : c.scans) {
    const Json facts = factsOf(run, scan.name);
    if (!scan.enabled || !facts.contains("extent_A")) continue;
    sample.foil.width_A = facts["extent_A"][0];
    sample.foil.height_A = facts["extent_A"][1];
    sample.foil.thickness_A = facts["extent_A"][2];
    sample.imaging.snapshots = std::max(sample.imaging.snapshots, facts["snapshots"].get<int>());
    sample.imaging.probes.push_back(probeOf(c, scan, scan.name));
    sample.imaging.signals.push_back(signalText(scan));
    if (scan.recordsPatterns()) sample.imaging.semiangle_mrad = scan.probe.semiangle_mrad;
  }
  if (c.record.any()) {
    std::vector<std::string> steps;
    for (const Json& step : Json::parse(recordingText(c))) steps.push_back(step["step"]);
    sample.imaging.signals.push_back(
        fmt::format("compared as recorded ({})", fmt::join(steps, ", ")));
  }
}

fs::path comparedFile(const Case& c, const RunDirectory& run, const ScanCase& scan) {
  return run.path(c.record.any() ? Product::recorded : Product::signal, {scan.name});
}

// The 4-D scan that the page shows pattern by pattern; null without any.
const ScanCase* shownScan(const Case& c, const RunDirectory& run) {
  for (const ScanCase& scan : c.scans) {
    if (scan.enabled && scan.recordsPatterns() && fs::exists(comparedFile(c, run, scan)))
      return &scan;
  }
  return nullptr;
}

void addScan(ReportData& data, const Case& c, const RunDirectory& run) {
  const ScanCase* scan = shownScan(c, run);
  if (!scan) return;
  const fs::path file = comparedFile(c, run, *scan);
  const EmdDatacube cube(file);
  report::DisplayScanOptions options;
  options.voltage_kV = c.microscope.voltage_kV;
  options.semiangle_mrad = scan->probe.semiangle_mrad;
  options.maximum_invA = kShownPattern_invA;
  options.budget_bytes = kShownScan_bytes;
  options.source = fmt::format("signals/{}/{}", scan->name, file.filename().string());
  data.signals.scan = report::displayScan(cube, options);
}

// Many a warning begins with the name of the scan: "haadf: ...", "haadf at +10.0 A: ...".
std::string warningOf(const std::string& stage, const std::string& warning) {
  const std::size_t end = stage.size();
  const bool said = warning.starts_with(stage) && warning.size() > end &&
                    std::string_view(":, ").find(warning[end]) != std::string_view::npos;
  return said ? warning : stage + ": " + warning;
}

void addProvenance(ReportData& data, const Case& c, const RunDirectory& run) {
  for (const StageRecord& stage : run.stages()) {
    data.run.stages.push_back(
        {stage.name, stage.wall_s, stage.peakMemory_bytes,
         fmt::format("{} rank(s), {} thread(s)", stage.ranks, stage.threads)});
    for (const std::string& warning : stage.warnings)
      data.run.warnings.push_back(warningOf(stage.name, warning));
    data.run.facts.push_back({"stage settings", stage.name, stage.settings});
  }
  const auto add = [&](const char* kind, const Json& facts) {
    for (const auto& [name, value] : facts.items())
      data.run.facts.push_back(
          {kind, name, value.is_string() ? value.get<std::string>() : value.dump()});
  };
  add("versions", Json::parse(buildProvenance()));
  const Json sim = factsOf(run, "sim");
  data.run.facts.push_back({"versions", "LAMMPS", textOf(sim, "lammps")});
  if (sim.contains("potential")) add("potential", sim["potential"]);
  if (sim.contains("configuration_file")) {
    data.run.facts.push_back({"inputs", textOf(sim, "configuration_file"),
                              "XXH3-128 " + textOf(sim, "configuration_hash")});
  }
  data.run.facts.push_back({"seeds", "case.seed", fmt::format("{}", c.seed)});
}

}  // namespace

ReportData buildReport(const Case& c, const RunDirectory& run) {
  ReportData data;
  data.title = c.title;
  data.run.created = now();
  data.run.caseToml = resolvedToml(c);
  if (fs::exists(run.path(Product::structure))) addSample(data, c, run);
  addImaging(data, c, run);
  addThermo(data, run);
  addStructure(data, run);
  addHistograms(data, c, run);
  addOrder(data, run);
  addQuench(data, run);
  addForces(data, run);
  addYield(data, c, run);
  addAtoms(data, c, run);
  addScan(data, c, run);
  addComparison(data, c, run, shownScan(c, run));
  if (report::ReportSection section = accuracySection(c, run); !section.numbers.empty())
    data.signals.sections.push_back(std::move(section));
  addProvenance(data, c, run);
  return data;
}

namespace {

report::ReportFilm::Score scoreOf(const compare::FilmScore& score) {
  report::ReportFilm::Score shown;
  shown.model = score.method;
  shown.nccValid = score.agreement.nccValid;
  shown.nccInterior = score.agreement.nccInterior;
  shown.r1 = score.agreement.r1Valid;
  shown.nccHighPass = score.agreement.nccHighPass;
  shown.ssim = score.agreement.structuralSimilarity;
  if (score.agreement.frcHalfBitValid_A > 0)
    shown.frcHalfBit_invA = 1 / score.agreement.frcHalfBitValid_A;
  return shown;
}

report::ReportCurves ringCorrelationOf(const compare::FilmComparison& film) {
  report::ReportCurves curves;
  curves.name = "fourier_ring_correlation";
  curves.title = "Fourier ring correlation with the measured map";
  curves.description =
      "Above the half-bit curve, a spatial frequency carries at least half a bit of information "
      "for each Fourier pixel.";
  curves.xLabel = "spatial frequency";
  curves.xUnit = "1/angstrom";
  curves.yLabel = "FRC";
  Curves::Curve multislice{"multislice", {}, {}}, linear{"linear projection", {}, {}},
      halfBit{"half-bit", {}, {}};
  for (const compare::FourierRingPoint& point : film.multislice.frc) {
    curves.x.push_back(point.k_invA);
    multislice.y.push_back(point.correlation);
    halfBit.y.push_back(point.halfBit);
  }
  for (const compare::FourierRingPoint& point : film.linearFitted.frc) {
    linear.y.push_back(point.correlation);
  }
  curves.curves = {multislice, linear, halfBit};
  return curves;
}

// What was scored on pixels that it was not fitted to, and what planted errors cost.
void addHeldOut(const compare::FilmComparison& film, std::vector<report::ReportNumber>& numbers) {
  for (const compare::HeldOutScore& score : film.heldOut.scores) {
    const compare::FilmGain& gain = score.gainBoth;
    std::string note =
        fmt::format("the two halves: {:.4f} and {:.4f}", score.scored[0], score.scored[1]);
    if (&score != &film.heldOut.scores.front())
      note += fmt::format("; gain on the {} {:+.4f} ({:+.4f} to {:+.4f})",
                          film.heldOut.scores.front().model, gain.difference, gain.low, gain.high);
    numbers.push_back({"NCC on the half that was not fitted, " + score.model,
                       0.5 * (score.scored[0] + score.scored[1]), report::kUnknown, "", note});
  }
  for (const compare::PositionErrorScore& planted : film.positionErrors) {
    numbers.push_back(
        {fmt::format("NCC of multislice with coordinates off by {:g} angstrom", planted.error_A),
         planted.multislice, report::kUnknown, "",
         fmt::format("against its own image; projection {:.4f}", planted.linear)});
  }
}

}  // namespace

ReportData buildFilmReport(const Case& c, const compare::FilmComparison& film,
                           const std::string& source) {
  ReportData data;
  data.title = "A measured film beside what theory makes of its atoms";
  data.run.created = now();
  data.summary = fmt::format(
      "A measured map of {} x {} pixels beside a multislice image of the atoms of its model and "
      "beside the plain projection of these atoms: normalised cross-correlation {:.4f} and {:.4f} "
      "over the valid area, {:.4f} and {:.4f} inside the particles.",
      film.measured.nx(), film.measured.ny(), film.multislice.agreement.nccValid,
      film.linearFitted.agreement.nccValid, film.multislice.agreement.nccInterior,
      film.linearFitted.agreement.nccInterior);
  data.run.caseToml = resolvedToml(c);
  report::ReportFilm shown;
  shown.title = film.measured.description.empty() ? "Measured ADF map" : film.measured.description;
  shown.source = source;
  shown.measured = film.measured;
  shown.multislice = film.multislice.image;
  shown.linear = film.linearFitted.image;
  for (const auto* score : {&film.linearFixed, &film.linearFitted, &film.multislice}) {
    shown.scores.push_back(scoreOf(*score));
  }
  shown.ringCorrelation = ringCorrelationOf(film);
  shown.parameters = {
      {"source size (Gaussian sigma, one axis)", film.multislice.fit.sigma_A, report::kUnknown,
       "angstrom", "fitted over the valid area"},
      {"defocus", film.multislice.fit.defocus_A, report::kUnknown, "angstrom",
       "best of those tried"},
      {"outer detector angle", film.detectorOuterUsed_mrad, report::kUnknown, "mrad",
       "as far as the sampling carries"},
      {"gain in NCC over valid", film.gainValid.difference,
       (film.gainValid.high - film.gainValid.low) / 4, "", "against the fitted linear projection"},
      {"gain in NCC over interior", film.gainInterior.difference,
       (film.gainInterior.high - film.gainInterior.low) / 4, "",
       "against the fitted linear projection"}};
  addHeldOut(film, shown.parameters);
  shown.verdict = film.verdict;
  data.film = shown;
  return data;
}

}  // namespace glasscope::pipeline
