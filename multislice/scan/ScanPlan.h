#pragma once

#include <string>
#include <vector>

#include "core/system/Error.h"
#include "core/system/Machine.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/scan/ScanMemory.h"

namespace glasscope::multislice {

/// What a scan will cost, before it starts.
struct ScanPlan {
  /// The grid of the waves, and the slices of the foil.
  struct Sampling {
    int nx = 0, ny = 0;  ///< grid; 0 when it could not be chosen
    Vec2 window_A{0, 0};
    bool wholeCell = true;  ///< the window is the whole foil
    double carriedAngle_mrad = 0;
    double neededAngle_mrad = 0;  ///< by aperture and detectors (ScanJob.h)
    std::string undersampling;    ///< what the sampling does not carry; empty: nothing
    int slices = 0;
    double sliceThickness_A = 0;
  };
  struct Probes {
    long count = 0;         ///< positions times snapshots times foci
    int foci = 1;           ///< as ScanJob has it
    int patternPixels = 0;  ///< of the pixelated detector, along each side
  };
  struct Potentials {
    bool kept = true;  ///< they stay in memory; else they are streamed, tile by tile
    int tileRows = 0, tileColumns = 0;
    double keepingMemory_GB = 0;  ///< with which slices would not be streamed; 0: no use
    double keepingTime_s = 0;     ///< and the time that the job would take then
  };
  struct Storage {
    ScanMemory memory;                    ///< of one rank
    double program_bytes = 0;             ///< what a rank holds already: program and specimen
    double available_bytes = 0;           ///< of memory, for all ranks of this machine
    double number_bytes = sizeof(float);  ///< of a pattern on disk
    double disk_bytes = 0;                ///< uncompressed patterns
  };
  /// With the threads and ranks of this run; 0 where it was not measured.
  struct Time {
    double ns_per_pixel_slice_probe = 0;  ///< of one thread, in a fraction of a second
    double total_s = 0;
    double other_s = 0;  ///< by the other exact method; 0 when that makes no sense
  };

  std::string label;
  ScanMethod method;
  std::string methodLabel;
  Sampling sampling;
  Probes probes;
  Potentials potentials;
  Storage storage;
  Time time;
  std::vector<Error> refusals;  ///< why the job cannot run, each once

  bool feasible() const { return refusals.empty(); }
  std::string text() const;  ///< a table for people

 private:
  std::string memoryText() const;
};

/// Plans a job over `snapshots` foils like this one, with `available_bytes` of memory for all ranks
/// of this machine, and patterns of `number_bytes` a number on disk. Without `speed` nothing is
/// measured, and no time is told. Never throws for a bad job: it refuses.
ScanPlan plan(const ScanJob& asked, const Foil& foil, int snapshots,
              double available_bytes = availableMemory_bytes(), double number_bytes = sizeof(float),
              bool speed = true);

/// Throws Error(capacity) when the scan needs more memory than that.
void requireMemory(const ScanJob& job, const Foil& foil, int snapshots,
                   double available_bytes = availableMemory_bytes());

}  // namespace glasscope::multislice
