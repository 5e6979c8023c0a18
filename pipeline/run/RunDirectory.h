#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// What is kept of a finished stage.
struct StageRecord {
  std::string name;
  std::string hash;  ///< of everything that the stage depends on
  double wall_s = 0;
  double peakMemory_bytes = 0;
  int threads = 1, ranks = 1;
  std::vector<std::string> outputs;    ///< relative to the run folder
  std::vector<std::string> checksums;  ///< of the outputs, in their order
  std::vector<std::string> warnings;   ///< raised while it ran
  std::string facts;                   ///< JSON object of what else is worth keeping
};

/// The folder of a run: where each result lies, and which stages are done. Only rank 0 writes.
class RunDirectory {
 public:
  /// Creates the folder, proves that it can be written, and locks it against a second program.
  /// Throws Error(environment).
  explicit RunDirectory(std::filesystem::path folder);
  ~RunDirectory();
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;

  std::filesystem::path path(const std::string& relative) const { return folder_ / relative; }
  std::filesystem::path structure() const { return path("structure.h5"); }
  std::filesystem::path thermo() const { return path("thermo.csv"); }
  std::filesystem::path descriptors() const { return path("descriptors.h5"); }
  std::filesystem::path descriptorsXyz() const { return path("descriptors.xyz"); }
  std::filesystem::path descriptorsDump() const { return path("descriptors.dump"); }
  std::filesystem::path structureReport() const { return path("structure_report.json"); }
  std::filesystem::path structureSeries() const { return path("structure_series.json"); }
  std::filesystem::path structureSeriesCsv() const { return path("structure_series.csv"); }
  std::filesystem::path structureReplicas() const { return path("structure_replicas.json"); }
  std::filesystem::path structureReplicasCsv() const { return path("structure_replicas.csv"); }
  std::filesystem::path haadf() const { return path("signals/haadf.h5"); }
  std::filesystem::path haadfFocalSeries() const { return path("signals/haadf_focal_series.h5"); }
  std::filesystem::path tiltSeries() const { return path("signals/tilt_series.h5"); }
  std::filesystem::path recordedTiltSeries() const {
    return path("signals/tilt_series_recorded.h5");
  }
  std::filesystem::path recordedTiltStack() const {
    return path("signals/tilt_series_recorded.mrc");
  }
  std::filesystem::path tiltAngles() const { return path("signals/tilt_series.rawtlt"); }
  std::filesystem::path tiltTruth() const { return path("signals/tilt_series.csv"); }
  std::filesystem::path nanodiffraction() const { return path("signals/nanodiffraction.h5"); }
  std::filesystem::path nanodiffractionDetectors() const {
    return path("signals/nanodiffraction_detectors.h5");
  }
  std::filesystem::path hrtem() const { return path("signals/hrtem.h5"); }
  std::filesystem::path diffraction() const { return path("signals/diffraction.h5"); }
  std::filesystem::path diffractionRings() const { return path("signals/diffraction_rings.csv"); }
  std::filesystem::path pairsByK() const { return path("signals/pair_distribution_k.csv"); }
  std::filesystem::path pairsByR() const { return path("signals/pair_distribution_r.csv"); }
  std::filesystem::path recordedHaadf() const { return path("signals/haadf_recorded.h5"); }
  std::filesystem::path recordedNanodiffraction() const {
    return path("signals/nanodiffraction_recorded.h5");
  }
  std::filesystem::path comparison() const { return path("comparison.h5"); }
  std::filesystem::path report() const { return path("report.html"); }
  std::filesystem::path caseFile() const { return path("case.toml"); }
  std::filesystem::path provenance() const { return path("provenance.json"); }

  /// True when the stage was finished with this hash and its outputs are still what was written;
  /// warns of an output that is not. Collective.
  bool upToDate(const std::string& stage, const std::string& hash) const;
  /// Remembers a finished stage: provenance.json is written anew, atomically.
  void finish(const StageRecord& record, const Case& c);

  const std::vector<StageRecord>& stages() const { return stages_; }

 private:
  bool intact(const StageRecord& record) const;

  std::filesystem::path folder_;
  std::vector<StageRecord> stages_;
  int lock_ = -1;
};

/// The finished stages of a run folder, without taking hold of it. Throws Error(input) on a
/// provenance.json that cannot be understood.
std::vector<StageRecord> readStages(const std::filesystem::path& folder);

}  // namespace glasscope::pipeline
