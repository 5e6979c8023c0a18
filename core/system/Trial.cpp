#include "core/system/Trial.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/system/Interrupt.h"

namespace glasscope {
namespace {

// Signals end the copy as they end a program that prepared for none, without a core file and
// without a word: the words are those of the process that waits.
void prepareCopy(double limit_s) {
  for (const int number : {SIGINT, SIGTERM, SIGXCPU, SIGALRM}) std::signal(number, SIG_DFL);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit noCore{0, 0};
  ::setrlimit(RLIMIT_CORE, &noCore);
  rlimit time{};
  ::getrlimit(RLIMIT_CPU, &time);
  time.rlim_cur = std::min(time.rlim_max, static_cast<rlim_t>(std::ceil(std::max(limit_s, 1.0))));
  ::setrlimit(RLIMIT_CPU, &time);
  // Work that waits for ever uses no time of the processor.
  constexpr double kWaiting = 20;
  ::alarm(static_cast<unsigned>(kWaiting * std::max(limit_s, 1.0)));
  const int nowhere = ::open("/dev/null", O_WRONLY);
  if (nowhere < 0) return;
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
}

std::string words(int status, double limit_s) {
  if (WIFEXITED(status))
    return WEXITSTATUS(status) == 0 ? "" : fmt::format("exit status {}", WEXITSTATUS(status));
  if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGALRM)
    return fmt::format("no end within {:.0f} s", limit_s);
  return ::strsignal(WTERMSIG(status));
}

}  // namespace

std::string faultOfTrial(const std::function<void()>& work, double limit_s) {
  const pid_t copy = ::fork();
  if (copy < 0) return "";
  if (copy == 0) {
    prepareCopy(limit_s);
    try {
      work();
    } catch (...) {  // whatever it is will be thrown again where it can be told
    }
    ::_exit(0);  // buffers of the program and of its libraries belong to the other process
  }
  int status = 0;
  pid_t ended = 0;
  do ended = ::waitpid(copy, &status, 0);
  while (ended < 0 && errno == EINTR);
  if (ended < 0) return "";
  if (WIFSIGNALED(status)) throwIfInterrupted();
  return words(status, limit_s);
}

}  // namespace glasscope
