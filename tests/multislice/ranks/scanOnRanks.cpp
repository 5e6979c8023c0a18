// Runs a small scan on the ranks it is started with and prints a hash of every bit that it
// recorded.

#include <cstdio>

#include "core/Hash.h"
#include "core/Mpi.h"
#include "core/Progress.h"
#include "multislice/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace {

template <class T>
void append(std::string& bytes, const T* data, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(data), count * sizeof(T));
}

}  // namespace

int main(int argc, char** argv) {
  using namespace glasscope;
  using namespace glasscope::multislice;
  Mpi::start(&argc, &argv);
  Progress::setQuiet(true);
  const std::vector<Foil> foils = smallGlasses(2);
  const ScanJob job = smallScan(foils[0]);
  MemorySink sink;
  const ScanResult result = runScan(job, foils, &sink);
  std::string bytes;
  for (const auto* maps : {&result.signals, &result.standardErrors}) {
    for (const Map2& map : *maps) append(bytes, map.values.data(), map.values.size());
  }
  const std::string maps = hashBytes(bytes);
  for (int rx = 0; rx < job.scan.nx && Mpi::isRoot(); ++rx) {
    append(bytes, sink.rows.at(rx).data(), sink.rows.at(rx).size());
  }
  // The maps have to be complete on every rank.
  const bool complete = Mpi::broadcast(maps) == maps && (Mpi::isRoot() || sink.written == 0);
  const bool good = Mpi::maximum(std::int64_t{complete ? 0 : 1}) == 0;
  if (Mpi::isRoot())
    std::printf("%s %s\n", good ? "complete" : "INCOMPLETE", hashBytes(bytes).c_str());
  Mpi::finish();
  return good ? 0 : 1;
}
