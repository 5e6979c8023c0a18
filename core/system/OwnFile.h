#pragma once

#include <filesystem>
#include <string_view>

namespace glasscope {

/// Throws Error(usage) when there is a file at `path` that does not begin with these bytes: it is
/// none that this program wrote there before, and is not replaced. An empty file is nobody's.
void requireOwnFile(const std::filesystem::path& path, std::string_view beginning);

/// writeFileAtomically() over nothing, or over a file that begins with the first line of `content`.
void replaceOwnTable(const std::filesystem::path& path, std::string_view content);

}  // namespace glasscope
