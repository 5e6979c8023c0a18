#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// How a number lies in a file of plain binary numbers.
enum class RawType {
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float16,
  float32,
  float64
};

std::size_t bytesOf(RawType type);
/// The number whose bytes lie there, in the order of this machine.
double numberOf(RawType type, const char* bytes);

/// An array of plain numbers at some place of a file, first axis slowest, in either byte order.
class RawNumbers {
 public:
  /// Throws Error(input) when the file is shorter than the array wants, or longer than it may be:
  /// both mean that its head and its numbers do not belong together.
  RawNumbers(const std::filesystem::path& path, std::uint64_t offset, MeasuredFile::Shape shape,
             RawType type, bool bigEndian);
  const MeasuredFile::Shape& shape() const { return shape_; }
  /// Throws Error(input) when the file cannot be read there.
  std::vector<double> read(const MeasuredFile::Shape& start,
                           const MeasuredFile::Shape& count) const;

 private:
  void readRun(std::uint64_t entry, std::uint64_t length, double* out) const;

  std::filesystem::path path_;
  std::uint64_t offset_;
  MeasuredFile::Shape shape_;
  RawType type_;
  bool bigEndian_;
  mutable std::ifstream in_;
};

/// The numbers of a block with its axes in another order: axis d of the result is `order[d]` of the
/// block.
std::vector<double> reordered(const std::vector<double>& block, const MeasuredFile::Shape& count,
                              const std::vector<std::size_t>& order);

}  // namespace glasscope::compare
