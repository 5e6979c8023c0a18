#pragma once

#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope::sim {

/// Per-atom vibration about the mean position, from thermal snapshots: columns
///  - vibrational_u2_A2: variance of the displacement along one axis (mean of x, y, z), angstrom^2;
///    the u^2 of the Debye-Waller factor B = 8 pi^2 u^2;
///  - vibrational_msd_A2: 3-D variance <r^2> = 3 u^2, angstrom^2, about the mean position;
///  - msd_plateau_A2: plateau of the mean square displacement between two times, twice that
///  variance;
///  - flexibility_volume_A3: v_flex,i = <r^2>_i a, a = Omega^(1/3), Omega the volume per atom of
///  the
///    sample, <r^2> the vibrational mean square displacement (Ding et al., Nat. Commun. 7, 13733
///    (2016)).
/// Variances are unbiased (n - 1); drift of the centre of mass of the whole sample, and the
/// rotation of one that vacuum surrounds, are removed frame by frame; displacements are minimum
/// images. `atomVolume_A3` of the sample, or 0: box volume / atoms (wrong where there is vacuum in
/// the box: then it must be given). Atoms in the order of the first frame. Throws Error(input) when
/// frames disagree in ids or there are fewer than two.
Columns vibration(const std::vector<Atoms>& snapshots, double atomVolume_A3 = 0);

/// From this share on, the description of the columns says how much of u^2 is drift.
inline constexpr double kDriftShareToSay = 0.15;

/// The share of the sample's mean u^2 that is no vibration within either half of the snapshots but
/// comes from sites that moved between the halves: 0 (+- its scatter) for vibration about fixed
/// sites that is sampled independently, towards 1 for flow. 0 for fewer than four snapshots.
double driftShare(const std::vector<Atoms>& snapshots);

/// Mean of each atom's positions over the snapshots (unwrapped, drift removed); no columns.
Atoms meanStructure(const std::vector<Atoms>& snapshots);

}  // namespace glasscope::sim
