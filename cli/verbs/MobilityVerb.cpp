#include <algorithm>
#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/Say.h"
#include "cli/Verb.h"
#include "core/atoms/Elements.h"
#include "core/formats/H5md.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"
#include "core/system/PendingTables.h"
#include "core/system/Provenance.h"
#include "sim/mobility/Mobility.h"
#include "sim/mobility/VanHove.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

// What the command line gave to this verb alone.
struct MobilityOptions {
  sim::MobilitySettings settings;
  std::string frames = "all";
  double timestep_fs = 0, frameInterval_ps = 0;
};
MobilityOptions& given() {
  static MobilityOptions options;
  return options;
}

void addOptions(CLI::App& app, VerbOptions&) {
  MobilityOptions& o = given();
  const auto add = [&](const char* name, auto& value, const char* what) {
    return app.add_option(name, value, what)->capture_default_str();
  };
  add("--q", o.settings.q_invA, "Wave number of F_s(q,t), 2 pi / d, 1/angstrom");
  add("--threshold", o.settings.threshold_A,
      "An atom that went farther has left its place, angstrom");
  add("--fit-from", o.settings.fitFrom_ps,
      "Relaxation is fitted from this time on, ps: when vibrations have died away");
  add("--frames", o.frames, "Frames to use: first:last:step, or all");
  add("--timestep-fs", o.timestep_fs,
      "Time of a step where frames carry numbers of steps and no times");
  add("--frame-interval-ps", o.frameInterval_ps, "Time from frame to frame where they carry none");
}

void requireTime(double time, const char* option) {
  if (std::isfinite(time) && time >= 0) return;
  throw Error(ErrorKind::usage, fmt::format("{} {:g} is no time", option, time),
              "it is how long a step or the way from frame to frame is", "give a positive number");
}

std::vector<Atoms> framesOf(const VerbOptions& options) {
  requireTime(given().timestep_fs, "--timestep-fs");
  requireTime(given().frameInterval_ps, "--frame-interval-ps");
  sim::ReadOptions reading;
  if (!options.elements.empty()) reading.elements = parseElements(options.elements);
  reading.frames = sim::FrameSelection::parse(given().frames);
  reading.timestep_fs = given().timestep_fs;
  reading.frameInterval_ps = given().frameInterval_ps;
  return sim::readFrames(options.input, reading);
}

// "run" of run.dump and of run.dump.gz.
std::string nameOf(fs::path file) {
  for (const char* packed : {".gz", ".bz2", ".xz", ".zst"})
    if (file.extension() == packed) file = file.stem();
  return file.stem().string();
}

std::string withError(double value, double error) {
  return std::isfinite(error) ? fmt::format("{:.3g} +- {:.1g}", value, error)
                              : fmt::format("{:.3g} (its error is not known)", value);
}

nlohmann::ordered_json fitJson(const sim::MobilityCurve& curve) {
  nlohmann::ordered_json json;  // writes what is not known as null
  if (!curve.fit.found()) {
    json["none"] = curve.fit.why;
    return json;
  }
  json["plateau"] = curve.fit.plateau;
  json["plateau_error"] = curve.fitError.plateau;
  json["time_ps"] = curve.fit.time_ps;
  json["time_error_ps"] = curve.fitError.time_ps;
  json["beta"] = curve.fit.beta;
  json["beta_error"] = curve.fitError.beta;
  return json;
}

std::string factsJson(const sim::Mobility& mobility, const sim::Trajectory& way) {
  const sim::MobilitySettings& s = given().settings;
  nlohmann::ordered_json json;
  json["program"] = "glasscope " + versionText();
  json["frames"] = way.frames();
  json["duration_ps"] = way.times_ps.back();
  json["q_invA"] = s.q_invA;
  json["threshold_A"] = s.threshold_A;
  json["fit_from_ps"] = s.fitFrom_ps;
  json["lag_of_largest_non_gaussian_ps"] = mobility.lags[mobility.mostHeterogeneous].time_ps;
  json["mobile_share"] = mobility.mobileShare;
  for (const sim::MobilityCurve& curve : mobility.curves)
    json["relaxation"][curve.group] = fitJson(curve);
  return json.dump(1) + "\n";
}

std::string vanHoveCsv(const sim::Trajectory& way, const sim::Mobility& mobility) {
  std::string text =
      "# Self part of van Hove's function, 4 pi r^2 G_s(r, t), per angstrom: at the lag of the "
      "largest non-Gaussian parameter, and at the longest\nlag_ps,r_A,density_invA\n";
  std::vector<std::size_t> at = {mobility.mostHeterogeneous};
  if (at[0] + 1 != mobility.lags.size()) at.push_back(mobility.lags.size() - 1);
  constexpr double kWidth_A = 0.05;
  for (const std::size_t l : at) {
    const sim::VanHove found = sim::VanHove::of(way, mobility.lags[l], kWidth_A);
    for (std::size_t i = 0; i < found.density_invA.size(); ++i)
      text += fmt::format("{:.8g},{:.4f},{:.6g}\n", found.time_ps,
                          (static_cast<double>(i) + 0.5) * kWidth_A, found.density_invA[i]);
  }
  return text;
}

void tell(const sim::Mobility& mobility, const sim::Trajectory& way) {
  const sim::MobilitySettings& s = given().settings;
  const std::size_t t = mobility.mostHeterogeneous, last = mobility.lags.size() - 1;
  say("{} frames over {:.4g} ps\n", way.frames(), way.times_ps.back());
  if (!(way.periodic[0] || way.periodic[1] || way.periodic[2]))
    say("WARNING: the sample is free on all sides: if it turns, that counts as motion\n");
  for (const sim::MobilityCurve& c : mobility.curves) {
    say("{:4} {:6} atoms: <|dr|^2> over {:.4g} ps {} angstrom^2, from {} origin(s)\n", c.group,
        c.atoms, mobility.lags[last].time_ps,
        withError(c.squareDisplacement_A2[last], c.squareDisplacementError_A2[last]),
        mobility.lags[last].origins.size());
    if (c.fit.found())
      say("     F_s at {:g} 1/angstrom relaxes in {} ps, stretched by {}\n", s.q_invA,
          withError(c.fit.time_ps, c.fitError.time_ps), withError(c.fit.beta, c.fitError.beta));
    else
      say("     F_s at {:g} 1/angstrom: no time of relaxation: {}\n", s.q_invA, c.fit.why);
  }
  say("most heterogeneous over {:.4g} ps: non-Gaussian parameter {}{}\n", mobility.lags[t].time_ps,
      withError(mobility.curves[0].nonGaussian[t], mobility.curves[0].nonGaussianError[t]),
      t == last && t > 0 ? "; still rising at the end of the trajectory" : "");
  say("{:.1f} % of the atoms left their place by more than {:g} angstrom\n",
      100 * mobility.mobileShare, s.threshold_A);
}

int run(const VerbOptions& options) {
  given().settings.validate();
  const fs::path input = options.input;
  const std::vector<Atoms> frames = framesOf(options);
  const sim::Trajectory way = sim::Trajectory::of(frames);
  const sim::Mobility mobility = sim::Mobility::of(way, given().settings);
  if (!Mpi::isRoot()) return 0;
  const fs::path folder = options.output.empty() ? input.parent_path() : fs::path(options.output);
  ensureWritableFolder(folder.empty() ? fs::path(".") : folder);
  const std::string stem = nameOf(input) + "_mobility";
  const std::string facts = factsJson(mobility, way);
  Atoms first = frames.front();
  first.columns = mobility.columns;
  // Whether the files are ours is seen before one of them is replaced.
  const fs::path table = folder / (stem + ".csv"), steps = folder / (stem + "_van_hove.csv");
  const fs::path json = folder / (stem + ".json"), columns = folder / (stem + ".h5");
  const std::string curves = mobility.csv(), vanHove = vanHoveCsv(way, mobility);
  requireOwnFile(json, "{\n \"program\": \"glasscope");
  if (fs::exists(columns) && !isH5md(columns)) requireOwnFile(columns, "\211HDF");
  PendingTables tables;
  tables.add(table, curves);
  tables.add(steps, vanHove);
  writeH5md(columns, "mobility", first, facts);
  writeFileAtomically(json, facts);
  tables.commit();
  tell(mobility, way);
  say("Written: {}, {}, {}, {}\n", table.string(), steps.filename().string(),
      json.filename().string(), columns.filename().string());
  return 0;
}

}  // namespace

Verb mobilityVerb() {
  Verb verb;
  verb.name = "mobility";
  verb.summary = "How the atoms of a trajectory move: displacement, relaxation, jumps";
  verb.input = "Trajectory of the same atoms (LAMMPS dump, H5MD, extended XYZ, ...)";
  verb.takesElements = true;
  verb.addOptions = addOptions;
  verb.examples =
      "Mean squared displacement, non-Gaussian parameter, van Hove's and the incoherent "
      "scattering\n"
      "function with errors, and columns of every atom that OVITO opens.\n"
      "  glasscope mobility run.dump --elements Cu,Zr --timestep-fs 2 -o mobility\n"
      "  glasscope mobility aged.h5 --q 2.8 --threshold 1.2 --fit-from 5";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
