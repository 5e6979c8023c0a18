#pragma once

#include <vector>

#include "core/atoms/Atoms.h"
#include "core/maps/Map2.h"
#include "multislice/instrument/ScanJob.h"
#include "multislice/specimen/Foil.h"
#include "multislice/specimen/TiltSeries.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// A scan at every tilt of its series: one raster for all of them in the frame
/// of the foil at tilt 0, focused at the same distance from the tilt axis as at tilt 0.
class TiltScans {
 public:
  const ScanCase& scan() const { return scan_; }
  /// Throws what cutting foils and TiltSeries throw.
  TiltScans(const Case& c, const ScanCase& scan, const std::vector<Atoms>& snapshots);
  TiltScans(const TiltScans&) = delete;
  TiltScans& operator=(const TiltScans&) = delete;

  const multislice::TiltSeries& series() const { return series_; }
  std::size_t size() const { return series_.tilts().size(); }
  const multislice::Tilt& tilt(std::size_t i) const { return series_.tilts()[i]; }

  /// The blocks of a tilt, with Einstein motion where the case asks for it: other displacements at
  /// every tilt but 0, which has those of an image without tilt.
  std::vector<multislice::Foil> foils(std::size_t i) const;
  /// One of them without motion, for planning.
  multislice::Foil stillFoil(std::size_t i) const { return series_.foil(still_[0], tilt(i)); }
  multislice::ScanJob job(std::size_t i, const multislice::Foil& foil) const;

  /// A map of a tilt, in the frame of the series.
  void toFrame(Map2& map) const;
  /// Where the tilt axis passes through the images, in pixels from the centre of the first.
  Vec2 axisPixel() const;

 private:
  const Case& case_;
  ScanCase scan_;
  std::vector<multislice::Foil> still_;  ///< at tilt 0
  multislice::TiltSeries series_;
  multislice::ScanJob job_;  ///< at tilt 0 without a shift
  Vec2 origin_A_;            ///< of the raster in the frame of the series
};

}  // namespace glasscope::pipeline
