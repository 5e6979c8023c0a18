#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"
#include "multislice/recording/RecordSettings.h"

namespace glasscope::multislice {

/// Turns ideal signals into recorded ones, in this order: the probe stands elsewhere
/// (ScanDistortion; the clean scan is interpolated linearly between its positions, which blurs it a
/// little and needs no second simulation), a deposited layer scatters a fraction b of the beam, so
/// that I becomes (1 - b) I + b S, the detector spreads patterns (DetectorSpread), electrons arrive
/// (exact Poisson numbers of mean N I) and are read out: gain n + dark + noise, at most the
/// saturation, divided by gain N. The result is again a fraction of the incident beam. Without a
/// dose nothing is counted.
///
/// S is uniform over the scan: over a pattern proportional to 1 / (q^2 + q0^2)^2, the form of Lenz
/// for an amorphous layer (Z. Naturforsch. 9a (1954) 185), with sum 1 over the pattern.
/// Random numbers are keyed by position and pixel, of maps by their names, and by the image of a
/// series: the same for any number of threads, and others for every detector and image. Where
/// electrons are counted, a negative value is refused (Error(input)): what is derived from signals,
/// like a centre of mass, is derived from the recorded ones (recordSignals).
class Recorder {
 public:
  /// `image` names what is recorded, and which one of its series ("haadf", "haadf defocus 1"): each
  /// has noise and jitter of its own. "" is a file that stands alone. Throws Error(usage) for
  /// settings that contradict themselves.
  explicit Recorder(const RecordSettings& settings, const std::string& image = "");

  /// An annular signal; `layerShare` is the part of the layer's scattering on that detector. The
  /// spread of the detector's pixels means nothing here.
  Map2 record(const Map2& clean, double layerShare) const;
  /// Part of the layer's scattering between two spatial frequencies.
  double layerShare(double inner_invA, double outer_invA) const;

  /// The layer's part of the intensity in an annulus, and that times the square of an angle along
  /// one axis, mrad^2.
  struct LayerMoments {
    double share = 0, square_mrad2 = 0;
  };
  LayerMoments layerMoments(double inner_mrad, double outer_mrad, double mrad_per_invA) const;

  /// The sum and the two first moments of a detector of the centre of mass, from its six clean maps
  /// (CentreOfMassMask). A Poisson number of electrons arrives, each at an angle whose mean and
  /// covariance are those of the clean moments; of their sum the Gaussian limit is drawn, exact for
  /// many electrons. Readout noise, offset and saturation belong to pixels that these maps do not
  /// have, and are left out.
  std::vector<Map2> recordMoments(std::span<const Map2* const> clean,
                                  const LayerMoments& layer) const;

  /// An image on a camera: what is spread, counted and read out is its pixels. Scan faults and
  /// contamination mean nothing here (RecordSettings::ofCamera).
  Map2 recordImage(const Map2& clean) const;

  /// Row rx of a scan, [ry, qx, qy].
  void recordRow(const Datacube& clean, int rx, std::span<float> row) const;

  /// Electrons that fall on one position. 0 without a dose.
  double electrons(const Vec2& step_A) const;

 private:
  class Counter;
  RecordSettings settings_;
  std::string image_;  // ends the purposes of random numbers
};

}  // namespace glasscope::multislice
