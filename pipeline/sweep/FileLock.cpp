#include "pipeline/sweep/FileLock.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"

namespace glasscope::pipeline {

namespace {

constexpr auto kPause = std::chrono::milliseconds(50);

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw Error(ErrorKind::environment, fmt::format("'{}' cannot be locked", file.string()),
              std::strerror(errno),
              "remove what stands there, or choose another folder; some network file systems have "
              "no locks");
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file)
    : file_(file), descriptor_(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0) fail(file);
}

FileLock::FileLock(FileLock&& other) noexcept
    : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool FileLock::take(int kind) const {
  if (::flock(descriptor_, kind | LOCK_NB) == 0) return true;
  if (errno != EWOULDBLOCK && errno != EINTR) fail(file_);
  return false;
}

FileLock FileLock::wait(const std::filesystem::path& file) {
  FileLock lock(file);
  while (!lock.take(LOCK_EX)) {
    throwIfInterrupted();
    std::this_thread::sleep_for(kPause);
  }
  return lock;
}

FileLock FileLock::share(const std::filesystem::path& file, const std::string& text,
                         const std::string& what) {
  FileLock lock(file);
  // Who is alone says what it is for, and lets others join. Another one may be doing just that.
  constexpr int kTries = 40;
  for (int i = 0; i < kTries; ++i) {
    throwIfInterrupted();
    if (lock.take(LOCK_EX)) {
      const bool written = ::ftruncate(lock.descriptor_, 0) == 0 &&
                           ::pwrite(lock.descriptor_, text.data(), text.size(), 0) ==
                               static_cast<ssize_t>(text.size());
      if (!written) fail(file);
      // Between the two another one may take hold and write its own text: it is looked at below.
      if (!lock.take(LOCK_SH)) continue;
      if (readFile(file) == text) return lock;
    } else if (lock.take(LOCK_SH)) {
      if (readFile(file) == text) return lock;
      throw Error(ErrorKind::environment, what + " is in use",
                  "another glasscope is writing something else into it",
                  "wait for it to end, or choose another folder with --output");
    }
    std::this_thread::sleep_for(kPause);
  }
  throw Error(ErrorKind::environment, what + " is in use", "another glasscope has just begun there",
              "run again");
}

}  // namespace glasscope::pipeline
