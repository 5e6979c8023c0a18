#pragma once

#include <string>
#include <vector>

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// One of the eight ways to lay a rectangle onto a grid: mirrored first (x to -x), then turned
/// counter-clockwise from x towards y.
struct Orientation {
  int quarterTurns = 0;
  bool mirrored = false;

  bool isIdentity() const { return quarterTurns == 0 && !mirrored; }
  /// "turned by 90 degrees", "mirrored along x", ...; "" for the identity.
  std::string text() const;
  /// All eight, the identity first.
  static std::vector<Orientation> all();
};

/// The map laid that way; its step and origin stay as they are, with steps exchanged where the
/// sides are.
Map2 laid(const Map2& map, const Orientation& orientation);

}  // namespace glasscope::compare
