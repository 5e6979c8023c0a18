#pragma once

#include <string>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// Whether frames show atoms that vibrate about sites, so that their mean positions are a structure
/// (a glass or crystal at rest), or a process (a liquid, a quench, a strained run), of which no
/// single structure is the mean.
struct MotionAboutSites {
  bool vibrates = true;
  std::string why;  ///< in words, for the first line of what is reported
};

/// Vibration means: the root mean square displacement about the mean position, sqrt(3 u^2), is at
/// most 0.15 of the distance between neighbours (Lindemann's limit; solids melt near 0.1 to 0.15)
/// for 97 % of the atoms; no more than half of u^2 is drift of the sites between the halves; and
/// the edges of the box change by at most 1 %. The distance between neighbours is taken as
/// 1.1 times the cube root of the volume of an atom (1.12 for close packing), which is 0 for box
/// volume / atoms. Frames with different atoms are a process.
MotionAboutSites motionAboutSites(const std::vector<Atoms>& frames, double atomVolume_A3 = 0);

}  // namespace glasscope::sim
