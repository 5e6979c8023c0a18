#pragma once

#include <cstddef>
#include <vector>

#include "core/atoms/Atoms.h"
#include "multislice/specimen/FoilSettings.h"

namespace glasscope::multislice {

/// A configuration turned until a chosen direction lies along the beam.
///
/// A configuration without periods is turned as a whole, about the centre of its box. Of any other
/// an orthogonal block is cut out of the turned medium, which goes on along the periodic edges: of
/// the width and thickness asked for, about the centre of the box, and moved by start_A along the
/// beam.
class OrientedBlock {
 public:
  /// The rotation that the settings describe: takes directions of the configuration to directions
  /// of the foil. Of all rotations that take the beam direction to +z it is the smallest, followed
  /// by the turns about x, y and z. Throws Error(usage) for lists of a wrong length or a zero
  /// vector.
  static Mat3 rotation(const Box& box, const FoilSettings& settings);

  /// Throws Error(usage) for a block without extent or with tiles, Error(capacity) when its atoms
  /// would not fit into memory.
  OrientedBlock(const Atoms& atoms, const FoilSettings& settings);

  /// True when there was nothing to cut: a configuration without periods.
  bool isWhole() const { return whole_; }
  const Atoms& atoms() const { return block_; }  ///< in an open orthogonal box
  /// Index of each of its atoms in the configuration.
  const std::vector<std::size_t>& sources() const { return sources_; }

 private:
  void turnWhole(const Atoms& atoms);
  void cut(const Atoms& atoms, const FoilSettings& settings);

  Mat3 rotation_;
  bool whole_;
  Atoms block_;
  std::vector<std::size_t> sources_;
};

}  // namespace glasscope::multislice
