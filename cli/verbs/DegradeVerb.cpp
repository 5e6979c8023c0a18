#include <fmt/format.h>

#include "cli/Verb.h"
#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/formats/OwnEmd.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Mpi.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/Recording.h"

namespace glasscope::cli {

namespace {

namespace fs = std::filesystem;

// One step that would not be done makes the whole wish another one: it is not passed over.
void requireAll(const multislice::RecordSettings& asked, const multislice::RecordSettings& possible,
                const char* what) {
  const std::string beyond = asked.beyond(possible);
  if (beyond.empty()) return;
  throw Error(ErrorKind::usage, fmt::format("The file holds {}", what),
              fmt::format("these steps of [record] mean nothing there: {}", beyond),
              "leave them out (docs/recording.md says which step is for which signal)");
}

// One pattern without a scan: no position can be wrong, and no step has an area.
multislice::RecordSettings patternSteps(multislice::RecordSettings steps, const fs::path& file) {
  const DatacubeShape shape = EmdDatacube(file).shape();
  if (shape.rx * shape.ry > 1) return steps;
  steps.jitter_A = steps.flyback_A = 0;
  steps.drift_A_per_line.clear();
  steps.dose_e_per_A2 = 0;
  return steps;
}

int run(const VerbOptions& options) {
  const fs::path input = options.input;
  const pipeline::Case c = pipeline::parseCase("", "command line", options.overrides);
  if (!c.record.any()) {
    throw Error(ErrorKind::usage, "Nothing is to be done to the signals",
                "no step of the table [record] has a strength",
                "give one, e.g. --set record.dose_e_per_A2=1e4; see 'glasscope help case'");
  }
  const fs::path output = options.output.empty()
                              ? input.parent_path() / (input.stem().string() + "_recorded.h5")
                              : fs::path(options.output);
  if (fs::exists(output) && fs::equivalent(output, input)) {
    throw Error(ErrorKind::usage, "The clean signal would be replaced",
                "input and output are the same file", "choose another name with --output");
  }
  requireRegularFile(input);
  if (!Mpi::isRoot()) return 0;
  static_cast<void>(Hdf5::open(input));  // of a terabyte of something else no hash is taken
  // Neither other people's files, nor the clean signals of a run.
  requireOwnEmd(output, "recorded_from");
  const pipeline::ScanCase scan = c.firstScan(pipeline::ScanRecord::patterns);
  // Two files have electrons of their own, as two scans of a run do by their names.
  const std::string content = hashFile(input);
  const std::string identity =
      hashBytes(content + pipeline::keysText(c, {"record", "calibration", scan.name, "case"}));
  if (isEmdDatacube(input)) {
    requireAll(c.record, patternSteps(c.record, input), "diffraction patterns of a plane wave");
    pipeline::recordScan(c, scan, content, input, output, identity, c.calibration);
  } else if (isEmdSeries(input)) {
    requireAll(c.record, c.record.ofDetectors(), "maps of detectors without pixels");
    pipeline::recordSeries(c, content, input, output, c.calibration);
  } else if (pipeline::isPlaneWaveImage(input)) {
    requireAll(c.record, c.record.ofCamera(), "images of a plane wave on a camera");
    pipeline::recordImages(c, content, input, output, c.calibration);
  } else {
    requireAll(c.record, c.record.ofDetectors(), "maps of detectors without pixels");
    pipeline::recordMaps(c, content, input, output, c.calibration);
  }
  fmt::print("Written: {}\n", output.string());
  return 0;
}

}  // namespace

Verb degradeVerb() {
  Verb verb;
  verb.name = "degrade";
  verb.summary = "Add dose, noise, detector and scan faults to clean signals, in a new file";
  verb.input = "Maps, a series of them or a 4-D scan that glasscope or py4DSTEM wrote (EMD 1.0)";
  verb.makesRun = true;
  verb.examples =
      "The steps are the keys of the table [record]; the new file lists them in its metadata.\n"
      "  glasscope degrade haadf.h5 -o noisy.h5 --set record.dose_e_per_A2=1e4\n"
      "  glasscope degrade nanodiffraction.h5 --set record.electrons_per_position=2e4 "
      "--set record.point_spread_pixels=0.6\n"
      "A file that does not tell the size of its pixels gets it from the table [calibration]:\n"
      "  glasscope degrade measured.h5 --set calibration.pixel_A=0.2 --set "
      "record.dose_e_per_A2=1e4";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
