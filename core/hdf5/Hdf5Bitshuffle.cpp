#include "core/hdf5/Hdf5Bitshuffle.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <lz4.h>

#include "core/hdf5/Hdf5Library.h"

namespace glasscope {

namespace {

constexpr H5Z_filter_t kFilter = 32008;
constexpr unsigned kLz4 = 2;  // the fifth parameter of the filter

std::uint64_t bigEndian(const char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// Bit b of byte k of all elements lies in a row of its own, eight elements a byte.
void transposeBack(const std::vector<char>& from, std::size_t elements, std::size_t elementBytes,
                   char* to) {
  const std::size_t row = elements / 8;
  std::fill(to, to + elements * elementBytes, '\0');
  for (std::size_t k = 0; k < elementBytes; ++k) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      const char* const bits = from.data() + (k * 8 + bit) * row;
      for (std::size_t e = 0; e < elements; ++e) {
        const int set = static_cast<unsigned char>(bits[e / 8]) >> (e % 8) & 1;
        to[e * elementBytes + k] = static_cast<char>(to[e * elementBytes + k] | set << bit);
      }
    }
  }
}

std::size_t filter(unsigned flags, std::size_t count, const unsigned* values, std::size_t bytes,
                   std::size_t* size, void** buffer) {
  constexpr std::size_t kParameters = 5;
  if ((flags & H5Z_FLAG_REVERSE) == 0 || count < kParameters || values[4] != kLz4) return 0;
  const std::vector<char> unpacked =
      unpackBitshuffle({static_cast<const char*>(*buffer), bytes}, values[2]);
  if (unpacked.empty()) return 0;
  void* const room = H5allocate_memory(unpacked.size(), false);
  if (room == nullptr) return 0;
  std::memcpy(room, unpacked.data(), unpacked.size());
  H5free_memory(*buffer);
  *buffer = room;
  *size = unpacked.size();
  return unpacked.size();
}

}  // namespace

std::vector<char> unpackBitshuffle(std::span<const char> packed, std::size_t elementBytes) {
  constexpr std::size_t kHead = 12, kLength = 4, kMostElement = 64;
  constexpr std::uint64_t kMostChunk = std::uint64_t{1} << 32;  // of HDF5
  if (packed.size() < kHead || elementBytes < 1 || elementBytes > kMostElement) return {};
  const std::uint64_t whole = bigEndian(packed.data(), 8), block = bigEndian(packed.data() + 8, 4);
  const std::uint64_t step = 8 * elementBytes;
  if (whole >= kMostChunk || whole % elementBytes != 0 || block < step || block % step != 0)
    return {};
  // Nothing packs better than to a 255th by LZ4.
  constexpr std::uint64_t kMostGain = 256;
  if (whole > kMostGain * packed.size()) return {};
  std::vector<char> result(whole), bits;
  std::uint64_t done = 0, at = kHead;
  while (whole - done >= step) {
    const std::uint64_t now = std::min(block, (whole - done) / step * step);
    if (packed.size() - at < kLength) return {};
    const std::uint64_t length = bigEndian(packed.data() + at, 4);
    at += kLength;
    if (length > packed.size() - at) return {};
    bits.resize(now);
    if (LZ4_decompress_safe(packed.data() + at, bits.data(), static_cast<int>(length),
                            static_cast<int>(now)) != static_cast<int>(now))
      return {};
    at += length;
    transposeBack(bits, now / elementBytes, elementBytes, result.data() + done);
    done += now;
  }
  if (packed.size() - at < whole - done) return {};
  std::copy_n(packed.data() + at, whole - done, result.data() + done);
  return result;
}

void registerBitshuffle() {
  const hdf5::LibraryLock lock;
  static const H5Z_class2_t description{H5Z_CLASS_T_VERS,      kFilter, 0,       1,
                                        "bitshuffle with LZ4", nullptr, nullptr, filter};
  H5Zregister(&description);
}

}  // namespace glasscope
