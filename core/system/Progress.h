#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "core/system/TimeLeft.h"

namespace glasscope {

/// Progress and time left of one piece of long work, on standard error: one line that is redrawn on
/// a terminal, a line every ten seconds elsewhere, nothing on ranks other than 0 or when quiet.
/// Also the place where long work notices an interrupt: `advance` throws Error(interrupted) after
/// SIGINT or SIGTERM, so a caller that keeps its finished work on disk loses nothing.
/// Thread-safe.
class Progress {
 public:
  Progress(std::string label, std::int64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void advance(std::int64_t count = 1);
  /// Marks work that an earlier, interrupted run had done already: it counts as done but not
  /// towards the pace from which the time left is estimated.
  void skip(std::int64_t count);
  std::int64_t done() const { return done_; }
  void note(const std::string& text);  ///< shown behind the numbers ("quench, 1240 K")

  static void setQuiet(bool quiet);

 private:
  void draw(bool force);

  std::string label_, note_;
  std::int64_t total_, done_ = 0;
  std::chrono::steady_clock::time_point start_, lastDrawn_;
  TimeLeft left_;
  mutable std::mutex mutex_;
};

}  // namespace glasscope
