#pragma once

#include <filesystem>
#include <string>

namespace glasscope {

/// Throws Error(usage) when there is something at `path` that is no EMD file with a metadata entry
/// of this name: no earlier result of the command that writes such, so it is not replaced (other
/// people's files, signals of a run, device nodes).
void requireOwnEmd(const std::filesystem::path& path, const std::string& entry);

}  // namespace glasscope
