#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// The way of every atom: positions that go on through the faces of a periodic box, without the
/// drift of the whole.
struct Trajectory {
  std::vector<std::int64_t> ids;
  std::vector<int> atomicNumbers;
  std::vector<double> times_ps;              ///< rising, the first frame at 0
  std::vector<std::vector<Vec3>> positions;  ///< [frame][atom], angstrom
  std::array<bool, 3> periodic{true, true, true};
  /// Where an atom was in the first frame, in eight parts of the box: what the parts give are the
  /// samples that errors are told from.
  std::vector<int> part;
  /// The farthest that an atom went from one frame to the next along an edge, in units of the box;
  /// near a half it is not known any more which way it went.
  double farthestStep = 0;

  std::size_t frames() const { return positions.size(); }
  std::size_t atoms() const { return ids.size(); }

  /// From frame to frame each atom goes to its nearest image. A box that changes size or shape
  /// takes its atoms along, and a tilted cell that is exchanged for an equivalent one counts as
  /// what it is, where all edges repeat; else the box has to stay. The centre of mass stays at
  /// rest; the rotation of a free particle counts as motion. Frames sorted by id.
  ///
  /// Throws Error(input) for fewer than two frames, other atoms, or times that do not rise;
  /// Error(usage) where times are not known; Error(input) where atoms go so far between frames
  /// that their ways are not known.
  static Trajectory of(const std::vector<Atoms>& frames);
};

}  // namespace glasscope::sim
