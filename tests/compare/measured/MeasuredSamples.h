#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

// Small files of other programs, written here byte by byte, for the tests of their readers.
namespace glasscope::compare::samples {

template <class T>
std::string bytesOf(const std::vector<T>& values, bool bigEndian = false) {
  std::string bytes(values.size() * sizeof(T), '\0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::memcpy(bytes.data() + i * sizeof(T), &values[i], sizeof(T));
    if (bigEndian) std::reverse(bytes.begin() + i * sizeof(T), bytes.begin() + (i + 1) * sizeof(T));
  }
  return bytes;
}

inline std::filesystem::path write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

/// An .npy file of version 1.
inline std::string npy(const std::string& descr, const std::string& shape,
                       const std::string& numbers, bool fortran = false) {
  std::string head = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") +
                     ", 'shape': " + shape + ", }";
  while ((10 + head.size() + 1) % 64 != 0) head += ' ';
  head += '\n';
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(head.size() % 256);
  bytes += static_cast<char>(head.size() / 256);
  return bytes + head + numbers;
}

/// The beginning of a file that was cut short.
inline std::string part(const std::string& whole, double fraction) {
  return whole.substr(0, static_cast<std::size_t>(fraction * static_cast<double>(whole.size())));
}

/// 0, 1, 2, ...
template <class T>
std::vector<T> counted(std::size_t count) {
  std::vector<T> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(i);
  return values;
}

/// The head of an MRC file of columns, rows and sections with a cell of `cell_A` along each.
inline std::string mrcHead(std::int32_t columns, std::int32_t rows, std::int32_t sections,
                           std::int32_t mode, float cell_A, bool bigEndian = false) {
  std::vector<std::int32_t> words(256, 0);
  const auto real = [](float value) {
    std::int32_t bits;
    std::memcpy(&bits, &value, 4);
    return bits;
  };
  words[0] = columns, words[1] = rows, words[2] = sections, words[3] = mode;
  words[7] = columns, words[8] = rows, words[9] = 1;
  for (int i = 10; i < 13; ++i) words[i] = real(cell_A);
  std::string bytes = bytesOf(words, bigEndian);
  bytes.replace(208, 4, "MAP ");
  return bytes;
}

}  // namespace glasscope::compare::samples
