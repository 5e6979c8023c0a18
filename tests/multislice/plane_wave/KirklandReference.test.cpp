// A published image: the bright-field phase contrast of single atoms of C, Si, Cu, Au and U,
// Fig. 5.12 of E. J. Kirkland, Advanced Computing in Electron Microscopy, 2nd ed. (2010): 200 kV,
// spherical aberration 1.3 mm, underfocus 700 angstrom, objective aperture 10.37 mrad, 512 x 512
// points on 50 angstrom, his parametrisation. It goes from 0.72 to 1.03 of the incident intensity.
// Conditions and numbers as restated in test/test_kirkland.py of github.com/abTEM/abTEM (commit
// 0a56066), whose author's program gives them too.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "multislice/plane_wave/runHrtem.h"

namespace glasscope::multislice {
namespace {

constexpr int kAtoms[] = {6, 14, 29, 79, 92};

double placeOf(std::size_t atom) {
  return 5 + 10 * static_cast<double>(atom);
}

Foil fiveAtoms() {
  Atoms atoms;
  atoms.box = Box::orthogonal({50, 50, 1});
  for (std::size_t a = 0; a < std::size(kAtoms); ++a) atoms.add(kAtoms[a], {placeOf(a), 25, 0.5});
  return Foil::cut(atoms, {});
}

Map2 imageOf(const Foil& foil, int oversampling) {
  HrtemJob job;
  job.microscope.parametrisation = Parametrisation::kirkland;
  job.microscope.grid_points = 512;
  job.microscope.slices = 1;
  job.microscope.potentialOversampling = oversampling;
  job.imaging.aberrations.defocus_A = 700;
  job.imaging.aberrations.c30_A = 1.3e7;
  job.imaging.aperture_mrad = 10.37;
  return runHrtem(job, {&foil, 1}).images[0];
}

TEST(KirklandReference, fiveAtomsAreAsDarkAndTheirSurroundingsAsBrightAsInTheBook) {
  const Foil foil = fiveAtoms();
  for (const int oversampling : {1, 3}) {
    const Map2 image = imageOf(foil, oversampling);
    const auto [darkest, brightest] = std::minmax_element(image.values.begin(), image.values.end());
    // The numbers are printed with two digits.
    EXPECT_NEAR(*darkest, 0.72, 0.005) << oversampling;
    EXPECT_NEAR(*brightest, 1.03, 0.005) << oversampling;
  }
}

TEST(KirklandReference, heavierAtomsAreDarker) {
  const Foil foil = fiveAtoms();
  const Map2 image = imageOf(foil, 1);
  double above = 1;
  for (std::size_t a = 0; a < std::size(kAtoms); ++a) {
    const auto pixel = [&](double r_A) { return static_cast<int>(std::lround(512 * r_A / 50)); };
    const double here = image.values(pixel(placeOf(a)), pixel(25));
    EXPECT_LT(here, above) << "Z = " << kAtoms[a];
    above = here;
  }
}

}  // namespace
}  // namespace glasscope::multislice
