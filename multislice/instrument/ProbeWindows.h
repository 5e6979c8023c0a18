#pragma once

#include "core/math/Vec.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/waves/Grid.h"
#include "multislice/waves/PixelRegion.h"

namespace glasscope::multislice {

/// Where the waves of probes live: the specimen has a lattice of pixels of its own, which goes on
/// without end (a periodic foil repeats, any other has vacuum around it), and a probe's wave is a
/// periodic window of that lattice around it. Where the window is as large as the cell it is the
/// cell itself, always from pixel 0 on, and nothing is cut.
class ProbeWindows {
 public:
  /// Throws Error(usage, capacity) for settings that give no grid.
  ProbeWindows(const ScanJob& job, const Foil& foil);

  /// One period of the specimen's lattice: the cell, with vacuum added where the foil does not
  /// repeat and windows may reach beyond it.
  const Grid& lattice() const { return lattice_; }
  /// The window.
  const Grid& grid() const { return window_; }
  bool isWholeCell() const { return wholeX_ && wholeY_; }

  /// The first pixel of the window of a probe.
  PixelCorner corner(const Vec2& position_A) const;
  PixelRegion region(const Vec2& position_A) const;
  /// Position of a probe in its window, angstrom.
  Vec2 within(const Vec2& position_A) const;

 private:
  Grid lattice_, window_;
  bool wholeX_, wholeY_;
};

/// Side, angstrom, of the window that keeps a job's signals right: twice the sum of
///  - 10 lambda / alpha around the probe's centre (beyond it lies 1 % of an Airy disc's intensity:
///    1 - J0^2 - J1^2 is about 2 / (pi v) at v = 2 pi alpha r / lambda; Born and Wolf, Sec. 8.5.2),
///    and 7 angstrom at least,
///  - the reach of the rays at the edge of the aperture, aberrations and foil included,
///  - half of thickness times the largest angle recorded, for what is scattered half way down,
///  - the way sideways of an inclined beam;
/// and at least the side whose frequencies are as fine as the detector's pixels. That this suffices
/// was measured: docs/multislice.md.
double automaticWindow_A(const ScanJob& job, const Foil& foil);

}  // namespace glasscope::multislice
