#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "multislice/specimen/FoilSettings.h"

namespace glasscope::multislice {

/// The specimen as the beam meets it: atoms in an orthogonal block [0, lx) x [0, ly) x [0, lz] of
/// its own frame. The beam travels along +z and enters at z = 0.
///
/// A periodic box is repeated as often as the thickness asks. A triclinic box gives an orthogonal
/// foil that is periodic across the beam when short combinations of its edges lie along x and along
/// y, whatever their order; otherwise the block is cut out of the repeated
/// medium, is not periodic, and gets vacuum around it (`isPeriodic` tells). The configuration may
/// be turned before (OrientedBlock), and the foil be shaped after that (FoilShaper).
class Foil {
 public:
  /// Throws Error(usage) when the settings make no sense (negative thickness, thickness beyond a
  /// box that is open along z) or no atom is left.
  static Foil cut(const Atoms& atoms, const FoilSettings& settings);

  /// In `sources`: an atom of an amorphous layer, which the configuration does not have.
  static constexpr std::size_t kAdded = static_cast<std::size_t>(-1);

  std::size_t size() const { return positions_.size(); }
  const Vec3& extent_A() const { return extent_A_; }
  double thickness_A() const { return extent_A_.z(); }
  bool isPeriodic() const { return periodic_; }  ///< across the beam, without a seam

  /// A position r of the configuration is at r - origin in the foil (up to whole periods), unless
  /// the configuration was turned, or the foil bent or its repeats shifted.
  const Vec3& origin_A() const { return origin_A_; }

  const std::vector<int>& atomicNumbers() const { return atomicNumbers_; }
  const std::vector<Vec3>& positions() const { return positions_; }
  /// Index of each foil atom in the configuration (several images of one atom may occur), or
  /// kAdded.
  const std::vector<std::size_t>& sources() const { return sources_; }
  std::vector<int> species() const;  ///< ascending

  /// The same foil with every atom displaced.
  Foil moved(const std::vector<Vec3>& by) const;

 private:
  friend class FoilCutter;
  friend class FoilShaper;
  friend class TiltSeries;
  Vec3 extent_A_{0, 0, 0}, origin_A_{0, 0, 0};
  bool periodic_ = true;
  std::vector<int> atomicNumbers_;
  std::vector<Vec3> positions_;
  std::vector<std::size_t> sources_;
};

}  // namespace glasscope::multislice
