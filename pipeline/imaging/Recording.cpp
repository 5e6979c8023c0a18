#include "pipeline/imaging/Recording.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "multislice/recording/Recorder.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

// Each image of a series has random numbers of its own: seeds far apart (2^64 / golden ratio).
constexpr std::uint64_t kNextImage = 0x9E3779B97F4A7C15;

// Twice the brightest pixel of the probe's disc in vacuum.
double usualFullScale(const Case& c, const DatacubeShape& shape) {
  const double radius_invA = multislice::ElectronBeam(c.microscope.voltage_kV)
                                 .frequency_invA(c.nanodiffraction.probe.semiangle_mrad);
  const double disc = constants::kPi * radius_invA * radius_invA;
  return std::min(1.0, 2 * shape.qStep_invA * shape.qStep_invA / disc);
}

bool isAnnularSignal(const Map2& map) {
  return map.unit == "1" && !map.name.ends_with("_standard_error");
}

// A list of positions covers no area; its file says so among the facts of the scan.
bool isList(const EmdMetadata& about) {
  return std::any_of(about.begin(), about.end(), [](const auto& entry) {
    return entry.second.find("\"kind\":\"list\"") != std::string::npos;
  });
}

// What is given per area or in angstrom needs the step between positions.
void requireStep(const multislice::RecordSettings& r, const Vec2& step_A, const fs::path& clean) {
  const bool known = step_A.allFinite() && !isList(readEmdMetadata(clean));
  if (known) return;
  const bool perArea = r.dose_e_per_A2 > 0, lengths = r.distorts();
  if (!perArea && !lengths) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("'{}' does not tell how far apart its positions are", clean.string()),
      step_A.allFinite() ? "it is a list of positions, each of which stands for no area"
                         : "its axes are in pixels, or in a unit that is not known",
      perArea ? "give record.electrons_per_position instead of record.dose_e_per_A2, or calibrate "
                "the file in angstrom or nm"
              : "calibrate the file in angstrom or nm (py4DSTEM: calibration.set_R_pixel_size), or "
                "leave out what is given in angstrom");
}

EmdMetadata metadataOf(const Case& c, const fs::path& clean) {
  EmdMetadata metadata = readEmdMetadata(clean);
  metadata["recording"] = recordingText(c);
  metadata["recorded_from"] = clean.filename().string();
  return metadata;
}

}  // namespace

DatacubeStorage storageOf(const Case& c, const DatacubeShape& shape, bool recorded) {
  DatacubeStorage storage;
  storage.compression = c.nanodiffraction.compression;
  if (c.nanodiffraction.dtype == NumberType::float32) return storage;
  const double full =
      c.nanodiffraction.fullScale > 0 ? c.nanodiffraction.fullScale : usualFullScale(c, shape);
  if (c.nanodiffraction.dtype == NumberType::float16) {
    // A power of two rounds nothing; half of the type's reach leaves room for the unexpected.
    storage.type = NumberType::float16;
    storage.scale = std::exp2(std::ceil(std::log2(full / 32768)));
    return storage;
  }
  storage.type = NumberType::uint16;
  const double electrons = multislice::Recorder(c.record).electrons(shape.rStep_A);
  storage.scale = recorded && electrons > 0 ? 1 / (c.record.gain * electrons) : full / 65535;
  return storage;
}

std::string recordingText(const Case& c) {
  const auto& r = c.record;
  Json steps = Json::array();
  if (r.jitter_A > 0)
    steps.push_back({{"step", "jitter"}, {"standard_deviation_A", r.jitter_A}, {"seed", r.seed}});
  if (r.drifts()) steps.push_back({{"step", "drift"}, {"A_per_line", r.drift_A_per_line}});
  if (r.flyback_A != 0)
    steps.push_back(
        {{"step", "flyback"}, {"lag_A", r.flyback_A}, {"positions", r.flyback_positions}});
  if (r.distorts())
    steps.push_back({{"step", "interpolation"}, {"method", "linear between clean positions"}});
  if (r.contamination > 0)
    steps.push_back({{"step", "contamination"},
                     {"fraction", r.contamination},
                     {"form", "1 / (q^2 + q0^2)^2"},
                     {"q0_invA", r.contaminationWidth_invA}});
  if (r.pointSpread_pixels > 0)
    steps.push_back({{"step", "mtf"}, {"gaussian_pixels", r.pointSpread_pixels}});
  if (!r.mtf.empty()) steps.push_back({{"step", "mtf"}, {"table", r.mtf}});
  if (r.counts())
    steps.push_back({{"step", "electrons"},
                     {"noise", "Poisson"},
                     {"dose_e_per_A2", r.dose_e_per_A2},
                     {"electrons_per_position", r.electrons},
                     {"seed", r.seed}});
  if (r.counts())
    steps.push_back({{"step", "readout"},
                     {"gain", r.gain},
                     {"noise_counts", r.readout_counts},
                     {"dark_counts", r.dark_counts},
                     {"saturation_counts", r.saturation_counts},
                     {"unit", "counts / (gain x electrons)"},
                     {"seed", r.seed}});
  return steps.dump();
}

void recordMaps(const Case& c, const fs::path& clean, const fs::path& recorded) {
  const multislice::Recorder recorder(c.record);
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  const double share = recorder.layerShare(beam.frequency_invA(c.haadf.detector.inner_mrad),
                                           beam.frequency_invA(c.haadf.detector.outer_mrad));
  std::vector<Map2> maps;
  for (const Map2& map : readEmdMaps(clean))
    if (isAnnularSignal(map)) {
      requireStep(c.record, map.pixel_A, clean);
      maps.push_back(recorder.record(map, share));
    }
  if (maps.empty()) {
    throw Error(ErrorKind::input, fmt::format("'{}' holds nothing to record", clean.string()),
                "no map in it is a fraction of the incident beam",
                "give a file that 'glasscope multislice' wrote");
  }
  writeEmdMaps(recorded, maps, metadataOf(c, clean));
}

void recordSeries(const Case& c, const fs::path& clean, const fs::path& recorded) {
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  std::vector<MapSeries> all;
  for (MapSeries& series : readEmdSeries(clean)) {
    if (series.unit != "1" || series.name.ends_with("_standard_error")) continue;
    for (std::size_t i = 0; i < series.maps.size(); ++i) {
      multislice::RecordSettings settings = c.record;
      settings.seed += (i + 1) * kNextImage;  // the plain map has the seed itself
      const multislice::Recorder recorder(settings);
      const double share = recorder.layerShare(beam.frequency_invA(c.haadf.detector.inner_mrad),
                                               beam.frequency_invA(c.haadf.detector.outer_mrad));
      series.maps[i] = recorder.record(series.maps[i], share);
    }
    all.push_back(std::move(series));
  }
  writeEmdSeries(recorded, all, metadataOf(c, clean));
}

void recordScan(const Case& c, const fs::path& clean, const fs::path& recorded,
                const std::string& identity) {
  const EmdDatacube cube(clean);
  const DatacubeShape& shape = cube.shape();
  requireStep(c.record, shape.rStep_A, clean);
  if (c.record.contamination > 0 && !(shape.qStep_invA > 0))
    throw Error(
        ErrorKind::usage,
        fmt::format("'{}' does not tell the size of its diffraction pixels", clean.string()),
        "its axes are in pixels, or in a unit that is not known",
        "calibrate the file in 1/angstrom (py4DSTEM: calibration.set_Q_pixel_size), or leave "
        "out record.contamination");
  const multislice::Recorder recorder(c.record);
  EmdDatacubeWriter writer(recorded, shape, metadataOf(c, clean), identity,
                           storageOf(c, shape, true));
  Progress progress("record", shape.rx);
  std::vector<float> row(static_cast<std::size_t>(shape.ry) * shape.qx * shape.qy);
  for (int rx = 0; rx < shape.rx; ++rx) {
    if (writer.rowDone(rx)) {
      progress.skip(1);
      continue;
    }
    recorder.recordRow(cube, rx, row);
    writer.writeRow(rx, row);
    progress.advance();
  }
  writer.commit();
}

void recordMember(Case c, std::size_t member, const fs::path& clean, const fs::path& recorded,
                  const std::string& identity) {
  c.record.seed += (member + 1) * kNextImage;
  recordScan(c, clean, recorded, identity);
}

}  // namespace glasscope::pipeline
