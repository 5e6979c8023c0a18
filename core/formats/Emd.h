#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hdf5/Hdf5.h"
#include "core/maps/Calibration.h"
#include "core/maps/Datacube.h"
#include "core/maps/DatacubeStorage.h"
#include "core/maps/Map2.h"

namespace glasscope {

/// EMD 1.0 files as py4DSTEM (0.14) and HyperSpy open them: layout in docs/formats.md.

/// Free text that travels with a file: written as attributes of a metadata group ("conventions",
/// "settings" as JSON, ...). Entries that are one number and have a name of `emdInstrumentFacts`
/// are written where peers look for them, too: as attributes of /microscope and /sample (HyperSpy's
/// original_metadata), as numbers of the metadata "microscope" (py4DSTEM), and the semiangle in the
/// calibration of a datacube.
using EmdMetadata = std::map<std::string, std::string>;

/// "voltage_kV", "convergence_semiangle_mrad" (and "_invA", which gives the semiangle in pixels),
/// "dose_e_per_A2", "thickness_A".
std::span<const std::string_view> emdInstrumentFacts();

/// Writes maps as EMD arrays below one root, with physical axes; all of them or none (written
/// aside, renamed). Throws Error(environment) when the folder cannot take it.
void writeEmdMaps(const std::filesystem::path& path, const std::vector<Map2>& maps,
                  const EmdMetadata& metadata);
/// Reads every map of a file that writeEmdMaps wrote, with the lengths that are given in place of
/// those of the file. Throws Error(input).
std::vector<Map2> readEmdMaps(const std::filesystem::path& path,
                              const Calibration& calibration = {});
EmdMetadata readEmdMetadata(const std::filesystem::path& path);

/// Writes a 4-D scan row by row; a killed writer can be resumed, and loses no row that was on disk.
class EmdDatacubeWriter {
 public:
  /// `identity` is the hash of everything the data depend on: a file of the same identity and
  /// shape, unfinished or finished, is continued with its sound rows, any other is replaced. Rows
  /// that are damaged on disk are named in a warning and count as missing.
  EmdDatacubeWriter(const std::filesystem::path& path, const DatacubeShape& shape,
                    const EmdMetadata& metadata, const std::string& identity,
                    const DatacubeStorage& storage = {});
  ~EmdDatacubeWriter();

  bool rowDone(int rx) const;
  /// All ry patterns of scan row rx, [ry, qx, qy], and numbers that belong to the row but not to
  /// the cube (detector sums, say; as many for each row); on return the row is on disk.
  void writeRow(int rx, std::span<const float> patterns, std::span<const double> extra = {});
  std::vector<double> rowExtra(int rx) const;  ///< empty when there are none

  /// Throws an internal Error when a row is missing; renames the file to its final name.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A datacube on disk: ours, or any EMD 1.0 file of py4DSTEM with a 4-D array; lengths that are
/// given are taken in place of those of the file.
class EmdDatacube : public Datacube {
 public:
  explicit EmdDatacube(const std::filesystem::path& path, const Calibration& calibration = {});
  ~EmdDatacube() override;
  const DatacubeShape& shape() const override;
  Array2<float> pattern(int rx, int ry) const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Scan rows of a finished datacube of ours that cannot be read or are not what was written. Reads
/// all of it; empty for files of other programs. Throws Error(input) when the file cannot be
/// opened.
std::vector<int> damagedRows(const std::filesystem::path& path);

/// True when the file holds an EMD 1.0 4-D array.
bool isEmdDatacube(const std::filesystem::path& path);

}  // namespace glasscope
