#include "core/system/OwnFile.h"

#include <fstream>
#include <string>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope {

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

void replaceOwnTable(const std::filesystem::path& path, std::string_view content) {
  requireOwnFile(path, content.substr(0, content.find('\n')));
  writeFileAtomically(path, content);
}

}  // namespace glasscope
