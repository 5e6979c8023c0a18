#include "core/system/OwnFile.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope {

namespace fs = std::filesystem;

void requireOwnFile(const std::filesystem::path& path, std::string_view beginning) {
  requireReplaceable(path);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return;
  std::ifstream file(path, std::ios::binary);
  std::string found(beginning.size(), '\0');
  file.read(found.data(), static_cast<std::streamsize>(found.size()));
  found.resize(static_cast<std::size_t>(file.gcount()));
  if (found.empty() || found == beginning) return;
  throw Error(ErrorKind::usage, fmt::format("'{}' would be replaced", path.string()),
              "it is there already, and is no earlier result of this command",
              "choose another name or folder, or remove it");
}

void requireOwnFolder(const fs::path& folder, const std::vector<std::string>& marks) {
  if (!fs::exists(folder) || fs::is_empty(folder)) return;
  const auto there = [&](const std::string& mark) { return fs::exists(folder / mark); };
  if (std::ranges::any_of(marks, there)) return;
  throw Error(ErrorKind::usage, fmt::format("Files in '{}' would be replaced", folder.string()),
              "it holds no earlier result of this command", "move what is in it");
}

void requireFreePlaces(const fs::path& folder, const std::vector<std::string>& places,
                       std::string_view kind) {
  for (const std::string& place : places) {
    const fs::file_status found = fs::symlink_status(folder / place);
    if (!fs::exists(found)) continue;
    if (fs::is_directory(found) && fs::is_empty(folder / place)) continue;
    throw Error(ErrorKind::usage, fmt::format("Files in '{}' would be replaced", folder.string()),
                fmt::format("'{}' is there, and no {} has been in that folder", place, kind),
                "choose another folder with --output, or move that file");
  }
}

void replaceOwnTable(const std::filesystem::path& path, std::string_view content) {
  requireOwnFile(path, content.substr(0, content.find('\n')));
  writeFileAtomically(path, content);
}

}  // namespace glasscope
