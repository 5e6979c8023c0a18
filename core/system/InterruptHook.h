#pragma once

namespace glasscope {

/// For the time of its life, a signal that asks the program to stop also calls `hook`, from the
/// handler: it may do only what a handler may (POSIX.1, "async-signal-safe"), such as telling a
/// library that knows a flag of its own. One at a time.
class InterruptHook {
 public:
  explicit InterruptHook(void (*hook)());
  ~InterruptHook();
  InterruptHook(const InterruptHook&) = delete;
  InterruptHook& operator=(const InterruptHook&) = delete;

  /// What the handler does.
  static void call();
};

}  // namespace glasscope
