#include "core/system/Compress.h"

#include <array>

#include <zlib.h>

#include "core/system/Error.h"

namespace glasscope {

namespace {

constexpr int kGzipWindow = 15 + 16;  // 32 KiB, with gzip's header in place of zlib's
constexpr int kUsualMemory = 8;

// zlib's interface is older than const; it does not write to what it reads.
Bytef* bytesOf(std::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

// Calls `step` until it has no more output to give.
template <class Step>
int drain(z_stream& stream, std::string& out, Step step) {
  std::array<char, 1 << 16> block;
  int status = Z_OK;
  do {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    status = step(stream);
    out.append(block.data(), block.size() - stream.avail_out);
  } while (status == Z_OK);
  return status;
}

}  // namespace

std::string gzip(std::string_view text) {
  z_stream stream{};
  int status = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, kUsualMemory,
                            Z_DEFAULT_STRATEGY);
  GLASSCOPE_ENSURE(status == Z_OK, "zlib does not start");
  stream.next_in = bytesOf(text);
  stream.avail_in = static_cast<uInt>(text.size());
  std::string out;
  status = drain(stream, out, [](z_stream& s) { return deflate(&s, Z_FINISH); });
  deflateEnd(&stream);
  GLASSCOPE_ENSURE(status == Z_STREAM_END, "zlib does not finish");
  return out;
}

std::string gunzip(std::string_view bytes) {
  z_stream stream{};
  int status = inflateInit2(&stream, kGzipWindow);
  GLASSCOPE_ENSURE(status == Z_OK, "zlib does not start");
  stream.next_in = bytesOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  status = drain(stream, out, [](z_stream& s) { return inflate(&s, Z_NO_FLUSH); });
  inflateEnd(&stream);
  if (status != Z_STREAM_END) {
    throw Error(ErrorKind::input, "compressed data cannot be unpacked",
                "they are no gzip, damaged or cut off", "make or copy them again");
  }
  return out;
}

}  // namespace glasscope
