#pragma once

#include <cstdint>
#include <functional>

namespace glasscope {

/// Number of threads that parallelFor uses (OMP_NUM_THREADS, else all cores).
int threadCount();
void setThreadCount(int count);

/// Runs body(index, worker) for every index in [0, count) on the threads of this rank, dynamically
/// scheduled; `worker` in [0, threadCount()) picks a scratch space. The first exception stops the
/// loop and is rethrown on the calling thread. Results must not depend on who computes what: write
/// to slots, and reduce in index order afterwards. The only place that knows OpenMP.
void parallelFor(std::int64_t count, const std::function<void(std::int64_t, int)>& body);

}  // namespace glasscope
