#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/atoms/Box.h"
#include "sim/lammps/Lammps.h"

namespace glasscope::sim {

/// LAMMPS wants the first edge of a cell along +x and the second in the xy plane. This is the
/// rotation into that frame and the cell as seen there.
struct LammpsCell {
  Mat3 rotation = Mat3::Identity();  ///< x_lammps = rotation * x; identity when nothing is to turn
  LammpsBox box;

  /// Throws Error(usage) for a skewed cell with open directions, which LAMMPS cannot shrink-wrap.
  static LammpsCell of(const Box& source);

  /// The cell that LAMMPS has now, turned back.
  Box toBox(const LammpsBox& now, const std::array<bool, 3>& periodic) const;
  Mat3 matrix() const;  ///< columns are the edges in LAMMPS' frame
};

/// Edges as columns, in LAMMPS' frame.
Mat3 matrixOf(const LammpsBox& box);

/// "boundary p p s": LAMMPS shrink-wraps the directions that are not periodic.
std::string boundaryCommand(const std::array<bool, 3>& periodic);

/// "boundary", "box" and region commands that make the cell.
std::vector<std::string> cellCommands(const LammpsCell& cell, const std::array<bool, 3>& periodic,
                                      int types);

/// "change_box" to another cell of the same frame, atoms moving with it.
std::string changeBoxCommand(const LammpsBox& box, bool triclinic);

/// Seventeen significant digits: the same double when it is read again.
std::string exactNumber(double value);

}  // namespace glasscope::sim
