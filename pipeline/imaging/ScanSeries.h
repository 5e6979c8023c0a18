#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/formats/Emd.h"
#include "core/maps/DatacubeStorage.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/optics/FocalSpread.h"
#include "multislice/scan/ScanResult.h"
#include "multislice/scattering_matrix/MatrixStore.h"
#include "multislice/specimen/Foil.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// What a scan with one set of aberrations recorded in its detectors, averaged over the focal
/// spread.
struct ScanImages {
  std::vector<Map2> maps;  ///< and their standard errors; as the probes saw them
  std::string facts;       ///< JSON, for the provenance
  std::string window;      ///< JSON, for the metadata
};

/// Scans of one specimen whose probes differ by aberrations alone (the defocus among them), each
/// averaged over the focal spread. Those that are computed by a scattering matrix share it.
class ScanSeries {
 public:
  /// A scan of a case over these snapshots, with the depths at which its series records on the way.
  static ScanSeries of(const Case& c, const ScanCase& scan, const std::vector<Atoms>& snapshots);

  /// `tables` of the case go into the metadata of what is written. The job's method is settled
  /// here.
  ScanSeries(const Case& c, const ScanCase& scan, const multislice::ScanJob& job,
             std::vector<multislice::Foil> foils, const std::vector<std::string>& tables);

  const multislice::ScanJob& job() const { return job_; }
  const multislice::Foil& foil() const { return foils_.front(); }
  const EmdMetadata& metadata() const { return metadata_; }
  EmdMetadata metadata(const multislice::Aberrations& aberrations) const;
  /// Defoci around one that stand for the focal spread.
  const std::vector<multislice::FocalNode>& nodes() const { return nodes_; }

  /// Runs the scan at every node around its defocus. Finished rows lie in `parts`, a file a node of
  /// the given identity, so that a killed scan goes on; the files get their final name when `keep`
  /// is set. Collective over ranks; rank 0 writes.
  ScanImages run(const multislice::Aberrations& aberrations,
                 const std::vector<std::filesystem::path>& parts, const std::string& identity,
                 const DatacubeStorage& storage, bool keep);

  /// The same for a scan that records maps alone: its rows lie in hidden files "<rows>.h5", or
  /// "<rows>_0.h5", ... a node, until they are removed (removeRows).
  ScanImages image(const multislice::Aberrations& aberrations, const std::filesystem::path& rows,
                   const std::string& identity);

  const std::vector<std::filesystem::path>& rows() const { return rows_; }

  /// What follows from finished maps: the finite source, centres of mass, differential phase
  /// contrast, their integrals, and where the probe stood.
  void finish(std::vector<Map2>& maps) const;

 private:
  const ScanCase& scan_;
  std::vector<multislice::Foil> foils_;
  multislice::ScanJob job_;
  EmdMetadata metadata_;
  std::vector<multislice::FocalNode> nodes_;
  multislice::MatrixStore store_;
  std::vector<std::filesystem::path> rows_;
};

/// The tables of the case that an image of this name depends on.
std::vector<std::string> imagingTables(const std::string& name);

/// Removes rows of maps that are written. On rank 0.
void removeRows(const std::vector<std::filesystem::path>& rows);

}  // namespace glasscope::pipeline
