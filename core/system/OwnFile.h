#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace glasscope {

/// Throws Error(usage) when there is a file at `path` that does not begin with these bytes: it is
/// none that this program wrote there before, and is not replaced. An empty file is nobody's.
void requireOwnFile(const std::filesystem::path& path, std::string_view beginning);

/// Throws Error(usage) for a folder with something in it that holds none of `marks`, names of what
/// the same command leaves there, half-way or at its end.
void requireOwnFolder(const std::filesystem::path& folder, const std::vector<std::string>& marks);

/// Throws Error(usage) when one of `places` in the folder, which will be written over, is a file or
/// a folder with something in it. `kind` says what has not been there: "run of glasscope".
void requireFreePlaces(const std::filesystem::path& folder, const std::vector<std::string>& places,
                       std::string_view kind);

/// writeFileAtomically() over nothing, or over a file that begins with the first line of `content`.
void replaceOwnTable(const std::filesystem::path& path, std::string_view content);

}  // namespace glasscope
