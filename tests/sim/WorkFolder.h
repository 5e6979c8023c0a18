#pragma once

#include <filesystem>
#include <string>

#include <unistd.h>

#include "core/system/Mpi.h"

namespace glasscope::sim {

/// A folder for one test, the same on every rank, removed at the end; not created.
struct WorkFolder {
  explicit WorkFolder(const std::string& name) {
    Mpi::start(nullptr, nullptr);
    const std::string process = Mpi::broadcast(std::to_string(::getpid()));
    path = std::filesystem::temp_directory_path() / ("glasscope_" + name + "_" + process);
    if (Mpi::isRoot()) std::filesystem::remove_all(path);
    Mpi::barrier();
  }
  ~WorkFolder() {
    Mpi::barrier();
    if (Mpi::isRoot()) std::filesystem::remove_all(path);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  std::filesystem::path path;
};

}  // namespace glasscope::sim
