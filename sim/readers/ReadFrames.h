#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/readers/FrameSelection.h"

namespace glasscope::sim {

struct ReadOptions {
  std::vector<int> elements;  ///< atomic numbers of types 1, 2, ...; empty = take from the file
  FrameSelection frames;
  /// False for who takes each frame by itself: then frames are read even where nothing says which
  /// atom of one is which atom of another.
  bool comparesFrames = true;
  /// Which edges are periodic, whatever the file says; LAMMPS data files, POSCAR and others cannot
  /// say it.
  std::optional<std::array<bool, 3>> periodic{};
};

/// Reads other people's configurations, in the formats of ConfigurationFormats.cpp; text also
/// packed by gzip, bzip2, xz or zstd. The format is told by the content. Atoms come sorted by id;
/// other per-atom columns are kept; image flags are not applied.
///
/// The edges of a box may be written in any order, direction and handedness: they become those that
/// Box takes (core/atoms/CellEdges.h), the same lattice in every frame. A box that stands askew
/// about z is turned until it repeats along x and y, with its atoms (core/atoms/StandardFrame.h). A
/// frame whose time the file does not tell has time_ps NaN.
///
/// Throws Error(input) with the line number on a damaged file, and on one whose names, masses and
/// counts contradict each other; Error(usage) when elements are missing, too few, or a frame is
/// asked for that is not there.
std::vector<Atoms> readFrames(const std::filesystem::path& path, const ReadOptions& options);

/// The format for people ("LAMMPS dump", "H5MD trajectory", ...), or "" when it is none of ours.
std::string describeFormat(const std::filesystem::path& path);

}  // namespace glasscope::sim
