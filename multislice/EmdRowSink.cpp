#include "multislice/EmdRowSink.h"

namespace glasscope::multislice {

EmdRowSink::EmdRowSink(const std::filesystem::path& path, const DatacubeShape& shape,
                       const EmdMetadata& metadata, const std::string& identity)
    : shape_(shape), writer_(path, shape, metadata, identity) {}

void EmdRowSink::writeRow(int rx, std::span<const float> patterns, std::span<const double> extra) {
  // The numbers first: a row counts as done once its patterns are on disk.
  writer_.writeRowExtra(rx, extra);
  const std::vector<float> nothing(patterns.empty() ? shape_.ry : 0, 0.0f);
  writer_.writeRow(rx, patterns.empty() ? std::span<const float>(nothing) : patterns);
}

}  // namespace glasscope::multislice
