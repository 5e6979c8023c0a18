#include "pipeline/imaging/Recording.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/system/Error.h"
#include "core/system/Progress.h"
#include "core/system/Text.h"
#include "multislice/recording/PatternStorage.h"
#include "multislice/recording/Recorder.h"
#include "multislice/recording/recordSignals.h"
#include "multislice/waves/ElectronBeam.h"
#include "pipeline/case/SeriesMember.h"
#include "pipeline/imaging/BeamFractions.h"
#include "pipeline/imaging/DerivedMaps.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// What the file of a scan says about how it was imaged, or the case where it does not.
struct Instrument {
  std::vector<multislice::DetectorSettings> detectors;
  double mrad_per_invA;
};

// Steps that take numbers for fractions of the beam.
bool takesFractions(const multislice::RecordSettings& steps) {
  return steps.counts() || steps.contamination > 0;
}

// A list of positions covers no area; its file says so among the facts of the scan.
bool isList(const EmdMetadata& about) {
  return std::any_of(about.begin(), about.end(), [](const auto& entry) {
    return entry.second.find("\"kind\":\"list\"") != std::string::npos;
  });
}

// What is given per area or in angstrom needs the step between positions.
void requireStep(const multislice::RecordSettings& r, const Vec2& step_A, const fs::path& clean) {
  const bool list = isList(readEmdMetadata(clean));
  if (step_A.allFinite() && !list) return;
  const bool perArea = r.dose_e_per_A2 > 0, lengths = r.distorts();
  if (!perArea && !lengths) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("'{}' does not tell how far apart its positions are", clean.string()),
      list ? "it is a list of positions, each of which stands for no area"
           : "its axes are in pixels, or in a unit that is not known",
      list ? "give record.electrons_per_position instead of record.dose_e_per_A2, and leave out "
             "what "
             "is given in angstrom"
           : "give it with --set calibration.pixel_A=0.2, calibrate the file in angstrom or nm "
             "(py4DSTEM: calibration.set_R_pixel_size), or leave out what is given per area or in "
             "angstrom (record.electrons_per_position needs no size)");
}

/// Files of other programs have maps of detectors that nobody described: each is an annulus of the
/// angles of the case where these matter.
Instrument instrumentOf(const Case& c, const fs::path& file, std::span<const Map2> maps) {
  const EmdMetadata about = readEmdMetadata(file);
  Instrument instrument;
  double voltage_kV = c.microscope.voltage_kV;
  if (const auto found = about.find("voltage_kV"); found != about.end())
    voltage_kV = parseNumber(trim(found->second), fmt::format("{}, voltage_kV", file.string()));
  instrument.mrad_per_invA = multislice::ElectronBeam(voltage_kV).angle_mrad(1);
  if (const auto found = about.find("detectors"); found != about.end()) {
    instrument.detectors = detectorsFrom(found->second);
    return instrument;
  }
  const multislice::AnnularDetector annulus = c.firstScan(ScanRecord::map).annular;
  std::size_t intensities = 0;
  for (const Map2& map : maps) {
    if (!isIntensity(map)) continue;
    ++intensities;
    instrument.detectors.push_back(
        {map.name, multislice::DetectorKind::annular, annulus.inner_mrad, annulus.outer_mrad});
  }
  if (c.record.contamination > 0 && intensities > 1) {
    throw Error(ErrorKind::usage, "The contamination of these maps is not known",
                "the file does not say which angles each of its detectors spans",
                "give one annular map with haadf.inner_mrad and haadf.outer_mrad, or leave "
                "record.contamination out");
  }
  return instrument;
}

/// The recorded maps of one scan with what follows from them; where the clean file held an integral
/// and every pixel of its parts is defined, that too. `steps` are those of the recorder.
std::vector<Map2> recordedSet(const multislice::RecordSettings& steps,
                              const multislice::Recorder& recorder, const Instrument& instrument,
                              std::span<const Map2> clean, const fs::path& file) {
  if (takesFractions(steps)) requireDetectorFractions(clean, file);
  std::vector<Map2> maps =
      multislice::recordSignals(recorder, instrument.detectors, instrument.mrad_per_invA, clean);
  const bool integrals = std::any_of(clean.begin(), clean.end(), [](const Map2& map) {
    return map.name.find("_integrated") != std::string::npos;
  });
  addDerived(maps, instrument.detectors, integrals);
  for (const Map2& map : clean) {
    if (map.name.starts_with("position_")) maps.push_back(map);
  }
  return maps;
}

// Images of one series have noise of their own, equal ones too.
multislice::Recorder recorderOf(const multislice::RecordSettings& settings, const std::string& name,
                                const std::string& axis, std::size_t i) {
  return multislice::Recorder(settings,
                              fmt::format("{}{}{} {}", name, name.empty() ? "" : " ", axis, i));
}

EmdMetadata metadataOf(const multislice::RecordSettings& done, const fs::path& clean) {
  EmdMetadata metadata = readEmdMetadata(clean);
  metadata["recording"] = recordingText(done);
  metadata["recorded_from"] = clean.filename().string();
  if (done.dose_e_per_A2 > 0) metadata["dose_e_per_A2"] = fmt::format("{}", done.dose_e_per_A2);
  return metadata;
}

}  // namespace

DatacubeStorage storageOf(const Case& c, const ScanCase& scan, const DatacubeShape& shape,
                          bool recorded) {
  const multislice::ElectronBeam beam(c.microscope.voltage_kV);
  const double full = scan.fullScale > 0
                          ? scan.fullScale
                          : multislice::usualFullScale(beam, scan.probe.semiangle_mrad, shape);
  const double electrons = recorded ? multislice::Recorder(c.record).electrons(shape.rStep_A) : 0;
  const double count = electrons > 0 ? 1 / (c.record.gain * electrons) : 0;
  return multislice::patternStorage(scan.dtype, full, count, scan.compression);
}

std::string recordingText(const Case& c) {
  return recordingText(c.record);
}

std::string recordingText(const multislice::RecordSettings& settings) {
  Json steps = Json::array();
  if (settings.jitter_A > 0)
    steps.push_back(
        {{"step", "jitter"}, {"standard_deviation_A", settings.jitter_A}, {"seed", settings.seed}});
  if (settings.drifts())
    steps.push_back({{"step", "drift"}, {"A_per_line", settings.drift_A_per_line}});
  if (settings.flyback_A != 0)
    steps.push_back({{"step", "flyback"},
                     {"lag_A", settings.flyback_A},
                     {"positions", settings.flyback_positions}});
  if (settings.distorts())
    steps.push_back({{"step", "interpolation"}, {"method", "linear between clean positions"}});
  if (settings.contamination > 0)
    steps.push_back({{"step", "contamination"},
                     {"fraction", settings.contamination},
                     {"form", "1 / (q^2 + q0^2)^2"},
                     {"q0_invA", settings.contaminationWidth_invA}});
  if (settings.pointSpread_pixels > 0)
    steps.push_back({{"step", "mtf"}, {"gaussian_pixels", settings.pointSpread_pixels}});
  if (!settings.mtf.empty()) steps.push_back({{"step", "mtf"}, {"table", settings.mtf}});
  if (settings.counts())
    steps.push_back({{"step", "electrons"},
                     {"noise", "Poisson"},
                     {"dose_e_per_A2", settings.dose_e_per_A2},
                     {"electrons_per_position", settings.electrons},
                     {"seed", settings.seed}});
  if (settings.counts())
    steps.push_back({{"step", "readout"},
                     {"gain", settings.gain},
                     {"noise_counts", settings.readout_counts},
                     {"dark_counts", settings.dark_counts},
                     {"saturation_counts", settings.saturation_counts},
                     {"unit", "counts / (gain x electrons)"},
                     {"seed", settings.seed}});
  return steps.dump();
}

bool recordsImages(const Case& c) {
  return c.record.ofCamera().any();
}

bool isPlaneWaveImage(const fs::path& file) {
  const EmdMetadata about = readEmdMetadata(file);
  const auto intensity = about.find("intensity");
  return intensity != about.end() && intensity->second.starts_with("images:") &&
         !isEmdDatacube(file);
}

void recordMaps(const Case& c, const std::string& name, const fs::path& clean,
                const fs::path& recorded, const Calibration& calibration) {
  const multislice::RecordSettings done = c.record.ofDetectors();
  const std::vector<Map2> all = readEmdMaps(clean, calibration);
  for (const Map2& map : all) {
    if (isIntensity(map)) requireStep(done, map.pixel_A, clean);
  }
  const std::vector<Map2> maps =
      recordedSet(done, multislice::Recorder(done, name), instrumentOf(c, clean, all), all, clean);
  if (maps.empty()) {
    throw Error(ErrorKind::input, fmt::format("'{}' holds nothing to record", clean.string()),
                "no map in it is a fraction of the incident beam",
                "give a file that 'glasscope multislice' wrote");
  }
  writeEmdMaps(recorded, maps, metadataOf(done, clean));
}

namespace {

// Images of a camera; each has a name of its own.
std::vector<Map2> recordedOnCamera(const multislice::RecordSettings& done,
                                   const multislice::Recorder& recorder,
                                   std::span<const Map2> clean, const fs::path& file) {
  if (takesFractions(done)) requireImageFractions(clean, file);
  std::vector<Map2> maps;
  for (const Map2& map : clean) {
    if (!isIntensity(map)) continue;
    requireStep(done, map.pixel_A, file);
    maps.push_back(recorder.recordImage(map));
  }
  return maps;
}

// Member i of series, under the names of the series.
std::vector<Map2> memberMaps(const std::vector<MapSeries>& all, std::size_t i) {
  std::vector<Map2> maps;
  for (const MapSeries& series : all) {
    maps.push_back(series.maps[i]);
    maps.back().name = series.name;
    maps.back().unit = series.unit;
    maps.back().description = series.description;
  }
  return maps;
}

// What is derived from counts is left out of a member without any: a stack has what all have.
void keepCommon(std::vector<std::vector<Map2>>& members) {
  for (auto& maps : members) {
    std::erase_if(maps, [&](const Map2& map) {
      return !std::ranges::all_of(members, [&](const auto& other) {
        return std::ranges::find(other, map.name, &Map2::name) != other.end();
      });
    });
  }
}

void writeMembers(const fs::path& recorded, std::vector<std::vector<Map2>> members,
                  const std::string& axis, const std::string& unit,
                  const std::vector<double>& values, const EmdMetadata& about) {
  keepCommon(members);
  writeEmdSeries(recorded, seriesOf(members, axis, unit, values), about);
}

// The steps are those of the first member; the key that varies is the axis.
EmdMetadata metadataOf(const multislice::RecordSettings& first, const SeriesCase& series,
                       const fs::path& clean) {
  EmdMetadata about = metadataOf(first, clean);
  about["recording_varies"] = series.key;
  return about;
}

}  // namespace

void recordImages(const Case& c, const std::string& name, const fs::path& clean,
                  const fs::path& recorded, const Calibration& calibration) {
  const multislice::RecordSettings done = c.record.ofCamera();
  writeEmdMaps(recorded,
               recordedOnCamera(done, multislice::Recorder(done, name),
                                readEmdMaps(clean, calibration), clean),
               metadataOf(done, clean));
}

void recordImageSeries(const Case& c, const std::string& name, const fs::path& clean,
                       const fs::path& recorded) {
  const multislice::RecordSettings done = c.record.ofCamera();
  const std::vector<MapSeries> all = readEmdSeries(clean);
  const MapSeries& first = all.front();
  std::vector<std::vector<Map2>> members;
  for (std::size_t i = 0; i < first.axis.size(); ++i)
    members.push_back(recordedOnCamera(done, recorderOf(done, name, first.axisName, i),
                                       memberMaps(all, i), clean));
  writeMembers(recorded, std::move(members), first.axisName, first.axisUnit, first.axis,
               metadataOf(done, clean));
}

void recordImagesAt(const std::vector<Case>& members, const std::string& name,
                    const SeriesCase& series, const fs::path& clean, const fs::path& recorded) {
  const std::vector<Map2> maps = readEmdMaps(clean);
  std::vector<std::vector<Map2>> stack;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const multislice::RecordSettings done = members[i].record.ofCamera();
    stack.push_back(
        recordedOnCamera(done, recorderOf(done, name, axisName(series), i), maps, clean));
  }
  writeMembers(recorded, std::move(stack), axisName(series), axisUnit(series), series.values,
               metadataOf(members.front().record.ofCamera(), series, clean));
}

void recordSeries(const Case& c, const std::string& name, const fs::path& clean,
                  const fs::path& recorded, const Calibration& calibration) {
  const multislice::RecordSettings done = c.record.ofDetectors();
  const std::vector<MapSeries> all = readEmdSeries(clean, calibration);
  const MapSeries& first = all.front();
  std::vector<std::vector<Map2>> members;
  for (std::size_t i = 0; i < first.axis.size(); ++i) {
    const std::vector<Map2> maps = memberMaps(all, i);
    requireStep(done, maps.front().pixel_A, clean);
    members.push_back(recordedSet(done, recorderOf(done, name, first.axisName, i),
                                  instrumentOf(c, clean, maps), maps, clean));
  }
  writeMembers(recorded, std::move(members), first.axisName, first.axisUnit, first.axis,
               metadataOf(done, clean));
}

void recordMapsAt(const std::vector<Case>& members, const std::string& name,
                  const SeriesCase& series, const fs::path& clean, const fs::path& recorded) {
  const std::vector<Map2> maps = readEmdMaps(clean);
  std::vector<std::vector<Map2>> stack;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const multislice::RecordSettings done = members[i].record.ofDetectors();
    requireStep(done, maps.front().pixel_A, clean);
    stack.push_back(recordedSet(done, recorderOf(done, name, axisName(series), i),
                                instrumentOf(members[i], clean, maps), maps, clean));
  }
  writeMembers(recorded, std::move(stack), axisName(series), axisUnit(series), series.values,
               metadataOf(members.front().record.ofDetectors(), series, clean));
}

namespace {

void recordPatterns(const Case& c, const ScanCase& scan, const multislice::Recorder& recorder,
                    const fs::path& clean, const fs::path& recorded, const std::string& identity,
                    const Calibration& calibration) {
  const EmdDatacube cube(clean, calibration);
  const DatacubeShape& shape = cube.shape();
  requireStep(c.record, shape.rStep_A, clean);
  if (c.record.contamination > 0 && !(shape.qStep_invA > 0))
    throw Error(
        ErrorKind::usage,
        fmt::format("'{}' does not tell the size of its diffraction pixels", clean.string()),
        "its axes are in pixels, or in a unit that is not known",
        "give it with --set calibration.diffraction_pixel_invA=0.02, calibrate the file in "
        "1/angstrom (py4DSTEM: calibration.set_Q_pixel_size), or leave out record.contamination");
  if (takesFractions(c.record)) requireBeamFractions(cube, clean);
  EmdDatacubeWriter writer(recorded, shape, metadataOf(c.record, clean), identity,
                           storageOf(c, scan, shape, true));
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

}  // namespace

void recordScan(const Case& c, const ScanCase& scan, const std::string& name, const fs::path& clean,
                const fs::path& recorded, const std::string& identity,
                const Calibration& calibration) {
  recordPatterns(c, scan, multislice::Recorder(c.record, name), clean, recorded, identity,
                 calibration);
}

void recordMember(const Case& c, const ScanCase& scan, const std::string& axis, std::size_t member,
                  const fs::path& clean, const fs::path& recorded, const std::string& identity) {
  recordPatterns(c, scan, recorderOf(c.record, scan.name, axis, member), clean, recorded, identity,
                 {});
}

}  // namespace glasscope::pipeline
