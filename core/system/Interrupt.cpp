#include "core/system/Interrupt.h"

#include <csignal>
#include <cstdlib>

#include "core/system/Error.h"
#include "core/system/InterruptHook.h"

namespace glasscope {

namespace {

volatile std::sig_atomic_t requested = 0;

extern "C" void onSignal(int signal) {
  if (requested) std::_Exit(128 + signal);
  requested = 1;
  InterruptHook::call();
}

}  // namespace

void installInterruptHandlers() {
  struct sigaction action = {};
  action.sa_handler = onSignal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A file-size limit then shows as a failed write, with a message, instead of sudden death.
  std::signal(SIGXFSZ, SIG_IGN);
}

bool interruptRequested() {
  return requested != 0;
}
void requestInterrupt() {
  requested = 1;
}
void clearInterrupt() {
  requested = 0;
}

void throwIfInterrupted() {
  if (!interruptRequested()) return;
  throw Error(ErrorKind::interrupted, "Stopped on request",
              "a signal asked the program to end; finished work is on disk",
              "run the same command again to continue");
}

}  // namespace glasscope
