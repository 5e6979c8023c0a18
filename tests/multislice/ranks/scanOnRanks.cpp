// Runs small scans and a plane wave on the ranks it is started with and prints a hash of every bit
// that they recorded.

#include <cstdio>

#include "core/system/Hash.h"
#include "core/system/LoneRank.h"
#include "core/system/Mpi.h"
#include "core/system/Progress.h"
#include "multislice/plane_wave/runHrtem.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace {

template <class T>
void append(std::string& bytes, const T* data, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(data), count * sizeof(T));
}

// What one rank does for itself waits for no other, and counts none of them.
bool aloneOnOneRank() {
  using glasscope::Mpi;
  const int ranks = Mpi::size(), world = Mpi::fortranWorld();
  bool good = true;
  if (Mpi::rank() == ranks - 1) {
    const glasscope::LoneRank alone;
    good = Mpi::isRoot() && Mpi::size() == 1 && Mpi::sum(std::int64_t{5}) == 5 &&
           Mpi::maximum(0.5) == 0.5 && Mpi::broadcast("mine") == "mine" &&
           Mpi::broadcast(std::int64_t{7}) == 7;
    double value = 3;
    Mpi::sum(std::span<double>(&value, 1));
    Mpi::barrier();
    good = good && value == 3 && Mpi::fortranWorld() != world;
  }
  return good && Mpi::size() == ranks && Mpi::fortranWorld() == world;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace glasscope;
  using namespace glasscope::multislice;
  Mpi::start(&argc, &argv);
  Progress::setQuiet(true);
  // Kept potentials, streamed ones, fewer rows than ranks, and a scattering matrix.
  const std::vector<Foil> foils = smallGlasses(2);
  ScanJob kept = smallScan(foils[0]), streamed = kept, row = kept, matrix = kept;
  streamed.potential_memory_GB = 0.001;
  row.scan.nx = 1;
  matrix.microscope.method = WaveMethod::scatteringMatrix;
  std::string bytes, maps;
  bool written = true;
  for (const ScanJob& job : {kept, streamed, row, matrix}) {
    MemorySink sink;
    const ScanResult result = runScan(job, foils, &sink);
    std::string here;
    for (const auto* group : {&result.signals, &result.standardErrors}) {
      for (const Map2& map : *group) append(here, map.values.data(), map.values.size());
    }
    append(here, &result.window.edgeIntensityMax, 1);
    maps += hashBytes(here);
    for (int rx = 0; rx < job.scan.nx && Mpi::isRoot(); ++rx) {
      append(bytes, sink.rows.at(rx).data(), sink.rows.at(rx).size());
    }
    written = written && (Mpi::isRoot() || sink.written == 0);
  }
  // A plane wave: more snapshots than some numbers of ranks, fewer than others.
  HrtemJob wave;
  wave.pattern.max_angle_mrad = 60;
  wave.imaging.defoci_A = {0, 300};
  wave.imaging.focalSpread_A = 20;
  const HrtemResult plane = runHrtem(wave, smallGlasses(3));
  std::string here;
  for (const auto* group : {&plane.images, &plane.standardErrors}) {
    for (const Map2& map : *group) append(here, map.values.data(), map.values.size());
  }
  append(here, plane.pattern.data(), plane.pattern.size());
  for (const DiffractionRing& ring : plane.rings) append(here, &ring.intensity_per_invA2, 1);
  maps += hashBytes(here);
  // Two foci that share one scattering matrix.
  MatrixStore store;
  ScanJob focused = matrix;
  focused.pixelated.reset();
  here.clear();
  for (const double defocus_A : {0.0, 40.0}) {
    focused.probe.aberrations.defocus_A = defocus_A;
    const ScanResult result = runScan(focused, foils, nullptr, &store);
    for (const Map2& map : result.signals) append(here, map.values.data(), map.values.size());
  }
  maps += hashBytes(here);
  bytes += maps;
  // The maps have to be complete on every rank.
  // What rank 0 decides holds on all, and what another one says, too.
  const bool decided =
      Mpi::broadcast(Mpi::isRoot()) && !Mpi::broadcast(!Mpi::isRoot()) &&
      Mpi::broadcast(std::int64_t{Mpi::rank()}, Mpi::size() - 1) == Mpi::size() - 1;
  const bool complete = Mpi::broadcast(maps) == maps && written && decided && aloneOnOneRank();
  const bool good = Mpi::maximum(std::int64_t{complete ? 0 : 1}) == 0;
  if (Mpi::isRoot())
    std::printf("%s %s\n", good ? "complete" : "INCOMPLETE", hashBytes(bytes).c_str());
  Mpi::finish();
  return good ? 0 : 1;
}
