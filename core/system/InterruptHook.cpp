#include "core/system/InterruptHook.h"

#include <atomic>

#include "core/system/Error.h"

namespace glasscope {

namespace {

std::atomic<void (*)()> present{nullptr};
static_assert(decltype(present)::is_always_lock_free);  // or no handler could read it

}  // namespace

InterruptHook::InterruptHook(void (*hook)()) {
  GLASSCOPE_ENSURE(present.exchange(hook) == nullptr, "one hook at a time");
}

InterruptHook::~InterruptHook() {
  present = nullptr;
}

void InterruptHook::call() {
  if (void (*hook)() = present.load()) hook();
}

}  // namespace glasscope
