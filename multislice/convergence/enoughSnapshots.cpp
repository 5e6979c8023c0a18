#include "multislice/convergence/enoughSnapshots.h"

#include <algorithm>
#include <vector>

#include "core/system/Error.h"
#include "core/system/Log.h"
#include "multislice/convergence/SignalWatch.h"
#include "multislice/instrument/ScanMethod.h"
#include "multislice/instrument/samplePositions.h"

namespace glasscope::multislice {

namespace {

constexpr int kPositions = 6;
constexpr std::size_t kMost = 8;

}  // namespace

SnapshotSpread enoughSnapshots(const ScanJob& job, std::span<const Foil> configurations,
                               double standardError) {
  if (configurations.size() < 2) {
    throw Error(ErrorKind::usage, "A standard error cannot be reached",
                "there is one thermal configuration, and it tells nothing about others",
                "give more (sim.snapshots, thermal.configurations), or no standard error");
  }
  ScanJob sampled = job;
  sampled.microscope.method = WaveMethod::multislice;
  sampled.microscope.prism_interpolation = 1;
  sampled.microscope.partitions = 0;
  sampled.scan = samplePositions(job.scan, kPositions);
  sampled = settled(sampled, configurations[0], 1);
  const SignalWatch watch(sampled, configurations[0]);
  const ScanJob watched = watch.watched(sampled);
  const std::size_t count = std::min(kMost, configurations.size());
  const MutedLog muted;
  std::vector<SignalValues> values;
  for (std::size_t n = 0; n < count; ++n) {
    values.push_back(
        watch.measure(watched, configurations.subspan(n * configurations.size() / count, 1)));
  }
  return SnapshotSpread::of(values, static_cast<int>(configurations.size()), standardError);
}

}  // namespace glasscope::multislice
