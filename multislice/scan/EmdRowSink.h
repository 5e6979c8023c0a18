#pragma once

#include <string>

#include "core/formats/Emd.h"
#include "multislice/instrument/RowSink.h"

namespace glasscope::multislice {

/// Rows of a 4-D scan into an EMD 1.0 datacube (core/formats/Emd), resumable. For a scan without
/// pixelated detector the cube has shape [rx, ry, 1, 1] and keeps only a zero beside the annular
/// signals.
class EmdRowSink : public RowSink {
 public:
  EmdRowSink(const std::filesystem::path& path, const DatacubeShape& shape,
             const EmdMetadata& metadata, const std::string& identity,
             const DatacubeStorage& storage = {});

  bool rowDone(int rx) const override { return writer_.rowDone(rx); }
  std::vector<double> rowExtra(int rx) const override { return writer_.rowExtra(rx); }
  void writeRow(int rx, std::span<const float> patterns, std::span<const double> extra) override;

  /// Gives the file its final name.
  void commit() { writer_.commit(); }

 private:
  DatacubeShape shape_;
  EmdDatacubeWriter writer_;
};

}  // namespace glasscope::multislice
