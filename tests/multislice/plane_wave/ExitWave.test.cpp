// Reciprocity (Cowley, Appl. Phys. Lett. 15, 58 (1969); Pogany and Turner, Acta Cryst. A 24, 103
// (1968)): what a point detector sees of a focused probe at r is the image at r that a plane wave
// gives which comes from that detector, through the foil turned upside down and the same lens.
#include "multislice/plane_wave/ExitWave.h"

#include <cmath>

#include <gtest/gtest.h>

#include "multislice/optics/Probe.h"
#include "multislice/optics/TransferFunction.h"
#include "multislice/waves/Fft.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

/// The same atoms, lower face up.
Foil upsideDown(const Foil& foil) {
  Atoms atoms;
  atoms.box = Box::orthogonal(foil.extent_A());
  for (std::size_t i = 0; i < foil.size(); ++i) {
    const Vec3& r = foil.positions()[i];
    atoms.add(foil.atomicNumbers()[i], {r.x(), r.y(), foil.thickness_A() - r.z()});
  }
  return Foil::cut(atoms, {});
}

// Odd terms change their sign with the direction of the light.
Aberrations lens(double sign) {
  Aberrations a;
  a.c30_A = 2e5;
  a.c12_A = 40;
  a.phi12_deg = 25;
  a.c21_A = sign * 2000;
  a.c23_A = sign * 3000;
  a.phi23_deg = 10;
  a.defocus_A = 60;
  return a;
}

constexpr double kAperture_mrad = 22;

struct Pair {
  double stem, tem;  ///< fraction of the beam in the detector's pixel, and of the image
};

/// Compares at a few positions; the detector lies at frequency (i, j) of the grid.
std::vector<Pair> comparedAt(int i, int j) {
  const Foil foil = smallGlass(), turned = upsideDown(foil);
  const ElectronBeam beam(200);
  const Grid grid(128, 120, 9, 8);
  MicroscopeSettings microscope;
  ExitWave down(microscope, grid, foil);
  ProbeSettings settings;
  settings.semiangle_mrad = kAperture_mrad;
  settings.aberrations = lens(1);
  const Probe probe(settings, grid, beam);

  // The wave from the detector runs towards -k.
  const Vec2 k(grid.kx_invA(i), grid.ky_invA(j));
  microscope.beamTilt_mrad = -1e3 * beam.wavelength_A() * k;
  ExitWave up(microscope, grid, turned);
  Wave image = up.of(turned);
  HrtemSettings objective;
  objective.aberrations = lens(-1);
  objective.aperture_mrad = kAperture_mrad;
  TransferFunction(objective, beam, objective.aberrations.defocus_A, microscope.beamTilt_mrad)
      .apply(grid, image);
  Fft(grid.nx(), grid.ny()).inverse(image.data());

  long beams = 0;
  Wave wave(grid.pixels());
  probe.form({0, 0}, wave);
  for (const auto& w : wave) beams += std::norm(w) > 0;
  std::vector<Pair> pairs;
  for (const auto& [x, y] : {std::pair{10, 20}, {77, 3}, {50, 90}, {100, 61}}) {
    probe.form({x * grid.dx_A(), y * grid.dy_A()}, wave);
    down.carry(foil, wave);
    const std::size_t at = static_cast<std::size_t>(x) * grid.ny() + y;
    pairs.push_back({std::norm(wave[static_cast<std::size_t>(i) * grid.ny() + j]),
                     std::norm(image[at]) / static_cast<double>(beams)});
  }
  return pairs;
}

TEST(ExitWave, isReciprocalAndHoldsOnTheAxisToTheRoundingOfFloats) {
  const auto pairs = comparedAt(0, 0);
  ASSERT_FALSE(pairs.empty());
  for (const Pair& pair : pairs) {
    EXPECT_GT(pair.stem, 1e-5);
    EXPECT_NEAR(pair.tem / pair.stem, 1, 2e-5);  // single precision through ten slices
  }
}

TEST(ExitWave, isReciprocalAndHoldsForATiltedBeam) {
  // An inclined wave is carried as an envelope about its own direction, so that the circle of the
  // band limit lies otherwise: what scatters beyond 1 - 0.0125 of that circle, 1e-4 and less.
  for (const auto& [i, j] : {std::pair{3, 0}, {125, 4}, {2, 117}}) {
    for (const Pair& pair : comparedAt(i, j)) {
      EXPECT_GT(pair.stem, 1e-7);
      EXPECT_NEAR(pair.tem / pair.stem, 1, 1e-2);
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
