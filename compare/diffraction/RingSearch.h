#pragma once

#include <vector>

namespace glasscope::compare {

/// What an azimuthal profile of an amorphous material shows, 1/angstrom.
struct RingSearch {
  double discRadius_invA = 0;  ///< half maximum of the central disc
  bool found = false;          ///< whether a ring stands out beyond the disc
  double inner_invA = 0, peak_invA = 0, outer_invA = 0;  ///< half heights about the first ring
};

/// Finds the central disc and the first diffuse ring in an azimuthal profile. Where no ring stands
/// out (`found` false) the range is 1.5 to 3 disc radii, cut at the end of the profile.
RingSearch findRing(const std::vector<double>& k_invA, const std::vector<double>& profile);

}  // namespace glasscope::compare
