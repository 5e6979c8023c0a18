#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "compare/measured/MeasuredArray.h"

namespace glasscope::compare {

/// A file of a microscope or of another program. Numbers are read by blocks, so that memory does
/// not grow with the file.
class MeasuredFile {
 public:
  using Shape = std::vector<std::uint64_t>;

  virtual ~MeasuredFile() = default;
  virtual std::string format() const = 0;  ///< "MRC", "HyperSpy 3.3"
  /// At least one, in the order of the file.
  virtual const std::vector<MeasuredArray>& arrays() const = 0;
  /// What the order of the axes is taken from where no name in the file tells it: two of one length
  /// could as well be the other way round, and nobody would see it. "": the file tells it.
  virtual std::string axisOrder() const { return {}; }
  /// The numbers of a block, first axis slowest. Throws Error(input) where they cannot be read.
  virtual std::vector<double> read(std::size_t array, const Shape& start,
                                   const Shape& count) const = 0;
};

/// Opens a file by its content, whatever its name is; what no reader here knows goes through
/// RosettaSciIO (compare/measured/Foreign.h). Throws Error(input) for a file that is damaged, cut
/// short or of no known format.
std::unique_ptr<MeasuredFile> openMeasured(const std::filesystem::path& path);

/// Number of entries of a block; the largest number there is where it does not fit into 64 bits.
std::uint64_t entriesOf(const MeasuredFile::Shape& shape);

}  // namespace glasscope::compare
