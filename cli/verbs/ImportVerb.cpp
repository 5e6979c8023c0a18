#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/Verb.h"
#include "compare/measured/importMeasured.h"
#include "core/system/Error.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"

namespace glasscope::cli {

namespace {

void addOptions(CLI::App& app, VerbOptions& all) {
  ImportOptions& o = all.importing;
  compare::ImportSettings& s = o.settings;
  const auto positive = [&](const char* name, double& value, const char* what) {
    app.add_option(name, value, what)->check(CLI::PositiveNumber);
  };
  app.add_option("--dataset", s.dataset, "Which array of the file: its path, or its number from 0");
  app.add_option("--axes", o.axes,
                 "What the axes run over, in the order of the file: x, y, qx, qy, frame or k, with "
                 "commas");
  app.add_option("--scan_shape", o.scanShape,
                 "Rows and columns of patterns that come as a list: 64,64");
  positive("--pixel_A", s.calibration.pixel_A, "Distance of pixels or scan positions, angstrom");
  positive("--pixel_y_A", s.calibration.pixelY_A, "The same along y where it differs");
  positive("--diffraction_pixel_invA", s.calibration.diffractionPixel_invA,
           "Side of a diffraction pixel (rings: step of k) as 1/d, 1/angstrom");
  positive("--camera_length_mm", s.cameraLength_mm, "Camera length, for the diffraction pixel");
  positive("--detector_pixel_um", s.detectorPixel_um, "Side of the detector's pixels, likewise");
  app.add_option(
      "--centre_px", o.centre,
      "Zero frequency of the patterns: X,Y in pixels from (0, 0), middle, or rings (found)");
  positive("--voltage_kV", s.voltage_kV, "Accelerating voltage");
  positive("--semiangle_mrad,--convergence_semiangle_mrad", s.semiangle_mrad,
           "Semiangle of convergence");
  positive("--dose_e_per_A2", s.dose_e_per_A2, "Dose");
  app.add_option("--scan_rotation_deg", o.scanRotation_deg,
                 "How far the scan is turned against the patterns");
  positive("--beam_counts", s.beamCounts,
           "Number that the whole beam gives at one position: makes fractions of the beam");
  app.add_option("--dark", s.dark, "Dark level: a number, or the file of an image");
  app.add_option("--gain", s.gain, "Factor behind it: a number, or the file of an image");
  app.add_option("--dead", s.dead, "File of an image that is not zero at dead pixels");
  app.add_flag("--fill_not_finite", s.fillsNotFinite, "Pixels that are no number are dead");
}

[[noreturn]] void refuse(const std::string& option, const std::string& given, const char* wanted) {
  throw Error(ErrorKind::usage, fmt::format("{}={} is not understood", option, given), wanted,
              "see 'glasscope import --help'");
}

// "64,64": two numbers.
Vec2 pairOf(const std::string& option, const std::string& text, const char* wanted) {
  const auto parts = split(text, ',');
  if (parts.size() != 2) refuse(option, text, wanted);
  try {
    return {parseNumber(trim(parts[0]), option), parseNumber(trim(parts[1]), option)};
  } catch (const Error&) {
    refuse(option, text, wanted);
  }
}

compare::ImportSettings settingsOf(const ImportOptions& o) {
  compare::ImportSettings s = o.settings;
  if (!o.axes.empty()) {
    for (const std::string_view word : split(o.axes, ','))
      s.axes.push_back(valueOfWord<compare::AxisRole>(trim(word), "--axes"));
  }
  if (!o.scanShape.empty()) {
    const char* wanted = "it takes two whole numbers: rows,columns";
    const Vec2 shape = pairOf("--scan_shape", o.scanShape, wanted);
    constexpr double kMost = 1 << 24;
    for (int d = 0; d < 2; ++d)
      if (!(shape[d] >= 1 && shape[d] <= kMost && shape[d] == std::floor(shape[d])))
        refuse("--scan_shape", o.scanShape, wanted);
    s.scanRows = static_cast<int>(shape.x());
    s.scanColumns = static_cast<int>(shape.y());
  }
  if (o.centre.find(',') != std::string::npos) {
    s.centre = compare::PatternCentre::given;
    s.centre_px = pairOf("--centre_px", o.centre, "it takes X,Y, middle or rings");
  } else if (!o.centre.empty()) {
    s.centre = valueOfWord<compare::PatternCentre>(o.centre, "--centre_px");
  }
  if (!o.scanRotation_deg.empty())
    s.scanRotation_deg = parseNumber(o.scanRotation_deg, "--scan_rotation_deg");
  return s;
}

int run(const VerbOptions& options) {
  const compare::ImportSettings settings = settingsOf(options.importing);
  if (!Mpi::isRoot()) return 0;
  const compare::Imported done = compare::importMeasured(options.input, settings, options.output);
  fmt::print("{} {} [{}]\n", done.format, done.dataset, done.axes);
  fmt::print("  becomes {}\n", done.result);
  for (const compare::ImportFact& fact : done.facts)
    fmt::print("  {:<26} {:<18} {}\n", fact.name, fact.value.empty() ? "unknown" : fact.value,
               fact.source);
  for (const std::string& finding : done.findings) fmt::print("  look: {}\n", finding);
  fmt::print("Written: {}\n", done.written.string());
  return 0;
}

}  // namespace

Verb importVerb() {
  Verb verb;
  verb.name = "import";
  verb.summary = "Bring a measured file into the calibrated form of every other signal";
  verb.input =
      "Measured file: EMD of any age, .hspy, NeXus and other HDF5, MRC, TIFF, MATLAB, .npy; "
      "DM3/DM4 "
      "and more by RosettaSciIO";
  verb.addOptions = addOptions;
  verb.examples =
      "What a file does not say is asked for. Of two axes of an image the first in the file "
      "becomes "
      "x.\n"
      "  glasscope import map.emd -o haadf.h5\n"
      "  glasscope import scan.npy --axes x,y,qx,qy --pixel_A 2 --diffraction_pixel_invA 0.02 "
      "--centre_px rings";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
