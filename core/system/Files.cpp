#include "core/system/Files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include "core/system/Error.h"

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

// Unpacks gzip (and passes plain text through): zlib knows which by the first bytes.
class GzipBuffer : public std::streambuf {
 public:
  explicit GzipBuffer(const fs::path& path) : path_(path), file_(gzopen(path.c_str(), "rb")) {
    if (!file_) cannotRead(path, std::strerror(errno));
    gzbuffer(file_, 1 << 18);
  }
  ~GzipBuffer() override { gzclose(file_); }
  GzipBuffer(const GzipBuffer&) = delete;
  GzipBuffer& operator=(const GzipBuffer&) = delete;

 protected:
  int_type underflow() override {
    const int got = gzread(file_, block_.data(), static_cast<unsigned>(block_.size()));
    int code = Z_OK;
    const char* message = gzerror(file_, &code);
    if (got < 0 || (code != Z_OK && code != Z_STREAM_END)) {
      cannotRead(path_, code == Z_BUF_ERROR
                            ? "the gzip stream ends too early (truncated file)"
                            : fmt::format("the gzip stream is damaged ({})", message));
    }
    if (got == 0) return traits_type::eof();
    setg(block_.data(), block_.data(), block_.data() + got);
    return traits_type::to_int_type(block_[0]);
  }

 private:
  fs::path path_;
  gzFile file_;
  std::array<char, 1 << 18> block_{};
};

class GzipStream : public std::istream {
 public:
  explicit GzipStream(const fs::path& path) : std::istream(nullptr), buffer_(path) {
    rdbuf(&buffer_);
    exceptions(std::ios::badbit);  // lets the Error of the buffer through instead of a silent end
  }

 private:
  GzipBuffer buffer_;
};

}  // namespace

fs::path partialPath(const fs::path& finalPath) {
  fs::path partial = finalPath;
  partial += ".partial";
  return partial;
}

void commitFile(const fs::path& finalPath) {
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

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) {
    cannotRead(path, fs::exists(path) ? "it is no readable file" : "it does not exist");
  }
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

std::unique_ptr<std::istream> openText(const fs::path& path) {
  if (!fs::exists(path)) cannotRead(path, "it does not exist");
  if (fs::is_directory(path)) cannotRead(path, "it is a folder");
  return std::make_unique<GzipStream>(path);
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
