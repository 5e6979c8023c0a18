#include "pipeline/run/RunDirectory.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Mpi.h"
#include "core/system/OwnFile.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

// A run leaves its lock file as soon as it has begun, and its provenance when a stage is done.
bool wasRun(const fs::path& folder) {
  const fs::path lock = folder / ".lock";
  return fs::exists(folder / "provenance.json") ||
         (fs::is_regular_file(lock) && fs::file_size(lock) == 0);
}

// Where no run has been, what lies at the places of a run's files is somebody's, and is not
// replaced.
void requireNobodysFiles(const fs::path& folder) {
  if (!fs::is_directory(folder) || wasRun(folder)) return;
  std::vector<std::string> places{"case.toml"};
  for (const ProductKind& kind : productKinds()) {
    const std::size_t name = kind.path.find('<');
    places.push_back(kind.path.substr(0, name == std::string::npos ? name : kind.path.find('/')));
  }
  requireFreePlaces(folder, places, "run of glasscope");
}

// The lock dies with the process, so a killed run leaves nothing to clean up.
int lockFolder(const fs::path& folder) {
  const fs::path file = folder / ".lock";
  const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    throw Error(ErrorKind::environment,
                fmt::format("The run folder '{}' cannot be locked", folder.string()),
                fmt::format("'{}': {}", file.string(), std::strerror(errno)),
                "remove what stands there, or choose another folder with --output");
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
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
    requireNobodysFiles(folder);
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
