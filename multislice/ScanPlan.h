#pragma once

#include <string>
#include <vector>

#include "core/Machine.h"
#include "multislice/ScanMethod.h"

namespace glasscope::multislice {

/// What a scan will cost, before it starts.
struct ScanPlan {
  std::string label;
  ScanMethod method;
  std::string methodLabel;
  int nx = 0, ny = 0;  ///< grid; 0 when it could not be chosen
  Vec2 window_A{0, 0};
  bool wholeCell = true;  ///< the window is the whole foil
  bool kept = true;       ///< potentials stay in memory; else they are streamed, tile by tile
  int tileRows = 0, tileColumns = 0;
  double carriedAngle_mrad = 0;
  int slices = 0;
  double sliceThickness_A = 0;
  long probes = 0;                      ///< positions times snapshots times foci
  int foci = 1;                         ///< as ScanJob has it
  int patternPixels = 0;                ///< of the pixelated detector, along each side
  double potentialMemory_bytes = 0;     ///< held at once by one rank
  double scratchMemory_bytes = 0;       ///< waves and patterns of all threads of one rank
  double availableMemory_bytes = 0;     ///< for all ranks of this machine
  double disk_bytes = 0;                ///< uncompressed patterns
  double ns_per_pixel_slice_probe = 0;  ///< measured here in a fraction of a second
  double otherTime_s = 0;               ///< by the other exact method; 0 when that makes no sense
  double time_s = 0;                    ///< with the threads and ranks of this run
  std::vector<std::string> refusals;    ///< why the job cannot run: problem, why and remedy of each

  bool feasible() const { return refusals.empty(); }
  std::string text() const;  ///< a table for people
};

/// Plans a job over `snapshots` foils like this one, with `available_bytes` of memory for all ranks
/// of this machine. Never throws for a bad job: it refuses.
ScanPlan plan(const ScanJob& asked, const Foil& foil, int snapshots,
              double available_bytes = availableMemory_bytes());

/// Throws Error(capacity) when the scan needs more memory than that.
void requireMemory(const ScanJob& job, const Foil& foil, int snapshots,
                   double available_bytes = availableMemory_bytes());

}  // namespace glasscope::multislice
