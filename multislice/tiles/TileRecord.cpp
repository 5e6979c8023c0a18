#include "multislice/tiles/TileRecord.h"

#include <cstring>

#include "core/system/Mpi.h"

namespace glasscope::multislice {

namespace {

constexpr int kPatterns = 71, kNumbers = 72;  // message tags

}  // namespace

TileRecord TileRecord::of(const ScanUnit& unit, std::size_t patternSize, std::size_t numbers) {
  TileRecord record;
  record.unit = unit;
  record.patterns.resize(unit.tile.size() * patternSize);
  record.numbers.resize(unit.tile.size() * unit.snapshots * numbers);
  return record;
}

// Doubles travel bit by bit in messages of floats.
void TileRecord::send() const {
  Mpi::send(patterns, 0, kPatterns);
  std::vector<float> raw(2 * numbers.size());
  std::memcpy(raw.data(), numbers.data(), numbers.size() * sizeof(double));
  Mpi::send(raw, 0, kNumbers);
}

void TileRecord::receive(int source) {
  Mpi::receive(patterns, source, kPatterns);
  std::vector<float> raw(2 * numbers.size());
  Mpi::receive(raw, source, kNumbers);
  std::memcpy(numbers.data(), raw.data(), numbers.size() * sizeof(double));
}

}  // namespace glasscope::multislice
