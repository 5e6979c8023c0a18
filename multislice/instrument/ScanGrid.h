#pragma once

#include <vector>

#include "core/math/Vec.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// The positions of a scan in the frame of the foil, as [rx, ry]: a rectangular raster, which may
/// be turned about its first position, a line (a raster of one row), or a list of any positions,
/// [N, 1].
struct ScanGrid {
  int nx = 0, ny = 0;
  Vec2 origin_A{0, 0};         ///< position (0, 0)
  Vec2 step_A{0, 0};           ///< along the two directions of the scan
  bool periodic = false;       ///< the raster tiles a periodic foil without a seam
  double rotation_deg = 0;     ///< from the x axis of the foil to the first direction of the scan
  std::vector<Vec2> list_A{};  ///< positions of a list, instead of a raster

  /// Covers a whole periodic foil with steps of at most `step_A`, evenly.
  static ScanGrid covering(const Foil& foil, double step_A);
  /// Covers a whole periodic foil with nx x ny positions.
  static ScanGrid covering(const Foil& foil, int nx, int ny);
  /// A rectangle with one corner at `corner_A`, turned about its middle: positions fill it like
  /// pixels, the first at the corner, the last one step before the end. nx or ny of 0 take steps
  /// of at most `step_A`.
  static ScanGrid over(const Vec2& corner_A, const Vec2& size_A, int nx, int ny, double step_A,
                       double rotation_deg = 0);
  /// `count` positions from `from_A` to `to_A`, both included, as [count, 1]. Throws Error(usage)
  /// for fewer than two or for ends that coincide.
  static ScanGrid line(const Vec2& from_A, const Vec2& to_A, int count);
  /// As many as steps of at most `step_A` take.
  static ScanGrid line(const Vec2& from_A, const Vec2& to_A, double step_A);
  /// The given positions. Throws Error(usage) for none, or one that is not finite.
  static ScanGrid list(std::vector<Vec2> positions_A);

  Vec2 position(int rx, int ry) const;
  long size() const { return static_cast<long>(nx) * ny; }
  bool isList() const { return !list_A.empty(); }
  /// The axes of the scan are those of the foil.
  bool isUpright() const { return list_A.empty() && rotation_deg == 0; }

  /// The directions of the scan, angstrom a step; position = origin + rx stepAlong(0) + ry
  /// stepAlong(1). Not for lists.
  Vec2 stepAlong_A(int direction) const;

  /// Throws Error(usage) for an empty scan, a non-positive step, or a position outside the foil.
  void requireInside(const Foil& foil) const;
};

}  // namespace glasscope::multislice
