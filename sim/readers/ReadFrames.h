#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/frames/ReadOptions.h"

namespace glasscope::sim {

/// Reads other people's configurations, in the formats of ConfigurationFormats.cpp; text also
/// packed by gzip, bzip2, xz or zstd. The format is told by the content. Atoms come sorted by id;
/// other per-atom columns are kept; image flags are not applied.
///
/// The edges of a box may be written in any order, direction and handedness: they become those that
/// Box takes (core/atoms/CellEdges.h), the same lattice in every frame. A box that stands askew
/// about z is turned until it repeats along x and y, with its atoms (core/atoms/StandardFrame.h). A
/// frame whose time neither the file nor the options tell has time_ps NaN.
///
/// Throws Error(input) with the line number on a damaged file, and on one whose names, masses and
/// counts contradict each other; Error(usage) when elements are missing, too few, or a frame is
/// asked for that is not there, and for a time step of frames that count no steps. Elements that
/// were given and do not occur are warned of.
std::vector<Atoms> readFrames(const std::filesystem::path& path, const ReadOptions& options);

/// Throws Error(input) when the file is none of the formats: looks at its first lines alone, so
/// that nobody reads a terabyte to learn it.
void requireFormat(const std::filesystem::path& path);

/// The format for people ("LAMMPS dump", "H5MD trajectory", ...), or "" when it is none of ours.
std::string describeFormat(const std::filesystem::path& path);

}  // namespace glasscope::sim
