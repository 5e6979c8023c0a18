#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/Paths.h"

namespace glasscope {

struct Outcome {
  int status = -1;  ///< exit status; 128 + signal when killed
  std::string output, errors;
};

/// The program as a child process, with what it prints in files.
class Child {
 public:
  /// `limit_bytes` > 0 lets no file grow larger: a full disk, as the program sees it.
  Child(std::vector<std::string> arguments, const std::filesystem::path& scratch,
        long limit_bytes = 0)
      : scratch_(scratch) {
    arguments.insert(arguments.begin(), programPath());
    pid_ = fork();
    if (pid_ != 0) return;
    redirect(scratch / "stdout", STDOUT_FILENO);
    redirect(scratch / "stderr", STDERR_FILENO);
    if (limit_bytes > 0) {
      const rlimit limit{static_cast<rlim_t>(limit_bytes), static_cast<rlim_t>(limit_bytes)};
      setrlimit(RLIMIT_FSIZE, &limit);
    }
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(programPath().c_str(), argv.data());
    _exit(127);
  }

  void signal(int number) const { kill(pid_, number); }

  bool running() {
    int state = 0;
    if (!ended_ && waitpid(pid_, &state, WNOHANG) == pid_) note(state);
    return !ended_;
  }

  Outcome wait() {
    int state = 0;
    if (!ended_ && waitpid(pid_, &state, 0) == pid_) note(state);
    return {status_, textOf("stdout"), textOf("stderr")};
  }

 private:
  static void redirect(const std::filesystem::path& file, int descriptor) {
    const int target = open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    dup2(target, descriptor);
    close(target);
  }
  void note(int state) {
    ended_ = true;
    status_ = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  }
  std::string textOf(const char* name) const {
    std::ifstream in(scratch_ / name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  std::filesystem::path scratch_;
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = -1;
};

inline Outcome runProgram(const std::vector<std::string>& arguments,
                          const std::filesystem::path& scratch, long limit_bytes = 0) {
  return Child(arguments, scratch, limit_bytes).wait();
}

}  // namespace glasscope
