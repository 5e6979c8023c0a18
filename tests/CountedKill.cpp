#include "tests/CountedKill.h"

#include <array>
#include <climits>
#include <csignal>
#include <cstddef>
#include <set>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace glasscope {
namespace {

namespace fs = std::filesystem;

// The system calls that change a file, as a filter that stops the process for whoever traces it and
// lets every other call through at full speed.
bool stopAtChangesOfFiles() {
  constexpr std::array kCalls{
#ifdef SYS_rename
      SYS_rename, SYS_unlink,
#endif
      SYS_write,  SYS_pwrite64, SYS_writev, SYS_renameat2, SYS_unlinkat};
  std::vector<sock_filter> filter;
  filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  for (std::size_t i = 0; i < kCalls.size(); ++i) {
    const auto toTheLast = static_cast<unsigned char>(kCalls.size() - i);
    filter.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(kCalls[i]), toTheLast, 0));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// A text in the memory of another process.
std::string textAt(pid_t process, unsigned long long address) {
  std::string text;
  while (text.size() < PATH_MAX) {
    // A page at a time: what follows the text may not be there.
    std::array<char, 256> part{};
    const std::size_t wanted = part.size() - address % part.size();
    const iovec here{part.data(), wanted}, there{reinterpret_cast<void*>(address), wanted};
    const ssize_t count = process_vm_readv(process, &here, 1, &there, 1, 0);
    if (count <= 0) return text;
    for (ssize_t i = 0; i < count; ++i) {
      if (part[static_cast<std::size_t>(i)] == 0) return text;
      text += part[static_cast<std::size_t>(i)];
    }
    address += static_cast<unsigned long long>(count);
  }
  return text;
}

// The file that a stopped process is about to change.
fs::path fileOf(pid_t process) {
  __ptrace_syscall_info call{};
  if (ptrace(PTRACE_GET_SYSCALL_INFO, process, sizeof(call), &call) <= 0) return {};
  const auto& given = call.seccomp.args;
  const std::string own = "/proc/" + std::to_string(process);
  std::error_code ignored;
  fs::path path;
  switch (static_cast<long>(call.seccomp.nr)) {
#ifdef SYS_rename  // newer architectures have the calls with a folder alone
    case SYS_rename:
    case SYS_unlink:
      path = textAt(process, given[0]);
      break;
#endif
    case SYS_renameat2:
    case SYS_unlinkat:
      path = textAt(process, given[1]);
      break;
    default:
      return fs::read_symlink(own + "/fd/" + std::to_string(given[0]), ignored);
  }
  if (path.is_relative()) path = fs::read_symlink(own + "/cwd", ignored) / path;
  return fs::weakly_canonical(path.parent_path(), ignored) / path.filename();
}

bool liesIn(const fs::path& folder, const fs::path& file) {
  return file.string().rfind((folder / "").string(), 0) == 0;
}

class Watch {
 public:
  Watch(int change, int signal, const fs::path& folder)
      : change_(change), signal_(signal), folder_(fs::weakly_canonical(folder)) {}

  // Follows a process that waits to be let go, and all that it starts, to their ends.
  WatchedProcess follow(pid_t first) {
    int state = 0;
    waitpid(first, &state, 0);
    constexpr long kOptions = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                              PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    ptrace(PTRACE_SETOPTIONS, first, nullptr, kOptions);
    ptrace(PTRACE_CONT, first, nullptr, nullptr);
    followed_ = {first};
    for (pid_t process = 0; !followed_.empty() && (process = waitpid(-1, &state, __WALL)) > 0;) {
      if (!WIFSTOPPED(state)) {
        if (process == first) note(state);
        if (followed_.erase(process) == 0) ended_.insert(process);
        continue;
      }
      ptrace(PTRACE_CONT, process, nullptr, static_cast<long>(signalToDeliver(process, state)));
    }
    return found_;
  }

 private:
  void note(int state) {
    found_.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  }

  // What a stopped process is to find when it goes on: 0 where the stop was of our making.
  int signalToDeliver(pid_t process, int state) {
    const int event = state >> 16, signal = WSTOPSIG(state);
    if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE) {
      unsigned long started = 0;
      ptrace(PTRACE_GETEVENTMSG, process, nullptr, &started);
      // Its end may have been seen before the news that it was started.
      if (ended_.erase(static_cast<pid_t>(started)) == 0)
        followed_.insert(static_cast<pid_t>(started));
    }
    if (event == PTRACE_EVENT_SECCOMP) {
      if (liesIn(folder_, fileOf(process))) countChange(process);
      return 0;
    }
    if (event != 0) return 0;
    // A new process or thread begins with a stop of its own.
    if (signal == SIGSTOP && begun_.insert(process).second) return 0;
    return signal;
  }

  void countChange(pid_t process) {
    ++found_.changes;
    if (found_.changes != change_) return;
    kill(process, signal_);
    found_.signalled = true;
  }

  int change_, signal_;
  fs::path folder_;
  WatchedProcess found_;
  std::set<pid_t> begun_;
  // This program may have other children (Open MPI's daemon), whose end nobody waits for.
  std::set<pid_t> followed_, ended_;
};

}  // namespace

WatchedProcess signalAtChange(int change, int signal, const fs::path& folder,
                              const std::function<void()>& body) {
  const pid_t process = fork();
  if (process == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(126);
    raise(SIGSTOP);
    if (!stopAtChangesOfFiles()) _exit(126);
    body();
    _exit(127);
  }
  return Watch(change, signal, folder).follow(process);
}

WatchedProcess signalAtChange(int change, int signal, const fs::path& folder,
                              const std::vector<std::string>& command, const fs::path& log) {
  return signalAtChange(change, signal, folder, [&] {
    const int target = open(log.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    dup2(target, STDOUT_FILENO);
    dup2(target, STDERR_FILENO);
    std::vector<std::string> words = command;
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    execvp(argv[0], argv.data());
  });
}

bool canWatchProcesses() {
  return signalAtChange(0, SIGKILL, fs::temp_directory_path(), [] { _exit(0); }).status == 0;
}

}  // namespace glasscope
