#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/Verb.h"
#include "compare/diffraction/MeasuredRings.h"
#include "compare/diffraction/VariableResolution.h"
#include "compare/files/AssociationFiles.h"
#include "compare/files/ReductionsFile.h"
#include "compare/images/Heterogeneity.h"
#include "compare/truth/GivenThickness.h"
#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/formats/OwnEmd.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"
#include "core/system/PendingTables.h"
#include "core/system/Text.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

/// What `glasscope reduce` takes beside its file.
struct ReduceOptions {
  std::string with;  ///< file of maps on the same grid, to be associated with
  double electrons = 0, countsPerElectron = 0;  ///< for the shot noise; 0: it stays in
  double background_A = 0;                      ///< what is slower is divided out of maps
  double ringInner_invA = 0, ringOuter_invA = 0, thicknessWindow = 0;
  double pixel_A = 0, diffractionPixel_invA = 0;
  std::string centre_px;                 ///< "X,Y", or "rings": found
  std::string ellipse;                   ///< "PERCENT,DEGREES", or "rings": found
  std::string mtf;                       ///< of the camera: at half a cycle per pixel, or a table
  std::vector<std::string> otherProbes;  ///< scans of the same with other probes: V(k, R)
  std::string thickness, thicknessMap;   ///< file of a thickness map, and which of its maps
};

// No other verb needs to know them.
ReduceOptions& given() {
  static ReduceOptions options;
  return options;
}

void addOptions(CLI::App& app, VerbOptions&) {
  ReduceOptions& o = given();
  const auto number = [&](const char* name, double& value, const char* what) {
    app.add_option(name, value, what)->check(CLI::NonNegativeNumber);
  };
  app.add_option("--with", o.with,
                 "File of maps on the same grid: associates each of them with each map found");
  number("--electrons", o.electrons,
         "Electrons of a pattern, or incident on a pixel, where numbers are fractions of the beam");
  number("--counts_per_electron", o.countsPerElectron,
         "Where numbers are counts: how many one electron gives (1 for a counting detector)");
  number("--background_A", o.background_A,
         "What is slower than a Gaussian of this standard deviation is divided out of maps");
  number("--ring_inner_invA", o.ringInner_invA,
         "Inner radius of the first diffuse ring (0: found)");
  number("--ring_outer_invA", o.ringOuter_invA, "Outer radius of the same");
  number("--thickness_window", o.thicknessWindow,
         "Only patterns within this fraction of the median intensity enter V(k) (0: all)");
  number("--pixel_A", o.pixel_A,
         "Distance of pixels or positions, where the file does not tell it");
  number("--diffraction_pixel_invA", o.diffractionPixel_invA,
         "Side of a diffraction pixel, likewise");
  app.add_option(
      "--centre_px", o.centre_px,
      "Zero frequency of the patterns: X,Y in pixels from (0, 0), fractions too, or rings "
      "(found); otherwise pixel (nx/2, ny/2)");
  app.add_option("--ellipse", o.ellipse,
                 "Ellipse of the rings: PERCENT,DEGREES (long axis over short, its direction), or "
                 "rings (found); otherwise they are round");
  app.add_option("--mtf", o.mtf,
                 "Modulation transfer of the camera: its value at half a cycle per pixel (a "
                 "Gaussian), or a table 1,...; V(k) is corrected for it");
  app.add_option("--other_probes", o.otherProbes,
                 "Further 4-D scans of the same glass with other semiangles, A.h5,B.h5: V(k, R) in "
                 "a table of its own")
      ->delimiter(',');
  app.add_option("--thickness", o.thickness,
                 "File of a thickness map, taken out of all maps that are associated (--with)");
  app.add_option("--thickness_map", o.thicknessMap, "Which map of that file");
}

// Two numbers of an option, "1.5,20".
Vec2 pairOf(const std::string& text, const char* option) {
  const auto words = split(text, ',');
  if (words.size() == 2) return {parseNumber(words[0], option), parseNumber(words[1], option)};
  throw Error(ErrorKind::usage, fmt::format("{} {} is not understood", option, text),
              "two numbers with a comma are needed, or the word rings",
              "give it like 128.37,127.5");
}

compare::PatternGeometry geometryOf(const ReduceOptions& o, const EmdDatacube& cube) {
  constexpr const char* kFound = "rings";
  const DatacubeShape& shape = cube.shape();
  const Vec2 middle(shape.qx / 2, shape.qy / 2);
  compare::PatternGeometry geometry, found;
  if (o.centre_px == kFound || o.ellipse == kFound)
    found = compare::findGeometry(compare::meanPattern(cube), shape.qStep_invA);
  if (o.centre_px == kFound) {
    geometry.offset_px = found.offset_px;
  } else if (!o.centre_px.empty()) {
    geometry.offset_px = pairOf(o.centre_px, "--centre_px") - middle;
  }
  if (o.ellipse == kFound) {
    geometry.ellipticity = found.ellipticity;
    geometry.longAxis_deg = found.longAxis_deg;
  } else if (!o.ellipse.empty()) {
    const Vec2 given = pairOf(o.ellipse, "--ellipse");
    geometry.ellipticity = given.x() / 100;
    geometry.longAxis_deg = given.y();
  }
  return geometry;
}

// What the frequencies were taken from, where it is not what files are expected to have.
std::vector<Quantity> numbersOf(const compare::PatternGeometry& g, const DatacubeShape& shape) {
  std::vector<Quantity> numbers;
  const auto add = [&](const char* name, double value, const char* unit) {
    numbers.push_back({name, value, std::nan(""), unit, ""});
  };
  if (g.offset_px != Vec2::Zero()) {
    add("centre of the patterns along x", shape.qx / 2 + g.offset_px.x(), "pixel");
    add("centre of the patterns along y", shape.qy / 2 + g.offset_px.y(), "pixel");
  }
  if (g.ellipticity != 0) {
    add("ellipticity of the rings", 100 * g.ellipticity, "percent");
    add("direction of their long axis", g.longAxis_deg, "degree");
  }
  return numbers;
}

// Electrons behind one unit of the numbers, for their Poisson noise; 0 where nobody knows.
double electronsOf(const ReduceOptions& o, const std::string& unit, const fs::path& input) {
  const bool fractions = unit == "1";
  if (fractions ? o.countsPerElectron > 0 : o.electrons > 0)
    throw Error(ErrorKind::usage,
                fmt::format("The numbers of '{}' are {}", input.string(),
                            fractions ? "fractions of the beam" : "in " + unit),
                fractions ? "--counts_per_electron is for counts" : "--electrons is for fractions",
                fractions ? "give --electrons" : "give --counts_per_electron");
  if (fractions) return o.electrons;
  if (o.countsPerElectron > 0) return 1 / o.countsPerElectron;
  logWarning(
      fmt::format("V(k) and heterogeneity of '{}' hold the shot noise of its counts: "
                  "--counts_per_electron takes it off",
                  input.string()));
  return 0;
}

compare::ReductionsFile reducedScan(const fs::path& input, const ReduceOptions& o,
                                    const Calibration& calibration) {
  const EmdDatacube cube(input, calibration);
  if (!(cube.shape().qStep_invA > 0))
    throw Error(
        ErrorKind::usage,
        fmt::format("'{}' does not tell the size of its diffraction pixels", input.string()),
        "rings and virtual detectors are given in 1/angstrom",
        "give it with --diffraction_pixel_invA");
  compare::ReductionSettings settings;
  settings.ringInner_invA = o.ringInner_invA;
  settings.ringOuter_invA = o.ringOuter_invA;
  settings.thicknessWindow = o.thicknessWindow;
  settings.counts = electronsOf(o, cube.shape().unit, input);
  if (!o.mtf.empty()) settings.camera = compare::CameraTransfer::parse(o.mtf, "--mtf");
  compare::ReductionsFile file;
  const compare::PatternGeometry geometry = geometryOf(o, cube);
  file.reductions = compare::reduce(cube, settings, geometry);
  for (Quantity& number : numbersOf(geometry, cube.shape()))
    file.reductions->numbers.push_back(std::move(number));
  file.signals = file.reductions->maps;
  file.findings = {input.stem().string(), file.reductions->curves, file.reductions->numbers};
  return file;
}

// 0.61 wavelength / semiangle, from what the file says of its probe.
double resolutionOf_A(const fs::path& scan) {
  const EmdMetadata about = readEmdMetadata(scan);
  const auto numberOf = [&](const char* fact, const char* option) {
    const auto found = about.find(fact);
    if (found != about.end()) return parseNumber(found->second, scan.string());
    throw Error(ErrorKind::usage, fmt::format("'{}' does not tell its probe", scan.string()),
                fmt::format("{} is missing", fact), fmt::format("import it with {}", option));
  };
  const multislice::ElectronBeam beam(numberOf("voltage_kV", "--voltage_kV"));
  return compare::rayleighResolution_A(
      beam.frequency_invA(numberOf("convergence_semiangle_mrad", "--semiangle_mrad")));
}

// The scan itself and those of other probes, reduced alike.
std::string resolutionTable(const fs::path& input, const compare::ReductionsFile& own,
                            const ReduceOptions& o, const Calibration& calibration) {
  std::vector<compare::ResolvedVariance> all = compare::resolvedVariances(
      own.findings.curves, resolutionOf_A(input), input.filename().string());
  for (const std::string& other : o.otherProbes) {
    requireRegularFile(other);
    const compare::ReductionsFile more = reducedScan(other, o, calibration);
    for (compare::ResolvedVariance& one : compare::resolvedVariances(
             more.findings.curves, resolutionOf_A(other), fs::path(other).filename().string()))
      all.push_back(std::move(one));
  }
  return compare::variableResolutionTable(
      std::move(all),
      "# V(k, R) of scans with probes of several sizes; k = 1/d, R = 0.61 "
      "wavelength / semiangle");
}

// Beside a signal of a run stand its standard error, which one snapshot does not have, and where
// the probe stood.
bool isIntensity(const Map2& map) {
  double sum = 0;
  for (const double value : map.values)
    if (std::isfinite(value)) sum += value;
  return sum > 0 && map.name.find("standard_error") == std::string::npos &&
         !map.name.starts_with("position_");
}

compare::ReductionsFile reducedMaps(const fs::path& input, const ReduceOptions& o,
                                    const Calibration& calibration) {
  compare::ReductionsFile file;
  file.signals = readEmdMaps(input, calibration);
  file.findings.scan = input.stem().string();
  for (const Map2& map : file.signals) {
    if (!map.pixel_A.allFinite())
      throw Error(ErrorKind::usage,
                  fmt::format("'{}' does not tell the size of its pixels", input.string()),
                  "lengths of correlation are given in angstrom", "give it with --pixel_A");
    const double electrons = electronsOf(o, map.unit, input);
    if (!isIntensity(map) && file.signals.size() > 1) {
      logInfo(fmt::format("'{}' is no map of intensities and has no heterogeneity", map.name));
      continue;
    }
    const Findings found =
        compare::findingsOf(compare::heterogeneity(map, {o.background_A, electrons}), map.name);
    for (Curves curves : found.curves) {
      if (file.signals.size() > 1) curves.name += "_" + map.name;
      file.findings.curves.push_back(std::move(curves));
    }
    for (Quantity quantity : found.numbers) {
      if (file.signals.size() > 1) quantity.name = map.name + ": " + quantity.name;
      file.findings.numbers.push_back(std::move(quantity));
    }
  }
  return file;
}

void tell(const compare::ReductionsFile& file) {
  for (const Map2& map : file.signals)
    fmt::print("  map {} [{}] {}\n", map.name, map.unit, map.description);
  for (const Curves& curves : file.findings.curves)
    fmt::print("  curve {} over {} points of {}\n", curves.name, curves.x.size(), curves.xLabel);
  for (const Quantity& q : file.findings.numbers) {
    const std::string error = std::isfinite(q.error) ? fmt::format(" +- {:.2g}", q.error) : "";
    fmt::print("  {}: {:.5g}{} {}\n", q.name, q.value, error, q.unit == "1" ? "" : q.unit);
  }
}

void associateWith(const std::string& other, const compare::ReductionsFile& file,
                   const compare::AssociationFiles& files, const Calibration& calibration) {
  std::vector<Map2> theirs = readEmdMaps(other, calibration);
  for (Map2& map : theirs) map.name += "@" + fs::path(other).stem().string();
  compare::AssociationGroup group{std::move(theirs), file.signals, {}, {}};
  if (const ReduceOptions& o = given(); !o.thickness.empty()) {
    compare::GivenThickness thickness = compare::givenThickness(
        o.thickness, o.thicknessMap, MapGrid::of(file.signals.front()), calibration);
    fmt::print("{}\n", thickness.text);
    group.covariates.push_back(std::move(thickness.map));
  }
  const compare::AssociationTable table = compare::associate({std::move(group)});
  fmt::print("{} pairs of maps; significant: pFamily at most {:g}\n", table.rows.size(),
             table.settings.level);
  for (const AssociationRow& row : table.rows)
    fmt::print("  {:<32} {:<24} r {:+.3f}  pFamily {:.3g}  areas {:.0f}{}\n", row.descriptor,
               row.signal, row.correlation.partial, row.significance.pFamily,
               row.correlation.nEffective, row.claim.significant ? "  significant" : "");
  for (const compare::LeftOut& left : table.leftOut)
    fmt::print("  left out: {} ({})\n", left.map, left.why);
  requireOwnFile(files.rows, "descriptor,signal,");
  requireOwnFile(files.about, "{");
  files.write(table);
  fmt::print("Written: {}, {}\n", files.rows.string(), files.about.string());
}

// Reading a scan takes minutes: what the files beside it are not is said before.
void requireInputs(const fs::path& input, const ReduceOptions& o) {
  requireRegularFile(input);
  for (const std::string& file : {o.with, o.thickness})
    if (!file.empty()) requireRegularFile(file);
  if (!o.thickness.empty() && o.with.empty())
    throw Error(ErrorKind::usage, "--thickness has nothing to be taken out of",
                "it is taken out of maps that are associated with each other", "add --with");
  if (!isEmdDatacube(input) && isEmdSeries(input))
    throw Error(ErrorKind::usage, fmt::format("'{}' is a series of maps", input.string()),
                "one map or one scan is reduced", "import one frame, or give the scan itself");
  if (!o.otherProbes.empty() && !isEmdDatacube(input))
    throw Error(ErrorKind::usage, "--other_probes has no V(k) to stand beside",
                fmt::format("'{}' holds no 4-D scan", input.string()), "give one, or leave it out");
  for (const std::string& other : o.otherProbes) {
    requireRegularFile(other);
    if (!isEmdDatacube(other))
      throw Error(ErrorKind::usage, fmt::format("'{}' holds no 4-D scan", other),
                  "--other_probes are scans of which V(k) is taken", "import it first");
  }
}

int run(const VerbOptions& options) {
  if (!Mpi::isRoot()) return 0;
  const ReduceOptions& o = given();
  const fs::path input = options.input;
  requireInputs(input, o);
  Calibration calibration;
  calibration.pixel_A = o.pixel_A;
  calibration.diffractionPixel_invA = o.diffractionPixel_invA;
  const compare::ReductionsFile file = isEmdDatacube(input) ? reducedScan(input, o, calibration)
                                                            : reducedMaps(input, o, calibration);
  const fs::path folder = options.output.empty() ? input.parent_path() : fs::path(options.output);
  ensureWritableFolder(folder.empty() ? fs::path(".") : folder);
  const std::string stem = (folder / input.stem()).string();
  requireOwnEmd(stem + "_reduced.h5", "content");  // of a file of reductions
  PendingTables tables;
  if (!o.otherProbes.empty())
    tables.add(stem + "_variance_resolution.csv", resolutionTable(input, file, o, calibration));
  file.write(stem + "_reduced.h5");
  tables.commit();
  tell(file);
  fmt::print("Written: {}_reduced.h5\n", stem);
  if (!o.otherProbes.empty()) fmt::print("Written: {}_variance_resolution.csv\n", stem);
  if (!o.with.empty())
    associateWith(o.with, file, {stem + "_associations.csv", stem + "_associations.json"},
                  calibration);
  return 0;
}

}  // namespace

Verb reduceVerb() {
  Verb verb;
  verb.name = "reduce";
  verb.summary = "Maps, V(k) and other curves of a measured or simulated scan or map, with errors";
  verb.input = "4-D scan or maps (EMD 1.0; glasscope import makes them)";
  verb.addOptions = addOptions;
  verb.examples =
      "By the code that reduces the signals of a run; measured maps are associated with each "
      "other.\n"
      "  glasscope reduce scan.h5 --counts_per_electron 1 -o reduced\n"
      "  glasscope reduce scan.h5 --with haadf.h5 --thickness eels.h5\n"
      "  glasscope reduce fine.h5 --other_probes middle.h5,coarse.h5 --mtf 0.4";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
