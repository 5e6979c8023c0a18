#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace glasscope {

/// What became of a process that was watched.
struct WatchedProcess {
  int status = -1;         ///< its exit status; 128 + signal when a signal ended it
  int changes = 0;         ///< of files in the watched folder that it was about to make, in order
  bool signalled = false;  ///< the signal was sent: there were that many changes
};

/// Runs `body` in a process of its own (which it has to end itself, by exec or _exit) and sends a
/// signal to it just before its n-th change of a file in `folder`: a write, a rename or a removal
/// by it or by any process that it starts, of which the one that makes the change gets the signal.
/// Counted events, and no time: where it strikes does not depend on the speed of the machine.
/// `change` <= 0 sends nothing and counts. Ends when every process has ended; no other child of the
/// caller may be running.
WatchedProcess signalAtChange(int change, int signal, const std::filesystem::path& folder,
                              const std::function<void()>& body);

/// The same for a command, whose output goes to `log` (outside of `folder`).
WatchedProcess signalAtChange(int change, int signal, const std::filesystem::path& folder,
                              const std::vector<std::string>& command,
                              const std::filesystem::path& log);

/// Whether this machine lets a process watch another one (a container may forbid it).
bool canWatchProcesses();

}  // namespace glasscope
