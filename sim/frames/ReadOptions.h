#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/frames/FrameSelection.h"

namespace glasscope::sim {

/// What somebody says about a file of configurations beside its name.
struct ReadOptions {
  std::vector<int> elements;  ///< atomic numbers of types 1, 2, ...; empty = take from the file
  FrameSelection frames;
  /// False for who takes each frame by itself: then frames are read even where nothing says which
  /// atom of one is which atom of another.
  bool comparesFrames = true;
  /// Which edges are periodic, whatever the file says; LAMMPS data files, POSCAR and others cannot
  /// say it.
  std::optional<std::array<bool, 3>> periodic{};
  /// Time of a frame in place of what the file tells: of each step that the file counts, in
  /// femtoseconds, or from frame to frame of the whole file, in picoseconds. 0: the file's.
  double timestep_fs = 0, frameInterval_ps = 0;
};

/// Which edges repeat, of a text like "ppf" (p: periodic; f, s, m: open, as in LAMMPS), with or
/// without blanks; nothing for an empty one. Throws Error(usage) for any other.
std::optional<std::array<bool, 3>> boundaryOf(std::string_view text);

}  // namespace glasscope::sim
