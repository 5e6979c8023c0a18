#pragma once

namespace glasscope::sim {

/// What of the motion of atoms is measured.
struct MobilitySettings {
  double q_invA = 2.8;       ///< wave number 2 pi / d of F_s, 1/angstrom; the first peak of S(q)
  double threshold_A = 1.0;  ///< an atom that went farther has left its place
  double fitFrom_ps = 1;     ///< relaxation is fitted from this time on
  int perDecade = 8;         ///< times to a factor of ten
  int mostOrigins = 200;     ///< pairs of frames of each

  /// Throws Error(usage).
  void validate() const;
};

}  // namespace glasscope::sim
