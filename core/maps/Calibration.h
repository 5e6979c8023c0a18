#pragma once

#include <string>

#include "core/maps/Datacube.h"
#include "core/maps/Map2.h"
#include "core/settings/Fields.h"

namespace glasscope {

/// Lengths of a measured signal that its file does not tell, or tells wrongly. Zero: the file's.
struct Calibration {
  double pixel_A = 0;                ///< between pixels or scan positions along x, angstrom
  double pixelY_A = 0;               ///< along y where it differs, angstrom
  double diffractionPixel_invA = 0;  ///< of square diffraction pixels, 1/angstrom (1/d)

  /// The step along x and y, or what the file tells (NaN: nothing) where none is given; warns when
  /// the two differ by more than a thousandth. Throws Error(usage) for a step along y alone.
  Vec2 step_A(const Vec2& told_A, const std::string& file) const;
  /// The same of the diffraction pixel; 0 where neither tells it.
  double diffractionStep_invA(double told_invA, const std::string& file) const;

  /// A map or a scan with the steps that are given; its origin stays at the same pixel.
  void apply(Map2& map, const std::string& file) const;
  void apply(DatacubeShape& shape, const std::string& file) const;
};

void eachField(MaybeConst<Calibration> auto& c, auto&& visit) {
  visit(Field{"pixel_A",
              "Distance of the pixels of a map, or of the positions of a 4-D scan; 0 takes the "
              "file's",
              kNotNegative},
        c.pixel_A);
  visit(Field{"pixel_y_A", "The same along y where it differs; 0 takes pixel_A", kNotNegative},
        c.pixelY_A);
  visit(Field{"diffraction_pixel_invA", "Side of the diffraction pixels as 1/d; 0 takes the file's",
              kNotNegative},
        c.diffractionPixel_invA);
}

}  // namespace glasscope
