#include "core/system/PendingTables.h"

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/OwnFile.h"

namespace glasscope {

namespace {

/// Where a table waits: writeFileAtomically() makes it whole there first.
std::filesystem::path waitingPath(std::filesystem::path path) {
  path += ".pending";
  return path;
}

}  // namespace

PendingTables::~PendingTables() {
  std::error_code ignored;
  for (const auto& path : paths_) std::filesystem::remove(waitingPath(path), ignored);
}

void PendingTables::add(const std::filesystem::path& path, std::string_view content) {
  requireOwnFile(path, content.substr(0, content.find('\n')));
  writeFileAtomically(waitingPath(path), content);
  paths_.push_back(path);
}

void PendingTables::commit() {
  for (const auto& path : paths_) {
    requireReplaceable(path);
    std::error_code code;
    std::filesystem::rename(waitingPath(path), path, code);
    if (code)
      throw Error(ErrorKind::environment, fmt::format("Cannot write '{}'", path.string()),
                  code.message(), "choose another folder with --output");
  }
  paths_.clear();
}

}  // namespace glasscope
