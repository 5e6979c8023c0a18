#include "core/hdf5/Hdf5Bitshuffle.h"

#include <cstdint>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

std::string bigEndian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 255);
  return text;
}

// A block of LZ4 that holds everything as it is: the length in the high half of the first byte, 15
// and more go on in the next.
std::string asLiterals(const std::string& bytes) {
  if (bytes.size() < 15) return static_cast<char>(bytes.size() << 4) + bytes;
  return std::string("\xf0") + static_cast<char>(bytes.size() - 15) + bytes;
}

// The bits of elements of 16 bits as the filter lays them: bit b of all elements in a row.
std::string transposed(const std::vector<std::uint16_t>& elements) {
  std::string bits;
  for (int b = 0; b < 16; ++b) {
    for (std::size_t e = 0; e < elements.size(); e += 8) {
      int byte = 0;
      for (std::size_t i = 0; i < 8; ++i) byte |= (elements[e + i] >> b & 1) << i;
      bits += static_cast<char>(byte);
    }
  }
  return bits;
}

// Two blocks of sixteen and eight elements and a rest of three.
struct Packed {
  std::vector<std::uint16_t> elements;
  std::string bytes;
  Packed() {
    for (int i = 0; i < 27; ++i) elements.push_back(static_cast<std::uint16_t>(i * 2477 + 5));
    const auto from = [&](std::size_t begin, std::size_t count) {
      return std::vector<std::uint16_t>(elements.begin() + begin, elements.begin() + begin + count);
    };
    bytes = bigEndian(54, 8) + bigEndian(32, 4);
    for (const std::string& block :
         {asLiterals(transposed(from(0, 16))), asLiterals(transposed(from(16, 8)))})
      bytes += bigEndian(block.size(), 4) + block;
    bytes += std::string(reinterpret_cast<const char*>(&elements[24]), 6);
  }
};

TEST(Hdf5Bitshuffle, unpacksBlocksAndTheRest) {
  const Packed packed;
  const std::vector<char> bytes = unpackBitshuffle(packed.bytes, 2);
  ASSERT_EQ(bytes.size(), 54U);
  EXPECT_EQ(std::memcmp(bytes.data(), packed.elements.data(), 54), 0);
}

TEST(Hdf5Bitshuffle, damagedBytesGiveNothing) {
  const Packed packed;
  for (std::size_t length = 0; length < packed.bytes.size(); ++length)
    EXPECT_TRUE(unpackBitshuffle(std::span(packed.bytes).first(length), 2).empty()) << length;
  // Lengths that cannot be: of the whole, of a block, of what a block was packed to.
  for (const std::size_t at : {0U, 3U, 8U, 12U}) {
    std::string bytes = packed.bytes;
    bytes[at] = '\x7f';
    EXPECT_TRUE(unpackBitshuffle(bytes, 2).empty()) << at;
  }
}

}  // namespace
}  // namespace glasscope
