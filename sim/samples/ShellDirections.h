#pragma once

#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// Unit vectors to so many neighbours (4 to 24) that are as far apart as they get, to 1.5 degrees:
/// an icosahedron for 12. Points on a sphere that repel each other by the twelfth power, the best
/// of some starts; the same for every call.
std::vector<Vec3> shellDirections(int count);

/// The nine of a trigonal prism whose three side faces are capped, prism first: with caps and
/// corners as far from each other as the corners of the triangles, arccos(1/3), which makes the
/// prism 1.29 times as high as its triangles are wide.
std::vector<Vec3> cappedPrism();

}  // namespace glasscope::sim
