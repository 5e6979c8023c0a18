#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/atoms/CellEdges.h"
#include "sim/columns/LammpsUnits.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// What a frame of a LAMMPS dump says above its atoms, in text or in YAML.
struct DumpFrame {
  std::int64_t step = 0;
  double time_ps;  ///< NaN when it is not told
  std::size_t count = 0;
  CellEdges cell;
  std::vector<std::string> columns;

  DumpFrame();
};

/// The units of a dump. Throws Error(input) for a style whose lengths are not angstrom, or that
/// LAMMPS does not know.
LammpsUnits dumpUnits(std::string_view word, const LineReader& at);

/// The cell of bounds low, high of the space that a tilted cell fills, which the tilt xy, xz, yz
/// comes off again (LAMMPS manual, "Howto triclinic"). Throws Error(input) when it has no extent.
CellEdges restrictedCell(const std::array<std::array<double, 2>, 3>& bounds, const Vec3& tilt,
                         const LineReader& at);

/// Whether a boundary ("pp", "f", "sm") is periodic. Throws Error(input) for another word.
bool isPeriodicBoundary(std::string_view word, const LineReader& at);

}  // namespace glasscope::sim
