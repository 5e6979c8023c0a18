#include "multislice/scan/EmdRowSink.h"

namespace glasscope::multislice {

EmdRowSink::EmdRowSink(const std::filesystem::path& path, const DatacubeShape& shape,
                       const EmdMetadata& metadata, const std::string& identity,
                       const DatacubeStorage& storage)
    : shape_(shape), writer_(path, shape, metadata, identity, storage) {}

void EmdRowSink::writeRow(int rx, std::span<const float> patterns, std::span<const double> extra) {
  const std::vector<float> nothing(patterns.empty() ? shape_.ry : 0, 0.0f);
  writer_.writeRow(rx, patterns.empty() ? std::span<const float>(nothing) : patterns, extra);
}

}  // namespace glasscope::multislice
