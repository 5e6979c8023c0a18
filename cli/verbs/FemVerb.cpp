#include <algorithm>
#include <cctype>
#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/Verb.h"
#include "compare/diffraction/CameraCorrection.h"
#include "compare/diffraction/KinematicFem.h"
#include "compare/diffraction/VariableResolution.h"
#include "core/atoms/Elements.h"
#include "core/formats/TextTable.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

/// What V(k, R) and a camera take beside FemOptions.
struct ResolutionOptions {
  std::vector<double> apertures_invA;  ///< several: V(k, R)
  std::string mtf;                     ///< of the camera that records the dark-field image
  double cameraPixel_A = 0;            ///< of the same, on the specimen
};

// No other verb needs to know them.
ResolutionOptions& given() {
  static ResolutionOptions options;
  return options;
}

/// A measured V(k) with its standard deviation.
struct MeasuredVariance {
  std::vector<double> k_invA, v, error;
};

void addOptions(CLI::App& app, VerbOptions& all) {
  FemOptions& o = all.fem;
  const auto add = [&](const char* name, auto& value, const char* what) {
    return app.add_option(name, value, what)->capture_default_str();
  };
  add("--aperture", o.aperture_invA, "Radius Q of the aperture, 1/angstrom; resolution 0.61/Q");
  add("--k-min", o.kMin_invA, "First k = 1/d, 1/angstrom");
  add("--k-max", o.kMax_invA, "Last k");
  add("--k-step", o.kStep_invA, "Step of k")->check(CLI::PositiveNumber);
  add("--origins", o.origins, "Places of the model that are looked at")
      ->check(CLI::Range(1, 100000));
  add("--orientations", o.orientations, "Orientations of each")->check(CLI::Range(2, 1000000));
  add("--seed", o.seed, "Seed of places and orientations");
  app.add_flag("--femsim", o.femsim,
               "The one origin, the orientations and the truncated tables of the program femsim");
  app.add_option("--measured", o.measured,
                 "Table of measured k, V and standard deviation; its k are taken");
  add("--scale", o.scale,
      "V of the model over the measured V, 3 t_exp / t_sim for femsim's authors")
      ->check(CLI::PositiveNumber);
  ResolutionOptions& r = given();
  app.add_option("--apertures", r.apertures_invA,
                 "Several apertures, 0.02,0.03,...: V(k, R) in a table of its own")
      ->delimiter(',')
      ->check(CLI::PositiveNumber);
  app.add_option("--mtf", r.mtf,
                 "Modulation transfer of the camera: its value at half a cycle per pixel (a "
                 "Gaussian), or a table 1,...; V gets smaller by what it takes");
  app.add_option("--camera_pixel_A", r.cameraPixel_A, "Its pixel on the specimen")
      ->check(CLI::PositiveNumber);
}

// Which part of V the camera passes on, at one aperture.
double passedOn(double aperture_invA) {
  const ResolutionOptions& r = given();
  if (r.mtf.empty()) return 1;
  const double speckle_px = compare::darkFieldSpeckle_A(aperture_invA) / r.cameraPixel_A;
  if (speckle_px < compare::kNarrowestSpeckle_pixels)
    throw Error(ErrorKind::usage, "The pixels of the camera are too coarse",
                fmt::format("the speckle of an aperture of {:g} 1/angstrom is {:.2g} pixels wide "
                            "(standard deviation)",
                            aperture_invA, speckle_px),
                fmt::format("give pixels of at most {:.3g} angstrom",
                            compare::darkFieldSpeckle_A(aperture_invA) /
                                compare::kNarrowestSpeckle_pixels));
  return compare::passedVariance(speckle_px, compare::CameraTransfer::parse(r.mtf, "--mtf")).pixels;
}

void requireWholeCamera() {
  const ResolutionOptions& r = given();
  if (r.mtf.empty() == (r.cameraPixel_A == 0)) return;
  throw Error(ErrorKind::usage, "The camera is known by half",
              "its modulation transfer is against cycles per pixel",
              "give --mtf and --camera_pixel_A, or neither");
}

// As the camera records it.
compare::KinematicFem femOf(const Atoms& model, const compare::KinematicFemSettings& settings) {
  compare::KinematicFem found = compare::kinematicFem(model, settings);
  const double passed = passedOn(settings.aperture_invA);
  for (auto* values : {&found.v, &found.error})
    for (double& value : *values) value *= passed;
  for (auto& values : found.vOfOrigin)
    for (double& value : values) value *= passed;
  return found;
}

std::string cameraText(double aperture_invA) {
  const double passed = passedOn(aperture_invA);
  return passed == 1 ? std::string()
                     : fmt::format("; times {:.4g}, which the camera passes on", passed);
}

// A second heading, because the first is what the program knows its own table by.
std::string cameraLine() {
  const ResolutionOptions& r = given();
  if (r.mtf.empty()) return {};
  return fmt::format("\n# as a camera records it: {}, pixels of {:g} angstrom",
                     compare::CameraTransfer::parse(r.mtf, "--mtf").text(), r.cameraPixel_A);
}

// V at every aperture; told by where it is highest.
std::string resolutionTable(const Atoms& model, compare::KinematicFemSettings settings,
                            const std::string& source) {
  std::vector<compare::ResolvedVariance> all;
  for (const double aperture_invA : given().apertures_invA) {
    settings.aperture_invA = aperture_invA;
    const compare::KinematicFem found = femOf(model, settings);
    const auto highest = std::max_element(found.v.begin(), found.v.end());
    const auto at = static_cast<std::size_t>(highest - found.v.begin());
    if (Mpi::isRoot())
      fmt::print("R = {:.4g} angstrom: V is highest at k = {:.4g} 1/angstrom: {:.4g}{}{}\n",
                 compare::rayleighResolution_A(aperture_invA), found.k_invA[at], *highest,
                 std::isfinite(found.error[at]) ? fmt::format(" +- {:.2g}", found.error[at])
                                                : std::string(" (one origin tells no error)"),
                 cameraText(aperture_invA));
    all.push_back({compare::rayleighResolution_A(aperture_invA), source, "V", found.k_invA, found.v,
                   found.error});
  }
  return compare::variableResolutionTable(
      std::move(all),
      "# V(k, R) of a model, kinematic, flat Ewald sphere; k = 1/d, R = 0.61/Q" + cameraLine());
}

// Whether a text names nanometres as a unit: "k (1/nm)", "nm^-1", "k_per_nm".
bool speaksOfNanometres(std::string_view text) {
  const auto letter = [&](std::size_t i) {
    return i < text.size() && std::isalpha(static_cast<unsigned char>(text[i])) != 0;
  };
  for (std::size_t at = text.find("nm"); at != text.npos; at = text.find("nm", at + 1))
    if (!(at > 0 && letter(at - 1)) && !letter(at + 2)) return true;
  return false;
}

MeasuredVariance readMeasured(const fs::path& path) {
  const TextTable table(
      path, {"measured variance", "give three columns: k (1/d, 1/angstrom), V, standard deviation",
             TableHead::words});
  if (table.columns() < 3) table.refuse(0, fmt::format("it has {} columns", table.columns()));
  if (speaksOfNanometres(table.above()))
    table.refuse("its heading speaks of nm, and k is expected in 1/angstrom");
  const MeasuredVariance measured{table.numbers(0), table.numbers(1), table.numbers(2)};
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (!(measured.error[row] > 0)) table.refuse(row, "the standard deviation is not positive");
  constexpr double kFirstRings_invA = 1.5;  // of no glass does the first lie so far out
  if (!measured.k_invA.empty() && measured.k_invA.front() > kFirstRings_invA)
    logWarning(
        fmt::format("the measured k begin at {:g} 1/angstrom, beyond the first rings of any "
                    "glass: are they in 1/nm, or 2 pi / d?",
                    measured.k_invA.front()));
  return measured;
}

std::string tableOf(const compare::KinematicFem& found) {
  std::string text = "# V(k) of a model, kinematic, flat Ewald sphere; k = 1/d" + cameraLine() +
                     "\nk_invA,v,standard_error";
  for (std::size_t o = 0; o < found.vOfOrigin.size(); ++o) text += fmt::format(",v_origin_{}", o);
  text += '\n';
  for (std::size_t i = 0; i < found.k_invA.size(); ++i) {
    text += fmt::format("{:.8g},{:.8g},{:.6g}", found.k_invA[i], found.v[i], found.error[i]);
    for (const auto& v : found.vOfOrigin) text += fmt::format(",{:.8g}", v[i]);
    text += '\n';
  }
  return text;
}

// Median over k of the standard deviation from origin to origin, over their mean.
double spreadOfOrigins(const compare::KinematicFem& found) {
  std::vector<double> spreads;
  const auto n = static_cast<double>(found.vOfOrigin.size());
  for (std::size_t i = 0; i < found.k_invA.size(); ++i) {
    double mean = 0, squares = 0;
    for (const auto& v : found.vOfOrigin) mean += v[i] / n;
    for (const auto& v : found.vOfOrigin) squares += std::pow(v[i] - mean, 2) / (n - 1);
    spreads.push_back(std::sqrt(squares) / mean);
  }
  std::nth_element(spreads.begin(),
                   spreads.begin() + static_cast<std::ptrdiff_t>(spreads.size() / 2),
                   spreads.end());
  return spreads[spreads.size() / 2];
}

compare::KinematicFemSettings settingsOf(const FemOptions& o, const MeasuredVariance& measured) {
  compare::KinematicFemSettings settings;
  // Beside apertures that are given the default is nobody's wish.
  const bool isDefault = o.aperture_invA == FemOptions().aperture_invA;
  settings.aperture_invA = isDefault && !given().apertures_invA.empty()
                               ? given().apertures_invA.front()
                               : o.aperture_invA;
  settings.origins = o.origins;
  settings.orientations = o.orientations;
  settings.seed = o.seed;
  settings.femsimOrientations = settings.femsimTables = o.femsim;
  settings.k_invA = measured.k_invA;
  if (settings.k_invA.empty()) {
    const int steps =
        static_cast<int>(std::floor((o.kMax_invA - o.kMin_invA) / o.kStep_invA + 1e-9));
    for (int i = 0; i <= steps; ++i) settings.k_invA.push_back(o.kMin_invA + i * o.kStep_invA);
  }
  return settings;
}

void tell(const compare::KinematicFem& found, double aperture_invA) {
  const auto highest = std::max_element(found.v.begin(), found.v.end());
  const auto at = static_cast<std::size_t>(highest - found.v.begin());
  fmt::print("resolution {:.1f} angstrom; columns of {:.1f} atoms (mean); {} origin(s)\n",
             compare::rayleighResolution_A(aperture_invA), found.atomsInColumn,
             found.vOfOrigin.size());
  if (found.vOfOrigin.size() < 2) {
    fmt::print(
        "V is highest at k = {:.4g} 1/angstrom: {:.4g}; one origin tells no error: V of one "
        "place of a model is not V of the glass\n",
        found.k_invA[at], *highest);
    return;
  }
  fmt::print("V is highest at k = {:.4g} 1/angstrom: {:.4g} +- {:.2g}\n", found.k_invA[at],
             *highest, found.error[at]);
  fmt::print("from origin to origin V varies by {:.0f} % (standard deviation, median over k)\n",
             100 * spreadOfOrigins(found));
}

void compareWith(const MeasuredVariance& measured, const compare::KinematicFem& found,
                 double scale) {
  const auto fit = compare::fitVariance(found.v, measured.v, measured.error, scale);
  fmt::print("chi^2/N of the measured V: {:.4g} at a scale of {:g}; {:.4g} at the best, {:.4g}\n",
             fit.chiSquare, scale, fit.bestChiSquare, fit.bestScale);
  if (found.vOfOrigin.size() < 2) return;
  std::string each;
  for (const auto& v : found.vOfOrigin) {
    each += fmt::format(" {:.3g}",
                        compare::fitVariance(v, measured.v, measured.error, scale).chiSquare);
  }
  fmt::print("of each origin alone:{}\n", each);
}

int run(const VerbOptions& options) {
  const FemOptions& o = options.fem;
  const fs::path input = options.input;
  sim::ReadOptions reading;
  if (!options.elements.empty()) reading.elements = parseElements(options.elements);
  const Atoms model = sim::readFrames(input, reading).back();
  const MeasuredVariance measured =
      o.measured.empty() ? MeasuredVariance() : readMeasured(o.measured);
  requireWholeCamera();
  const compare::KinematicFemSettings settings = settingsOf(o, measured);
  const compare::KinematicFem found = femOf(model, settings);
  const std::string resolved = given().apertures_invA.empty()
                                   ? std::string()
                                   : resolutionTable(model, settings, input.filename().string());
  if (!Mpi::isRoot()) return 0;
  const fs::path folder = options.output.empty() ? input.parent_path() : fs::path(options.output);
  ensureWritableFolder(folder.empty() ? fs::path(".") : folder);
  const fs::path table = folder / (input.stem().string() + "_variance.csv");
  replaceOwnTable(table, tableOf(found));
  tell(found, settings.aperture_invA);
  if (!o.measured.empty()) compareWith(measured, found, o.scale);
  fmt::print("Written: {}\n", table.string());
  if (resolved.empty()) return 0;
  const fs::path resolutions = folder / (input.stem().string() + "_variance_resolution.csv");
  replaceOwnTable(resolutions, resolved);
  fmt::print("Written: {}\n", resolutions.string());
  return 0;
}

}  // namespace

Verb femVerb() {
  Verb verb;
  verb.name = "fem";
  verb.summary = "V(k) of fluctuation microscopy from a model, with its standard error";
  verb.input = "Configuration of atoms in a periodic box";
  verb.takesElements = true;
  verb.addOptions = addOptions;
  verb.examples =
      "V is averaged over places and orientations of the model; the error is that of the places.\n"
      "  glasscope fem glass.xyz --aperture 0.0305 --origins 16\n"
      "  glasscope fem glass.xyz --apertures 0.03,0.04,0.06,0.1 --origins 16\n"
      "  glasscope fem model.xyz --femsim --measured vk.txt --scale 28.6378 -o variance";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
