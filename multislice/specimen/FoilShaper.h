#pragma once

#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// What is done to a foil after it was cut, in this order: repeats of the box along the beam moved
/// at random, a wedge, amorphous layers, bending, vacuum. Everything is off by default.
class FoilShaper {
 public:
  /// `period_A` is the height of the box that repeats along the beam, 0 for one that does not.
  /// Throws Error(usage) for what cannot be done to this foil.
  static void shape(Foil& foil, const FoilSettings& settings, double period_A);

 private:
  FoilShaper(Foil& foil, const FoilSettings& settings);
  void shiftRepeats(double period_A);
  void cutWedge();
  void addLayer(const AmorphousLayerSettings& layer, bool top);
  void bend();
  void addVacuum();
  void move(const Vec3& by);

  Foil& foil_;
  const FoilSettings& settings_;
  double margin_A_;  ///< vacuum beside the solid, in the foil already
};

}  // namespace glasscope::multislice
