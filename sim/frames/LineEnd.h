#pragma once

#include <cstddef>

#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// Whether a file was cut inside the last number of its last atom. Where the last line has a line
/// feed it was not; where it has none, its last number tells: it has fewer decimals than that of
/// any other atom when some are missing.
class LineEnd {
 public:
  /// Takes notice of the current line, one of an atom.
  void note(const LineReader& at);
  /// Throws Error(input) when the last line noted was cut; warns when it may have been.
  void requireWhole(const LineReader& at) const;
  /// Throws Error(input) when the line below the last atom is one of a further atom, three numbers:
  /// then the file counts fewer atoms than it has.
  void requireLast(LineReader& at) const;

 private:
  std::size_t fewest_ = static_cast<std::size_t>(-1), last_ = 0, count_ = 0;
};

}  // namespace glasscope::sim
