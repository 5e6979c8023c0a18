#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/atoms/Box.h"
#include "core/atoms/Columns.h"

namespace glasscope {

/// A configuration: atoms in a (triclinic, periodic or open) box, with any per-atom columns.
struct Atoms {
  Box box;
  std::vector<std::int64_t> ids;   ///< unique; the identity of an atom from frame to frame
  std::vector<int> atomicNumbers;  ///< Z of each atom
  std::vector<Vec3> positions;     ///< angstrom; may lie outside the box (unwrapped)
  std::vector<Vec3> velocities;    ///< angstrom/ps; empty when unknown
  Columns columns;
  std::int64_t step = 0;  ///< time step of the frame in its source
  double time_ps = 0;
  std::string source;  ///< file or stage that it came from, for messages and provenance

  std::size_t size() const { return positions.size(); }

  /// Appends an atom; ids default to 1, 2, 3, ...
  void add(int atomicNumber, const Vec3& position);

  /// The atomic numbers present, ascending.
  std::vector<int> species() const;

  /// Throws Error(input) when arrays disagree in length, a coordinate is not finite, an atomic
  /// number is unknown, an id occurs twice, or there is no atom at all.
  void validate() const;

  /// Sorts atoms (and velocities and columns) by id: the canonical order of every stage.
  void sortById();
};

}  // namespace glasscope
