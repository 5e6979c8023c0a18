#include "core/system/Process.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace glasscope {

namespace {

// What the program writes until it closes its end.
std::string drain(int from) {
  constexpr std::size_t kKept = 1 << 16;
  std::string output;
  std::array<char, 4096> block{};
  for (;;) {
    const ssize_t got = read(from, block.data(), block.size());
    if (got <= 0) break;
    output.append(block.data(), static_cast<std::size_t>(got));
    if (output.size() > 2 * kKept) output.erase(0, output.size() - kKept);
  }
  if (output.size() > kKept) output.erase(0, output.size() - kKept);
  return output;
}

}  // namespace

ProcessResult runProcess(const std::string& program, const std::vector<std::string>& arguments) {
  constexpr int kNotStarted = 127, kSignal = 128;
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {kNotStarted, "no pipe could be made"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  pid_t child = 0;
  const int fault = posix_spawnp(&child, program.c_str(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  ProcessResult result;
  if (fault == 0) result.output = drain(ends[0]);
  close(ends[0]);
  if (fault != 0) return {kNotStarted, program + " cannot be started"};
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : kSignal + WTERMSIG(status);
  return result;
}

}  // namespace glasscope
