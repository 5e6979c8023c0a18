#include "core/system/Progress.h"

#include <algorithm>
#include <atomic>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "core/system/Interrupt.h"
#include "core/system/Mpi.h"
#include "core/system/Text.h"

namespace glasscope {

namespace {

std::atomic<bool> silenced{false};

bool onTerminal() {
  static const bool terminal = isatty(STDERR_FILENO) != 0;
  return terminal;
}

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Progress::Progress(std::string label, std::int64_t total)
    : label_(std::move(label)),
      total_(std::max<std::int64_t>(total, 1)),
      start_(std::chrono::steady_clock::now()),
      lastDrawn_(start_),
      left_(total_) {}

Progress::~Progress() {
  const std::lock_guard lock(mutex_);
  draw(true);
  if (onTerminal() && !silenced && Mpi::isRoot()) std::fputc('\n', stderr);
}

void Progress::advance(std::int64_t count) {
  {
    const std::lock_guard lock(mutex_);
    done_ += count;
    left_.record(secondsSince(start_), done_);
    draw(false);
  }
  throwIfInterrupted();
}

void Progress::skip(std::int64_t count) {
  const std::lock_guard lock(mutex_);
  done_ += count;
  left_.skip(count);
}

void Progress::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  note_ = text;
}

void Progress::setQuiet(bool quiet) {
  silenced = quiet;
}

void Progress::draw(bool force) {
  if (silenced || !Mpi::isRoot()) return;
  const double interval = onTerminal() ? 0.2 : 10.0;
  if (!force && secondsSince(lastDrawn_) < interval) return;
  lastDrawn_ = std::chrono::steady_clock::now();
  const double elapsed = secondsSince(start_);
  std::string line = fmt::format("{}: {:3.0f} %", label_,
                                 100.0 * static_cast<double>(done_) / static_cast<double>(total_));
  if (const auto left = left_.seconds(); done_ < total_ && left) {
    line += fmt::format(", {} left", formatDuration(*left));
  } else if (done_ >= total_) {
    line += fmt::format(", done in {}", formatDuration(elapsed));
  }
  if (!note_.empty()) line += " (" + note_ + ")";
  if (onTerminal()) {
    fmt::print(stderr, "\r\033[K{}", line);
  } else {
    fmt::print(stderr, "{}\n", line);
  }
  std::fflush(stderr);
}

}  // namespace glasscope
