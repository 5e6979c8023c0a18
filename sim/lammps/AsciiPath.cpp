#include "sim/lammps/AsciiPath.h"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include <fcntl.h>
#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

bool isPlain(const std::string& text) {
  constexpr std::string_view kMarks = "/._-+=,:@% ~";
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (letter > 127 || (std::isalnum(letter) == 0 && kMarks.find(c) == std::string_view::npos))
      return false;
  }
  return true;
}

// Kept open until the process ends: LAMMPS may open the name at any time. A run has a few folders.
int descriptorOf(const fs::path& path) {
  static std::map<std::string, int> open;
  const auto [found, isNew] = open.try_emplace(fs::absolute(path).string(), -1);
  if (isNew) found->second = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (found->second < 0) {
    const std::string why = std::strerror(errno);
    open.erase(found);
    throw Error(ErrorKind::environment, fmt::format("Cannot open '{}'", path.string()), why,
                "choose a folder that can be read");
  }
  return found->second;
}

std::string plainName(const fs::path& path) {
  if (isPlain(path.filename().string())) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    return fmt::format("/proc/self/fd/{}/{}", descriptorOf(folder), path.filename().string());
  }
  return fmt::format("/proc/self/fd/{}", descriptorOf(path));
}

}  // namespace

std::string withAsciiPath(const std::string& command) {
  const std::size_t begin = command.find('"'), end = command.rfind('"');
  if (begin == std::string::npos || end <= begin) return command;
  const std::string path = command.substr(begin + 1, end - begin - 1);
  if (isPlain(path)) return command;
  return command.substr(0, begin + 1) + plainName(path) + command.substr(end);
}

}  // namespace glasscope::sim
