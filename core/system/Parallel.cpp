#include "core/system/Parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>

#include "core/system/Error.h"

#ifdef GLASSCOPE_STD_THREADS
#include <thread>
#include <vector>
#else
#include <omp.h>
#endif

namespace glasscope {

namespace {

int availableProcessors() {
#ifdef GLASSCOPE_STD_THREADS
  return static_cast<int>(std::thread::hardware_concurrency());
#else
  return omp_get_num_procs();  // knows the processors that a launcher has bound this rank to
#endif
}

// Not omp_get_max_threads: LAMMPS, in the same process, sets that to one when it starts.
int defaultThreadCount() {
  const char* wanted = std::getenv("OMP_NUM_THREADS");
  const int count = wanted ? std::atoi(wanted) : availableProcessors();
  return std::max(1, count);
}

std::atomic<int>& threads() {
  static std::atomic<int> count{defaultThreadCount()};
  return count;
}

// Takes indices one by one until none is left or one has thrown.
class WorkQueue {
 public:
  WorkQueue(std::int64_t count, const std::function<void(std::int64_t, int)>& body)
      : count_(count), body_(body) {}

  void work(int worker) {
    while (!failed_) {
      const std::int64_t index = next_++;
      if (index >= count_) return;
      try {
        body_(index, worker);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failed_.exchange(true)) error_ = std::current_exception();
      }
    }
  }

  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  const std::int64_t count_;
  const std::function<void(std::int64_t, int)>& body_;
  std::atomic<std::int64_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
};

}  // namespace

int threadCount() {
  return threads();
}

void setThreadCount(int count) {
  GLASSCOPE_ENSURE(count > 0, "a number of threads is positive");
  threads() = count;
}

void parallelFor(std::int64_t count, const std::function<void(std::int64_t, int)>& body) {
  if (count <= 0) return;
  WorkQueue queue(count, body);
  const int workers = static_cast<int>(std::min<std::int64_t>(count, threadCount()));
  if (workers == 1) {
    queue.work(0);
  } else {
#ifdef GLASSCOPE_STD_THREADS
    std::vector<std::jthread> team;
    for (int worker = 1; worker < workers; ++worker)
      team.emplace_back([&queue, worker] { queue.work(worker); });
    queue.work(0);
    team.clear();  // joins
#else
#pragma omp parallel num_threads(workers)
    queue.work(omp_get_thread_num());
#endif
  }
  queue.rethrow();
}

}  // namespace glasscope
