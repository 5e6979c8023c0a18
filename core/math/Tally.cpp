#include "core/math/Tally.h"

#include <sstream>
#include <string>

#include "core/system/Mpi.h"

namespace glasscope {

namespace {

/// "length key... count" for every entry.
std::string written(const std::map<Tally::Key, std::int64_t>& counts) {
  std::ostringstream out;
  for (const auto& [key, count] : counts) {
    out << key.size() << ' ';
    for (const int part : key) out << part << ' ';
    out << count << '\n';
  }
  return out.str();
}

}  // namespace

std::int64_t Tally::of(const Key& key) const {
  const auto found = counts_.find(key);
  return found == counts_.end() ? 0 : found->second;
}

void Tally::sumOverRanks() {
  if (Mpi::size() == 1) return;
  const std::string own = written(counts_);
  counts_.clear();
  for (int rank = 0; rank < Mpi::size(); ++rank) {
    std::istringstream in(Mpi::broadcast(own, rank));
    std::size_t length = 0;
    while (in >> length) {
      Key key(length);
      std::int64_t count = 0;
      for (int& part : key) in >> part;
      in >> count;
      add(key, count);
    }
  }
}

}  // namespace glasscope
