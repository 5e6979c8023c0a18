#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/readers/FrameSelection.h"

namespace glasscope::sim {

struct ReadOptions {
  std::vector<int> elements;  ///< atomic numbers of types 1, 2, ...; empty = take from the file
  FrameSelection frames;
};

/// Reads other people's configurations: LAMMPS dump (text, custom or atom style, orthogonal,
/// triclinic and general triclinic boxes; wrapped, scaled and unwrapped coordinates), LAMMPS data
/// file, extended and plain XYZ (also the femsim form, box edges in the comment) and H5MD; text
/// also gzipped. The format is told by the content. Atoms come sorted by id; other per-atom columns
/// are kept; image flags are not applied.
///
/// Throws Error(input) with the line number on a damaged file, and Error(usage) when elements are
/// missing, too few, or a frame is asked for that is not there.
std::vector<Atoms> readFrames(const std::filesystem::path& path, const ReadOptions& options);

/// The format for people ("LAMMPS dump", "H5MD trajectory", ...), or "" when it is none of ours.
std::string describeFormat(const std::filesystem::path& path);

}  // namespace glasscope::sim
