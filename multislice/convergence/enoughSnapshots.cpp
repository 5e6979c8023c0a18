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
constexpr std::size_t kFirst = 8;

/// All numbers below `count`, so that any first few of them are spread over the whole: by their
/// binary digits read backwards (van der Corput).
std::vector<std::size_t> spreadOrder(std::size_t count) {
  int digits = 0;
  while ((std::size_t{1} << digits) < count) ++digits;
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < std::size_t{1} << digits; ++k) {
    std::size_t reversed = 0;
    for (int d = 0; d < digits; ++d) reversed |= (k >> d & 1) << (digits - 1 - d);
    if (reversed < count) order.push_back(reversed);
  }
  return order;
}

}  // namespace

SnapshotSpread enoughSnapshots(const ScanJob& job, std::span<const Foil> configurations,
                               double standardError) {
  if (configurations.size() < 2) {
    throw Error(ErrorKind::usage, "A standard error cannot be reached",
                "there is one thermal configuration, and it tells nothing about others",
                "give more (snapshots.count, thermal.configurations), or no standard error");
  }
  ScanJob sampled = job;
  sampled.microscope.method = WaveMethod::multislice;
  sampled.microscope.prism_interpolation = 1;
  sampled.microscope.partitions = 0;
  sampled.scan = samplePositions(job.scan, kPositions);
  sampled = settled(sampled, configurations[0], 1);
  const SignalWatch watch(sampled, configurations[0]);
  const ScanJob watched = watch.watched(sampled);
  const std::size_t all = configurations.size();
  const std::vector<std::size_t> order = spreadOrder(all);
  const MutedLog muted;
  std::vector<SignalValues> values;
  for (std::size_t wanted = std::min(kFirst, all);;) {
    while (values.size() < wanted) {
      values.push_back(watch.measure(watched, configurations.subspan(order[values.size()], 1)));
    }
    const SnapshotSpread spread = SnapshotSpread::of(values, static_cast<int>(all), standardError);
    const auto needed = static_cast<std::size_t>(spread.needed);
    if (needed <= wanted || wanted == all || needed > 2 * all) return spread;
    wanted = std::min(needed, all);
  }
}

}  // namespace glasscope::multislice
