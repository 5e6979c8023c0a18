#pragma once

#include <span>
#include <vector>

#include "multislice/specimen/Foil.h"
#include "multislice/specimen/TiltSettings.h"

namespace glasscope::multislice {

/// One tilt as it really was.
struct Tilt {
  double nominal_deg = 0, angle_deg = 0;
  Vec2 shift_A{0, 0};  ///< of the specimen in the image
  bool isNone() const { return angle_deg == 0 && shift_A.isZero(); }
};

/// The blocks that the beam meets when a foil is tilted about an axis through its middle.
///
/// The frame of the series is that of the foil at tilt 0: the axis passes through `centre_A` of it
/// at every tilt, along (cos a, sin a) of the image, and turns are right-handed about it. For an
/// axis along y what is at (x, z) from the centre is seen at x cos t + z sin t.
///
/// A finite specimen (a foil that is not periodic) turns in a cell that is the foil's own, or as
/// much larger as it takes to keep every atom half of foil.vacuum_A inside at every tilt. A
/// periodic foil is an endless slab: of the tilted one a block is cut that goes on by margin_A
/// beyond the image; at tilt 0 it is the periodic foil itself.
class TiltSeries {
 public:
  /// `still` are the snapshots of the foil at tilt 0, of one extent; `clearance_A` is what atoms of
  /// a finite specimen keep from the edges of the cell. Throws Error(usage) for a series
  /// without angles or an endless foil that is seen edge-on.
  TiltSeries(const TiltSettings& settings, std::span<const Foil> still, double clearance_A);

  const std::vector<Tilt>& tilts() const { return tilts_; }
  /// Where the tilt axis passes through the image, in the frame of the series.
  Vec2 centre_A() const { return extent_A_.head<2>() / 2; }
  /// Directions of the foil to directions of the tilted one.
  Mat3 rotation(double angle_deg) const;

  /// One of the snapshots, tilted. A tilt of 0 without a shift is the foil itself, bit for bit,
  /// where the cell did not have to grow. Throws Error(capacity).
  Foil foil(const Foil& still, const Tilt& tilt) const;

  /// Where the corner of the frame lies in the block of a tilt.
  Vec2 offset_A(const Tilt& tilt) const;
  /// How deep below the face where the beam enters the axis lies, and how thick the block is.
  double axisDepth_A(const Tilt& tilt) const { return -depths(tilt).low; }
  double thickness_A(const Tilt& tilt) const;

 private:
  struct Depths {  ///< of a block, from the axis along the beam
    double low, high;
  };
  Depths depths(const Tilt& tilt) const;
  Depths depthsOfAtoms(const Mat3& turn) const;
  Depths depthsOfSlab(const Mat3& turn, const Vec2& shift_A) const;
  void growCell(double clearance_A);
  void addImages(const Foil& still, std::size_t atom, const Mat3& turn, const Vec2& shift_A,
                 Foil& block) const;
  Foil endless(const Foil& still, const Tilt& tilt) const;

  std::span<const Foil> still_;
  Vec3 extent_A_;  ///< of the foil at tilt 0
  Vec2 cell_A_;    ///< of a finite specimen
  bool endless_;
  double axis_rad_, margin_A_;
  std::vector<Tilt> tilts_;
};

}  // namespace glasscope::multislice
