#pragma once

#include <filesystem>
#include <vector>

#include "core/maps/Datacube.h"
#include "core/math/Array2.h"

namespace glasscope::compare {

/// Azimuthal means of a diffraction pattern, measured or simulated: what a pair distribution is
/// reduced from.
struct Rings {
  std::vector<double> k_invA;     ///< 1/d, rising
  std::vector<double> intensity;  ///< in any unit
};

/// Mean of all patterns of a scan, [qx, qy].
Array2<double> meanPattern(const Datacube& cube);

/// The point (in pixels, counted from (0, 0)) about which a pattern is roundest: where the variance
/// over azimuth, relative to the squared mean of each ring outside the incident beam, is least. A
/// search from (nx/2, ny/2) outwards, to 1/64 of a pixel; pixels that are not finite are left out.
Vec2 ringCentre(const Array2<double>& pattern);

/// Rings about a centre, one pixel wide. k is the mean over the pixels of a ring; pixels that are
/// not finite (a beam stop, dead pixels) are left out, rings that the edge of the pattern cuts too.
/// Throws Error(input) when the pattern is not calibrated (step 0) or holds nothing, Error(usage)
/// for a centre outside.
Rings ringsOf(const Array2<double>& pattern, double step_invA, const Vec2& centre_pixels);

/// Reads a table of text: a line of column names, then numbers, separated by commas or blanks;
/// lines that begin with # are skipped. One column is `k_invA` or `k_per_nm` (1/d) or `Q_invA` or
/// `Q_per_nm` (2 pi / d); the intensity is the first one whose name begins with "intensity", or
/// "I". Throws Error(input) when the unit cannot be told or k does not rise.
Rings readRings(const std::filesystem::path& path);

}  // namespace glasscope::compare
