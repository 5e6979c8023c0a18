#include "core/system/Machine.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

#include <unistd.h>

namespace glasscope {

namespace fs = std::filesystem;

namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();

// /proc/meminfo: "MemAvailable:   18234567 kB" (proc(5)).
double availableToKernel_bytes() {
  std::ifstream in("/proc/meminfo");
  std::string name, rest;
  double kilobytes = 0;
  while (in >> name >> kilobytes) {
    if (name == "MemAvailable:") return 1024 * kilobytes;
    std::getline(in, rest);
  }
  return kUnknown;
}

// "max" where there is no limit, no file where there is no control group (cgroups(7), version 2).
double numberIn(const char* path) {
  std::ifstream in(path);
  double value = 0;
  return in >> value ? value : kUnknown;
}

double availableToGroup_bytes() {
  const double limit = numberIn("/sys/fs/cgroup/memory.max");
  if (limit == kUnknown) return kUnknown;
  return std::max(0.0, limit - numberIn("/sys/fs/cgroup/memory.current"));
}

}  // namespace

double availableMemory_bytes() {
  return std::min(availableToKernel_bytes(), availableToGroup_bytes());
}

// /proc/self/statm: all pages, resident pages, ... (proc(5)).
double residentMemory_bytes() {
  std::ifstream in("/proc/self/statm");
  double all = 0, resident = 0;
  return in >> all >> resident ? resident * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

double freeDisk_bytes(const fs::path& folder) {
  std::error_code error;
  for (fs::path at = fs::absolute(folder); !at.empty(); at = at.parent_path()) {
    if (!fs::exists(at, error)) {
      if (at == at.root_path()) break;
      continue;
    }
    const fs::space_info space = fs::space(at, error);
    return error ? kUnknown : static_cast<double>(space.available);
  }
  return kUnknown;
}

}  // namespace glasscope
