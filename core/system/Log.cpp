#include "core/system/Log.h"

#include <atomic>
#include <mutex>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "core/system/Mpi.h"
#include "core/system/Printable.h"

namespace glasscope {

namespace {

std::mutex warningMutex;
std::vector<std::string> warnings;
std::atomic<int> muted = 0;

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = spdlog::stderr_color_mt("glasscope");
    made->set_pattern("%^%l%$: %v");
    return made;
  }();
  return *instance;
}

}  // namespace

void logInfo(const std::string& message) {
  if (muted == 0 && Mpi::isRoot()) logger().info(printable(message));
}

void logWarning(const std::string& message) {
  if (muted > 0) return;
  {
    const std::lock_guard lock(warningMutex);
    warnings.push_back(message);
  }
  if (Mpi::isRoot()) logger().warn(printable(message));
}

std::vector<std::string> takeWarnings() {
  const std::lock_guard lock(warningMutex);
  return std::exchange(warnings, {});
}

void setLogLevel(int level) {
  logger().set_level(level < 0    ? spdlog::level::off
                     : level == 0 ? spdlog::level::warn
                     : level == 1 ? spdlog::level::info
                                  : spdlog::level::debug);
}

MutedLog::MutedLog() {
  ++muted;
}

MutedLog::~MutedLog() {
  --muted;
}

}  // namespace glasscope
