#pragma once

#include <filesystem>

namespace glasscope {

/// Memory that this process may still take, bytes: what the kernel calls available, or what the
/// limit of the control group (a container, a batch job) leaves, whichever is less; infinity where
/// neither says so.
double availableMemory_bytes();

/// Memory that this process holds now, bytes; 0 where it cannot be told.
double residentMemory_bytes();

/// Free space, bytes, on the file system that holds `folder`, which need not exist yet; infinity
/// where it cannot be told.
double freeDisk_bytes(const std::filesystem::path& folder);

}  // namespace glasscope
