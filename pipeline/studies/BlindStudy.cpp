#include "pipeline/studies/BlindStudy.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/formats/OwnEmd.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/imaging/Recording.h"
#include "pipeline/imaging/ResultFiles.h"
#include "pipeline/stages/ComparedMaps.h"
#include "pipeline/stages/Pipeline.h"
#include "pipeline/studies/scansOnly.h"

namespace glasscope::pipeline {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kSeal = "blind_truth";

/// What the lengths of a scan are multiplied by where the data tell them.
struct LengthErrors {
  double pixel = 1, diffractionPixel = 1;
};

// Never zero or below: an error of 30 % would make one length in two thousand negative.
double factorOf(const Case& c, const char* purpose, std::size_t scan, double percent) {
  if (percent == 0) return 1;
  Random random(static_cast<std::uint64_t>(c.seed), purpose, 0, scan);
  return std::exp(0.01 * percent * random.normal());
}

LengthErrors errorsOf(const Case& c, std::size_t scan) {
  return {factorOf(c, "blind_pixel", scan, c.blind.pixelError_percent),
          factorOf(c, "blind_diffraction_pixel", scan, c.blind.diffractionPixelError_percent)};
}

// What a microscopist knows of a scan before looking at it.
EmdMetadata knownOf(const Case& c, const ScanCase& scan) {
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  EmdMetadata known{{"voltage_kV", fmt::format("{}", c.microscope.voltage_kV)},
                    {"convergence_semiangle_mrad", fmt::format("{}", scan.probe.semiangle_mrad)},
                    {"convergence_semiangle_invA",
                     fmt::format("{}", scan.probe.semiangle_mrad / beam.angle_mrad(1))}};
  if (c.record.dose_e_per_A2 > 0)
    known["dose_e_per_A2"] = fmt::format("{}", c.record.dose_e_per_A2);
  return known;
}

// Row by row: a scan may be larger than the memory.
void givePatterns(const Case& c, const ScanCase& scan, const fs::path& from, const fs::path& to,
                  const LengthErrors& errors) {
  const EmdDatacube cube(from);
  DatacubeShape shape = cube.shape();
  const DatacubeStorage storage = storageOf(c, scan, shape, c.record.any());
  shape.rStep_A *= errors.pixel;
  shape.qStep_invA *= errors.diffractionPixel;
  shape.rOrigin_A = {0, 0};
  shape.periodicScan = false;
  fs::remove(to);
  EmdDatacubeWriter writer(to, shape, knownOf(c, scan), "", storage);
  std::vector<float> row;
  for (int rx = 0; rx < shape.rx; ++rx) {
    row.clear();
    for (int ry = 0; ry < shape.ry; ++ry) {
      const Array2<float> pattern = cube.pattern(rx, ry);
      row.insert(row.end(), pattern.begin(), pattern.end());
    }
    writer.writeRow(rx, row);
  }
  writer.commit();
}

// A standard error over snapshots is nothing that a microscope records.
void giveMaps(const Case& c, const ScanCase& scan, const fs::path& from, const fs::path& to,
              const LengthErrors& errors) {
  std::vector<Map2> given;
  for (Map2 map : readEmdMaps(from)) {
    if (map.name.ends_with("_standard_error")) continue;
    map.pixel_A *= errors.pixel;
    map.origin_A = {0, 0};
    map.periodic = false;
    map.description.clear();
    given.push_back(std::move(map));
  }
  writeEmdMaps(to, given, knownOf(c, scan));
}

// What is true of the data and is no map.
Json numbersOf(const ComparedScan& scan, const fs::path& signal, const DatacubeShape* patterns) {
  Json numbers;
  const Map2& first = scan.truths.front();
  numbers["pixel_A"] = first.pixel_A.x();
  if (patterns) numbers["diffraction_pixel_invA"] = patterns->qStep_invA;
  const EmdMetadata about = readEmdMetadata(signal);
  if (const auto thickness = about.find("thickness_A"); thickness != about.end())
    numbers["thickness_A"] = parseNumber(thickness->second, signal.string());
  return numbers;
}

void seal(const ComparedScan& scan, const fs::path& signal, const BlindScan& files,
          const LengthErrors& errors) {
  std::vector<Map2> truths = scan.truths;
  for (Map2& map : truths) map.name = map.name.substr(0, map.name.rfind('@'));
  Json sealed;
  if (isEmdDatacube(signal)) {
    const DatacubeShape shape = EmdDatacube(signal).shape();
    sealed["numbers"] = numbersOf(scan, signal, &shape);
  } else {
    sealed["numbers"] = numbersOf(scan, signal, nullptr);
  }
  const Vec2 told = errors.pixel * truths.front().pixel_A;
  sealed["given_pixel_A"] = {told.x(), told.y()};
  sealed["given_diffraction_pixel_factor"] = errors.diffractionPixel;
  sealed["given_file"] = files.given.filename().string();
  sealed["given_hash"] = hashFile(files.given);
  writeEmdMaps(files.truth, truths, {{kSeal, sealed.dump()}});
}

void explain(const fs::path& folder) {
  writeFileAtomically(
      folder / "README.txt",
      "Simulated data of an electron microscope. Each file holds one scan: maps of detectors, or\n"
      "patterns by position (EMD 1.0; py4DSTEM and HyperSpy open it), with voltage, convergence\n"
      "semiangle, dose, and the lengths as they were calibrated, which may be wrong.\n\n"
      "An answer is a map with a value for every position of the scan (NaN where there is none),\n"
      "a map of labels, a table of positions (columns x_pixel,y_pixel from 0, or x_A,y_A in the\n"
      "lengths of the data), or a number. Whoever holds the truth scores it:\n"
      "  glasscope score TRUTH.h5 --map ANSWER.h5\n");
}

void warnOfWhatStaysOut(const Case& c) {
  if (!c.record.any()) {
    logWarning(
        "blind: the table [record] has no step: the data have neither dose nor noise, as no "
        "measurement has (record.dose_e_per_A2=1e4, say)");
  }
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled) continue;
    if (!scan.series.empty())
      logWarning(fmt::format("blind: the series of {} stays out", scan.name));
    if (!isComparable(scan))
      logWarning(fmt::format(
          "blind: {} stays out: truth maps lie on rasters along the axes of the foil", scan.name));
  }
  for (const ImageCase& image : c.images) {
    if (image.enabled)
      logWarning(fmt::format("blind: no truth belongs to the plane-wave image {}: it stays out",
                             image.name));
  }
}

}  // namespace

std::vector<BlindScan> runBlindStudy(const Case& c, const fs::path& folder) {
  warnOfWhatStaysOut(c);
  const Case settings = scansOnly(c);
  for (const Room room : {Room::voronoi, Room::multislice})
    runPipeline(settings, folder / "run", room);
  std::vector<BlindScan> scans;
  const RunDirectory run(folder / "run");  // collective
  if (!Mpi::isRoot()) return scans;
  const ComparedMaps compared = readComparedMaps(settings, run);
  fs::create_directories(folder / "given");
  fs::create_directories(folder / "truth");
  for (std::size_t i = 0; i < compared.scans.size(); ++i) {
    const ComparedScan& one = compared.scans[i];
    const ScanCase* scan = settings.findScan(one.name);
    GLASSCOPE_ENSURE(scan && !one.truths.empty(), "a compared scan is one of the case");
    const fs::path signal = run.path(comparedSignal(settings, one.name));
    const LengthErrors errors = errorsOf(settings, i);
    const BlindScan files{folder / "given" / (one.name + ".h5"),
                          folder / "truth" / (one.name + ".h5")};
    requireOwnEmd(files.given, "convergence_semiangle_mrad");
    requireOwnEmd(files.truth, kSeal);
    if (scan->recordsPatterns())
      givePatterns(settings, *scan, signal, files.given, errors);
    else
      giveMaps(settings, *scan, signal, files.given, errors);
    seal(one, signal, files, errors);
    scans.push_back(files);
  }
  if (scans.empty()) {
    throw Error(ErrorKind::usage, "There is nothing to give away",
                "no scan of the case is a raster that truth can be compared with",
                "enable a scan with scan_nx and scan_ny; see 'glasscope help scan'");
  }
  explain(folder / "given");
  return scans;
}

BlindTruth readBlindTruth(const fs::path& path) {
  const EmdMetadata about = readEmdMetadata(path);
  const auto found = about.find(kSeal);
  if (found == about.end()) {
    throw Error(ErrorKind::input, fmt::format("'{}' is no sealed truth", path.string()),
                "it does not say which data it belongs to",
                "give the file below truth/ that 'glasscope blind' wrote");
  }
  BlindTruth truth;
  try {
    const Json sealed = Json::parse(found->second);
    for (const auto& [name, value] : sealed.at("numbers").get_ref<const Json::object_t&>())
      truth.numbers.emplace_back(name, value.get<double>());
    const Json& pixel_A = sealed.at("given_pixel_A");
    truth.givenPixel_A = {pixel_A.at(0).get<double>(), pixel_A.at(1).get<double>()};
    truth.givenHash = sealed.at("given_hash").get<std::string>();
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::input, fmt::format("'{}' is damaged", path.string()),
                fmt::format("what seals it cannot be read: {}", error.what()),
                "make the data set again with 'glasscope blind'");
  }
  truth.maps = readEmdMaps(path);
  return truth;
}

}  // namespace glasscope::pipeline
