#include "core/system/Files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Text.h"
#include "core/system/Unpack.h"

namespace glasscope {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void cannotWrite(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::environment, fmt::format("Cannot write '{}'", path.string()), why,
              "free disk space or choose another folder with --output");
}

[[noreturn]] void cannotRead(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read '{}'", path.string()), why,
              "check the path, or fetch the file again");
}

void syncToDisk(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  if (descriptor < 0) cannotWrite(path, std::strerror(errno));
  const int result = ::fsync(descriptor);
  const int code = errno;
  ::close(descriptor);
  // Some file systems (and /dev/full-like devices) cannot sync: that is no loss of data by itself.
  if (result != 0 && code != EINVAL && code != ENOTSUP) cannotWrite(path, std::strerror(code));
}

}  // namespace

fs::path partialPath(const fs::path& finalPath) {
  fs::path partial = finalPath;
  partial += ".partial";
  return partial;
}

void requireReplaceable(const fs::path& finalPath) {
  std::error_code code;
  // What is written aside would go through a link, to wherever somebody let it lead.
  const fs::file_status aside = fs::symlink_status(partialPath(finalPath), code);
  if (fs::exists(aside) && !fs::is_regular_file(aside)) {
    throw Error(ErrorKind::usage, fmt::format("Cannot write '{}'", finalPath.string()),
                fmt::format("'{}', where it is written first, is no regular file",
                            partialPath(finalPath).string()),
                "remove that, or choose another name");
  }
  const fs::file_status status = fs::status(finalPath, code);
  if (!fs::exists(status) || fs::is_regular_file(status)) return;
  throw Error(ErrorKind::usage, fmt::format("Cannot write '{}'", finalPath.string()),
              fs::is_directory(status) ? "a folder of that name is there"
                                       : "a device or a pipe of that name is there",
              "choose another name");
}

void commitFile(const fs::path& finalPath) {
  requireReplaceable(finalPath);
  const fs::path partial = partialPath(finalPath);
  syncToDisk(partial);
  std::error_code code;
  fs::rename(partial, finalPath, code);
  if (code) cannotWrite(finalPath, code.message());
}

void writeFileAtomically(const fs::path& finalPath, std::string_view content) {
  writeStreamAtomically(finalPath, [&](std::ostream& out) {
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
  });
}

void writeStreamAtomically(const fs::path& finalPath,
                           const std::function<void(std::ostream&)>& writer) {
  const fs::path partial = partialPath(finalPath);
  requireReplaceable(finalPath);
  try {
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    if (!out) cannotWrite(finalPath, std::strerror(errno));
    writer(out);
    errno = 0;
    out.close();
    if (!out) cannotWrite(finalPath, errno ? std::strerror(errno) : "the disk is full");
    commitFile(finalPath);
  } catch (...) {
    std::error_code ignored;
    fs::remove(partial, ignored);
    throw;
  }
}

void requireRegularFile(const fs::path& path) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (fs::is_regular_file(status)) return;
  // A symbolic link that leads in a circle is neither there nor absent.
  if (code && code != std::errc::no_such_file_or_directory) cannotRead(path, code.message());
  if (!fs::exists(status)) cannotRead(path, "it does not exist");
  cannotRead(path, fs::is_directory(status)
                       ? "it is a folder"
                       : "it is a device or a pipe and no regular file: save its content first");
}

void requireNoHole(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return;  // opening a pipe waits for who writes into it
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;  // whoever reads it says why
  const off_t size = ::lseek(file, 0, SEEK_END), hole = ::lseek(file, 0, SEEK_HOLE);
  std::array<char, 4096> block{};
  const bool inside = hole >= 0 && hole < size;
  // Some file systems answer at random: what is no zero lies in no hole.
  const auto got = inside ? ::pread(file, block.data(), block.size(), hole) : 0;
  ::close(file);
  if (got > 0 && std::all_of(block.begin(), block.begin() + got, [](char c) { return c == 0; }))
    cannotRead(path, fmt::format("from its byte {} on nothing was written, as an interrupted copy "
                                 "leaves it",
                                 hole));
}

std::string readFile(const fs::path& path) {
  constexpr std::uintmax_t kMost_bytes = std::uintmax_t{2} << 30;
  requireRegularFile(path);
  if (fs::file_size(path) > kMost_bytes)
    cannotRead(path, fmt::format("it has {}, far more than a file of its kind",
                                 formatBytes(static_cast<double>(fs::file_size(path)))));
  std::ifstream in(path, std::ios::binary);
  if (!in) cannotRead(path, "it is no readable file");
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

std::unique_ptr<std::istream> openText(const fs::path& path) {
  requireRegularFile(path);
  requireNoHole(path);
  return unpack(path);
}

bool readLine(std::istream& in, std::string& line, const fs::path& path) {
  constexpr std::size_t kLongest = 1 << 20;
  line.clear();
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    if (c == '\n') return true;
    line += static_cast<char>(c);
    if (line.size() > kLongest)
      cannotRead(path, fmt::format("it has a line of more than {} characters", kLongest));
  }
  return !line.empty();
}

void ensureWritableFolder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code) cannotWrite(folder, code.message());
  if (::access(folder.c_str(), W_OK | X_OK) != 0) cannotWrite(folder, std::strerror(errno));
  // Root may write anywhere by permission, and a full disk shows only when something is written.
  const fs::path probe = folder / ".glasscope-write-test";
  std::ofstream out(probe);
  out << std::string(4096, 'x');
  out.close();
  const bool written = static_cast<bool>(out);
  fs::remove(probe, code);
  if (!written) cannotWrite(folder, "a test file of 4 KiB could not be written (disk full?)");
}

}  // namespace glasscope
