#include "pipeline/run/RunDirectory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

// The lock dies with the process, so a killed run leaves nothing to clean up.
int lockFolder(const fs::path& folder) {
  const fs::path file = folder / ".lock";
  const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (descriptor >= 0) ::close(descriptor);
    throw Error(ErrorKind::environment,
                fmt::format("The run folder '{}' is in use", folder.string()),
                "another glasscope is writing into it",
                "wait for it to end, or choose another folder with --output");
  }
  return descriptor;
}

// Rank 0 creates and locks; the others wait for the folder.
int takeHold(const fs::path& folder) {
  int lock = -1;
  if (Mpi::isRoot()) {
    ensureWritableFolder(folder);
    lock = lockFolder(folder);
  }
  Mpi::barrier();
  return lock;
}

}  // namespace

RunDirectory::RunDirectory(fs::path folder)
    : folder_(std::move(folder)), lock_(takeHold(folder_)), ledger_(folder_) {
  Mpi::barrier();
}

RunDirectory::~RunDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

void RunDirectory::finish(StageRecord record, const Case& c) {
  if (!Mpi::isRoot()) return;
  ledger_.put(std::move(record));
  ledger_.write(c);
}

}  // namespace glasscope::pipeline
