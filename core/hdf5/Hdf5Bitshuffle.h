#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace glasscope {

/// Makes HDF5 read data sets that are compressed by bitshuffle with LZ4 (filter 32008: Masui et
/// al., Astronomy and Computing 12, 181 (2015)), as detectors of Dectris write them.
void registerBitshuffle();

/// Unpacks one chunk: its length and that of its blocks (big-endian), then for each block its
/// packed length and what LZ4 made of its transposed bits; fewer than eight last elements follow as
/// they are. Empty when the bytes are damaged.
std::vector<char> unpackBitshuffle(std::span<const char> packed, std::size_t elementBytes);

}  // namespace glasscope
