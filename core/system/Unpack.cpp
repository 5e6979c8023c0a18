#include "core/system/Unpack.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

#include <archive.h>
#include <fmt/format.h>
#include <zlib.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::input, fmt::format("Cannot read '{}'", path.string()), why,
              "check the path, or fetch the file again");
}

/// A streambuf over blocks of unpacked bytes, with an eye on how many there are.
class UnpackBuffer : public std::streambuf {
 public:
  explicit UnpackBuffer(const fs::path& path)
      : path_(path), packed_bytes_(static_cast<double>(fs::file_size(path))) {}

 protected:
  /// Fills at most `size` bytes; 0 at the end. Throws Error(input).
  virtual std::size_t fill(char* bytes, std::size_t size) = 0;
  const fs::path& path() const { return path_; }

  int_type underflow() override {
    std::size_t begin = 0, got = fill(block_.data(), block_.size());
    // Editors of another system begin a text with a mark of its encoding.
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (unpacked_bytes_ == 0 && std::string_view(block_.data(), got).starts_with(kByteOrderMark)) {
      begin = kByteOrderMark.size();
      if (got == begin) {
        begin = 0;
        got = fill(block_.data(), block_.size());
      }
    }
    if (got == 0) return traits_type::eof();
    unpacked_bytes_ += static_cast<double>(got);
    // Text of numbers packs to a third or, repeated, to a twentieth; a gzip bomb to a thousandth.
    constexpr double kSuspicious_bytes = 1 << 28, kGrowth = 200;
    if (unpacked_bytes_ > kSuspicious_bytes && unpacked_bytes_ > kGrowth * packed_bytes_)
      refuse(path_, fmt::format("it unpacks to more than {} times its size, which no file of "
                                "numbers does",
                                kGrowth));
    setg(block_.data(), block_.data() + begin, block_.data() + got);
    return traits_type::to_int_type(block_[begin]);
  }

 private:
  fs::path path_;
  double packed_bytes_, unpacked_bytes_ = 0;
  std::vector<char> block_ = std::vector<char>(1 << 18);
};

/// What is packed may be padded with zeros, as tapes are; anything else behind it would be lost.
[[noreturn]] void refuseRest(const fs::path& path) {
  refuse(path,
         "something that is not packed stands behind the packed stream: was another file "
         "added to it?");
}

class PlainBuffer : public UnpackBuffer {
 public:
  explicit PlainBuffer(const fs::path& path) : UnpackBuffer(path), file_(path, std::ios::binary) {
    if (!file_) refuse(path, std::strerror(errno));
  }

  std::size_t fill(char* bytes, std::size_t size) override {
    errno = 0;
    file_.read(bytes, static_cast<std::streamsize>(size));
    if (file_.bad()) refuse(path(), std::strerror(errno));
    return static_cast<std::size_t>(file_.gcount());
  }

 private:
  std::ifstream file_;
};

// gzip, one packed stream behind the other; zlib checks the sum of each. (Its gzread passes over
// what follows the last.)
class GzipBuffer : public UnpackBuffer {
 public:
  explicit GzipBuffer(const fs::path& path) : UnpackBuffer(path), file_(path) {
    constexpr int kGzip = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzip) != Z_OK) refuse(path, "zlib did not start");
  }
  ~GzipBuffer() override { inflateEnd(&stream_); }
  GzipBuffer(const GzipBuffer&) = delete;
  GzipBuffer& operator=(const GzipBuffer&) = delete;

 protected:
  std::size_t fill(char* bytes, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(bytes);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out > 0 && more()) {
      const int code = inflate(&stream_, Z_NO_FLUSH);
      ended_ = code == Z_STREAM_END;
      if (code != Z_OK && !ended_)
        refuse(path(), fmt::format("the gzip stream is damaged ({})",
                                   stream_.msg != nullptr ? stream_.msg : "no reason is known"));
    }
    return size - stream_.avail_out;
  }

 private:
  /// Whether packed bytes are there, of a next stream where one has ended.
  bool more() {
    for (;;) {
      if (stream_.avail_in == 0) {
        stream_.next_in = packed_.data();
        stream_.avail_in =
            static_cast<uInt>(file_.fill(reinterpret_cast<char*>(packed_.data()), packed_.size()));
      }
      if (stream_.avail_in == 0) {
        if (!ended_) refuse(path(), "the gzip stream ends too early (truncated file)");
        return false;
      }
      if (!ended_) return true;
      constexpr Bytef kMagic = 0x1f;
      if (*stream_.next_in == kMagic && !padded_) {
        inflateReset(&stream_);
        ended_ = false;
        return true;
      }
      if (*stream_.next_in != 0) refuseRest(path());
      padded_ = true;
      ++stream_.next_in;
      --stream_.avail_in;
    }
  }

  PlainBuffer file_;
  z_stream stream_{};
  std::vector<Bytef> packed_ = std::vector<Bytef>(1 << 16);
  bool ended_ = false, padded_ = false;  // a stream; with zeros behind it
};

// bzip2, xz and zstd. (Not gzip: libarchive 3.6 does not check the sum at its end.)
class ArchiveBuffer : public UnpackBuffer {
 public:
  explicit ArchiveBuffer(const fs::path& path) : UnpackBuffer(path), archive_(archive_read_new()) {
    archive_read_support_filter_bzip2(archive_);
    archive_read_support_filter_xz(archive_);
    archive_read_support_filter_zstd(archive_);
    archive_read_support_format_raw(archive_);
    archive_entry* entry = nullptr;
    const bool open = archive_read_open_filename(archive_, path.c_str(), 1 << 16) == ARCHIVE_OK &&
                      archive_read_next_header(archive_, &entry) == ARCHIVE_OK;
    if (!open) {
      const std::string why = reason();
      archive_read_free(archive_);
      refuse(path, why);
    }
  }
  ~ArchiveBuffer() override { archive_read_free(archive_); }
  ArchiveBuffer(const ArchiveBuffer&) = delete;
  ArchiveBuffer& operator=(const ArchiveBuffer&) = delete;

 protected:
  std::size_t fill(char* bytes, std::size_t size) override {
    const la_ssize_t got = archive_read_data(archive_, bytes, size);
    if (got < 0) refuse(path(), reason());
    if (got == 0) requireEnd();
    return static_cast<std::size_t>(got);
  }

 private:
  void requireEnd() const {
    std::ifstream rest(path(), std::ios::binary);
    rest.seekg(archive_filter_bytes(archive_, -1));
    for (int c = rest.get(); c != std::ifstream::traits_type::eof(); c = rest.get())
      if (c != 0) refuseRest(path());
  }
  std::string reason() const {
    const char* message = archive_error_string(archive_);
    return fmt::format("the packed stream is damaged or cut short ({})",
                       message != nullptr ? message : "no reason is known");
  }
  archive* archive_;
};

template <class Buffer>
class UnpackStream : public std::istream {
 public:
  explicit UnpackStream(const fs::path& path) : std::istream(nullptr), buffer_(path) {
    rdbuf(&buffer_);
    exceptions(std::ios::badbit);  // lets the Error of the buffer through instead of a silent end
  }

 private:
  Buffer buffer_;
};

bool beginsWith(const fs::path& path, std::string_view magic) {
  std::array<char, 6> head{};
  std::ifstream(path, std::ios::binary).read(head.data(), head.size());
  return std::string_view(head.data(), magic.size()) == magic;
}

}  // namespace

std::unique_ptr<std::istream> unpack(const fs::path& path) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view magic : {"BZh"sv,
                                       "\xfd"
                                       "7zXZ\0"sv,
                                       "\x28\xb5\x2f\xfd"sv})
    if (beginsWith(path, magic)) return std::make_unique<UnpackStream<ArchiveBuffer>>(path);
  if (beginsWith(path, "\x1f\x8b"sv)) return std::make_unique<UnpackStream<GzipBuffer>>(path);
  return std::make_unique<UnpackStream<PlainBuffer>>(path);
}

}  // namespace glasscope
