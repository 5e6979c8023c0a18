#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "cli/Verb.h"
#include "compare/film/MeasuredFilm.h"
#include "core/atoms/Elements.h"
#include "core/formats/Emd.h"
#include "core/formats/H5md.h"
#include "core/formats/MapSeries.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/InterruptHook.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/stages/StageKey.h"
#include "pipeline/stages/Stages.h"
#include "sim/readers/ReadFrames.h"

namespace glasscope::cli {

namespace fs = std::filesystem;

namespace {

void printAtoms(const Atoms& atoms) {
  const Vec3 lengths = atoms.box.lengths();
  const auto& p = atoms.box.periodic();
  fmt::print("  {} atoms, step {}\n", atoms.size(), atoms.step);
  fmt::print("  box: {:.4f} x {:.4f} x {:.4f} angstrom, {}, periodic along {}{}{}{}\n", lengths.x(),
             lengths.y(), lengths.z(), atoms.box.isOrthogonal() ? "orthogonal" : "triclinic",
             p[0] ? "a" : "", p[1] ? "b" : "", p[2] ? "c" : "",
             p[0] || p[1] || p[2] ? "" : "no direction");
  for (const int z : atoms.species()) {
    const auto count = std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z);
    fmt::print("  {}: {} ({:.2f} %)\n", elementSymbol(z), count,
               100.0 * static_cast<double>(count) / static_cast<double>(atoms.size()));
  }
  if (atoms.box.fullyPeriodic()) {
    fmt::print("  volume per atom: {:.4f} angstrom^3\n",
               atoms.box.volume() / static_cast<double>(atoms.size()));
  }
  for (const Column& column : atoms.columns) {
    fmt::print("  column {} [{}] {}\n", column.name, column.unit, column.description);
  }
}

void printConfiguration(const VerbOptions& options) {
  sim::ReadOptions read;
  if (!options.elements.empty()) read.elements = parseElements(options.elements);
  read.frames = sim::FrameSelection::parse("all");
  read.comparesFrames = false;
  const auto frames = sim::readFrames(options.input, read);
  fmt::print("{}, {} frame(s); the last one:\n", sim::describeFormat(options.input), frames.size());
  printAtoms(frames.back());
}

// Lengths that a file does not tell are called unknown, not one angstrom.
std::string stepsText(const Vec2& step_A) {
  if (!step_A.allFinite()) return "an unknown size (calibration.pixel_A gives it)";
  return fmt::format("{:.4f} x {:.4f} angstrom", step_A.x(), step_A.y());
}

void printMaps(const fs::path& path) {
  for (const Map2& map : readEmdMaps(path)) {
    fmt::print("  map {}: {} x {} pixels of {} [{}] {}\n", map.name, map.nx(), map.ny(),
               stepsText(map.pixel_A), map.unit, map.description);
  }
}

void printSeries(const fs::path& path) {
  for (const MapSeries& series : readEmdSeries(path)) {
    const Map2& map = series.maps.front();
    fmt::print("  series {}: {} maps, {} {:.6g} to {:.6g} {}, of {} x {} pixels of {} [{}] {}\n",
               series.name, series.maps.size(), series.axisName, series.axis.front(),
               series.axis.back(), series.axisUnit, map.nx(), map.ny(), stepsText(map.pixel_A),
               series.unit, series.description);
  }
}

void printDatacube(const fs::path& path) {
  const EmdDatacube cube(path);
  const DatacubeShape& shape = cube.shape();
  const std::string pixel = shape.qStep_invA > 0
                                ? fmt::format("{:.5f} 1/angstrom", shape.qStep_invA)
                                : "an unknown size (calibration.diffraction_pixel_invA gives it)";
  fmt::print("  4-D scan: {} x {} positions of {}, patterns {} x {} of {} [{}]\n", shape.rx,
             shape.ry, stepsText(shape.rStep_A), shape.qx, shape.qy, pixel, shape.unit);
}

std::string wordsOf(const pipeline::StageStatus& status) {
  using pipeline::StageState;
  const std::string files = fmt::format("{}", fmt::join(status.files, ", "));
  switch (status.state) {
    case StageState::done:
      return "";
    case StageState::missing:
      return "not done";
    case StageState::outputsChanged:
      return fmt::format("NOT WHAT WAS WRITTEN: {}", files);
    case StageState::settingsChanged:
      return "BELONGS TO OTHER SETTINGS than case.toml";
    case StageState::inputsChanged:
      return fmt::format("MADE FROM OTHER RESULTS{}{}", files.empty() ? "" : ": ", files);
    case StageState::unknown:
      return fmt::format("cannot be compared with the case: {} is gone", files);
  }
  return "";
}

void printStage(const std::string& name, const pipeline::StageRecord* record,
                const std::string& state) {
  fmt::print("  {:<16}", name);
  if (record != nullptr) {
    fmt::print(" {:>12}  {:>10} ", formatDuration(record->wall_s),
               formatBytes(record->peakMemory_bytes));
    for (const pipeline::OutputRecord& output : record->outputs) fmt::print(" {}", output.path);
  }
  fmt::print("{}{}\n", state.empty() ? "" : "  ", state);
}

// What is there, and whether it is what the case asks for. Returns the exit status.
int printRun(const fs::path& folder, bool verify) {
  const pipeline::Ledger ledger(folder);
  const pipeline::Case c = pipeline::readCase(folder / "case.toml", {});
  const std::vector<pipeline::Stage> stages = pipeline::stagesOf(c);
  fmt::print("Run of glasscope with {} finished stage(s)\n", ledger.records().size());
  const auto all =
      pipeline::statusOf(stages, c, ledger, verify ? pipeline::Check::full : pipeline::Check::fast);
  bool damaged = false, stale = false;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    printStage(stages[i].name, ledger.find(stages[i].name), wordsOf(all[i]));
    damaged = damaged || all[i].state == pipeline::StageState::outputsChanged;
    stale = stale || all[i].state == pipeline::StageState::settingsChanged ||
            all[i].state == pipeline::StageState::inputsChanged;
  }
  for (const pipeline::StageRecord& record : ledger.records()) {
    const bool asked = std::any_of(stages.begin(), stages.end(),
                                   [&](const auto& stage) { return stage.name == record.name; });
    if (!asked) printStage(record.name, &record, "NOT PART OF case.toml ANY MORE");
  }
  if (stale || damaged)
    fmt::print("'glasscope run {}' makes again what is not what case.toml asks for\n",
               folder.string());
  if (verify && !damaged) fmt::print("All files are what was written (compared by content)\n");
  return damaged ? static_cast<int>(ErrorKind::input) : 0;
}

void printHdf5(const VerbOptions& options) {
  const fs::path path = options.input;
  if (isH5md(path)) {
    fmt::print("H5MD trajectory\n");
    std::vector<int> elements;
    if (!options.elements.empty()) elements = parseElements(options.elements);
    for (const H5mdTrajectory& trajectory : readH5md(path, elements)) {
      fmt::print("group {}, {} frame(s); the last one:\n", trajectory.group,
                 trajectory.frames.size());
      printAtoms(trajectory.frames.back());
    }
  } else if (isEmdDatacube(path)) {
    fmt::print("EMD 1.0 datacube (py4DSTEM, HyperSpy)\n");
    printDatacube(path);
  } else if (compare::isMeasuredFilm(path)) {
    const auto film = compare::readMeasuredFilm(path);
    fmt::print("Measured film with the atoms of a model: {} x {} pixels of {:.4f} angstrom\n",
               film.measured.nx(), film.measured.ny(), film.measured.pixel_A.x());
    printAtoms(film.atoms);
  } else if (isEmdSeries(path)) {
    fmt::print("EMD 1.0 series of maps (py4DSTEM, HyperSpy)\n");
    printSeries(path);
  } else {
    fmt::print("EMD 1.0 maps (py4DSTEM, HyperSpy)\n");
    printMaps(path);
  }
}

// Reads everything back: a byte that changed on the disk shows in a checksum.
void checkHdf5(const fs::path& path) {
  const std::vector<std::string> damaged = Hdf5::open(path).damagedDatasets();
  const std::vector<int> rows = isEmdDatacube(path) ? damagedRows(path) : std::vector<int>();
  if (damaged.empty() && rows.empty()) {
    fmt::print("  all data sets can be read and agree with their checksums\n");
    return;
  }
  throw Error(ErrorKind::input, fmt::format("'{}' is damaged", path.string()),
              rows.empty() ? fmt::format("cannot be read back: {}", fmt::join(damaged, ", "))
                           : fmt::format("scan row {} cannot be read back or is not what was "
                                         "written",
                                         fmt::join(rows, ", ")),
              "run the case again: what is damaged is made again, sound scan rows are kept");
}

// What takes some seconds is done unasked; a terabyte takes an hour, and more where it is a hole.
bool isReadWhole(const fs::path& path, const VerbOptions& options) {
  constexpr std::uintmax_t kQuick_bytes = std::uintmax_t{4} << 30;
  return options.verify || fs::file_size(path) <= kQuick_bytes;
}

int run(const VerbOptions& options) {
  const fs::path path = options.input;
  if (!Mpi::isRoot()) return 0;
  // Nothing is written here that could be left half done, and a terabyte is read for an hour.
  const InterruptHook stop([] { ::_exit(static_cast<int>(ErrorKind::interrupted)); });
  if (!fs::exists(path)) {
    throw Error(ErrorKind::input, fmt::format("'{}' does not exist", options.input), "",
                "check the path");
  }
  if (fs::is_directory(path)) {
    if (!fs::exists(path / "case.toml")) {
      throw Error(ErrorKind::input, fmt::format("'{}' is no run of glasscope", options.input),
                  "the folder holds no case.toml", "give a file, or the folder of a run");
    }
    return printRun(path, options.verify);
  }
  requireRegularFile(path);
  // Of a terabyte of nothing no hash is taken.
  if (path.extension() != ".toml" && !Hdf5::isHdf5(path)) sim::requireFormat(path);
  const bool whole = isReadWhole(path, options);
  fmt::print("{} ({}, {})\n", path.filename().string(),
             formatBytes(static_cast<double>(fs::file_size(path))),
             whole ? "XXH3-128 " + hashFile(path) : "not hashed: --verify does it");
  if (path.extension() == ".toml") {
    fmt::print("Case file; with all defaults:\n\n{}",
               pipeline::resolvedToml(pipeline::readCase(path, {})));
  } else if (Hdf5::isHdf5(path)) {
    printHdf5(options);
    if (whole)
      checkHdf5(path);
    else
      fmt::print("  data sets were not read back: --verify does it\n");
  } else {
    printConfiguration(options);
  }
  return 0;
}

}  // namespace

Verb infoVerb() {
  Verb verb;
  verb.name = "info";
  verb.summary = "Say what a file or a run folder holds";
  verb.input = "Any file that glasscope reads or writes, or a run folder";
  verb.takesElements = true;
  verb.addOptions = [](CLI::App& app, VerbOptions& options) {
    app.add_flag(
        "--verify", options.verify,
        "Compare every file of a run with what was written, by its content; read a file of "
        "more than 4 GiB back in full");
  };
  verb.examples =
      "HDF5 files are read back in full (beyond 4 GiB with --verify): damage on the disk is found "
      "and named, with status 3.\n"
      "Of a run it says which results are not what its case asks for; --verify compares all files "
      "by "
      "content.\n"
      "  glasscope info glass.dump.gz --elements Cu,Zr\n"
      "  glasscope info runs/cu64zr36\n"
      "  glasscope info runs/cu64zr36 --verify\n"
      "  glasscope info runs/cu64zr36/signals/nanodiffraction/signal.h5";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
