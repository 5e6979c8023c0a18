#include "pipeline/run/FileStamp.h"

#include <sys/stat.h>

namespace glasscope::pipeline {

std::optional<FileStamp> FileStamp::of(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return std::nullopt;
  constexpr std::int64_t kSecond_ns = 1'000'000'000;
  return FileStamp{found.st_dev, found.st_ino,
                   found.st_mtim.tv_sec * kSecond_ns + found.st_mtim.tv_nsec};
}

}  // namespace glasscope::pipeline
