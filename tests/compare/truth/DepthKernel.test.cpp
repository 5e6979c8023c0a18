#include "compare/truth/DepthKernel.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/truth/TruthMap.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "multislice/optics/ProbeProfile.h"

namespace glasscope::compare {
namespace {

multislice::ProbeSettings probeOf(double defocus_A, double semiangle_mrad = 30) {
  multislice::ProbeSettings probe;
  probe.semiangle_mrad = semiangle_mrad;
  probe.aberrations.defocus_A = defocus_A;
  return probe;
}

double integral(const ProbeKernel& kernel) {
  double sum = 0;
  const double step = kernel.reach_A() / 20000;
  for (int i = 0; i < 20000; ++i) {
    const double r = (i + 0.5) * step;
    sum += 2 * constants::kPi * r * kernel(r) * step;
  }
  return sum;
}

TEST(DepthKernel, everyDepthWeighsOne) {
  const DepthKernel kernel =
      DepthKernel::vacuumProbe(probeOf(40), multislice::ElectronBeam(200), 120);
  ASSERT_GT(kernel.slices().size(), 10u);
  for (const ProbeKernel& slice : kernel.slices()) EXPECT_NEAR(integral(slice), 1, 1e-6);
  EXPECT_NEAR(kernel.sliceThickness_A() * static_cast<double>(kernel.slices().size()), 120, 1e-9);
}

// An underfocus of 40 angstrom puts the focus 40 angstrom below the entrance: there the probe is
// the Airy disc, and it is alike above and below.
TEST(DepthKernel, isSharpestAtItsFocus) {
  const multislice::ElectronBeam beam(200);
  const DepthKernel kernel = DepthKernel::vacuumProbe(probeOf(40), beam, 120);
  const double airy = 0.5145 * beam.wavelength_A() / 30e-3;
  EXPECT_NEAR(kernel.at(40).fwhm_A(), airy, 0.02 * airy);
  EXPECT_NEAR(kernel.narrowestFwhm_A(), kernel.at(40).fwhm_A(), 0.01 * airy);
  // The centre of a defocused probe: (sin x / x)^2 with x = pi angle^2 defocus / (2 wavelength)
  // (Born and Wolf, Sec. 8.8.3). What lies beyond the reach differs by a per cent or two.
  const double step = kernel.sliceThickness_A();
  const auto x = [&](double depth) {
    const double middle = (std::floor(depth / step) + 0.5) * step;
    return M_PI * 9e-4 * (40 - middle) / (2 * beam.wavelength_A());
  };
  const double sharpest = kernel.at(40)(0) / std::pow(std::sin(x(40)) / x(40), 2);
  for (const double depth : {10.0, 25.0, 58.0, 70.0, 81.0}) {
    EXPECT_NEAR(kernel.at(depth)(0) / sharpest, std::pow(std::sin(x(depth)) / x(depth), 2), 0.02)
        << depth;
  }
}

TEST(DepthKernel, takesAsManySlicesAsTheFocusIsDeep) {
  const multislice::ElectronBeam beam(200);  // depth of focus: 27.9 A at 30 mrad, 2787 A at 3 mrad
  EXPECT_EQ(DepthKernel::vacuumProbe(probeOf(0), beam, 27.8).slices().size(), 8u);
  EXPECT_EQ(DepthKernel::vacuumProbe(probeOf(0, 3), beam, 200).slices().size(), 1u);
  EXPECT_EQ(DepthKernel::vacuumProbe(probeOf(0), beam, 400).slices().size(), 64u);
  EXPECT_THROW(DepthKernel::vacuumProbe(probeOf(0), beam, 0), Error);
}

TEST(DepthKernel, beyondTheFoilItIsThatOfItsFaces) {
  const DepthKernel kernel =
      DepthKernel::vacuumProbe(probeOf(0), multislice::ElectronBeam(200), 50);
  EXPECT_EQ(kernel.sliceOf(-3), 0u);
  EXPECT_EQ(kernel.sliceOf(50), kernel.slices().size() - 1);
  EXPECT_EQ(kernel.sliceOf(1e9), kernel.slices().size() - 1);
  EXPECT_EQ(kernel.sliceOf(kernel.sliceThickness_A() * 1.5), 1u);
}

// An atom at depth z is seen with the width of the probe at z, within 2 %.
TEST(DepthKernel, anAtomIsSeenWithTheProbeAtItsDepth) {
  const multislice::ElectronBeam beam(200);
  const DepthKernel kernel = DepthKernel::vacuumProbe(probeOf(20), beam, 80);
  for (const double depth : {3.0, 20.0, 61.0}) {
    Atoms atoms;
    atoms.box = Box::orthogonal({24, 24, 80}, {0, 0, 0}, {true, true, false});
    atoms.add(29, {12, 12, depth});
    const Map2 map = TruthMap({481, 1, {0.05, 0.05}, {0, 12}, false}, kernel).arealDensity(atoms);
    const double half = 0.5 * map.values(240, 0);
    int beside = 240;
    while (map.values(beside, 0) > half) ++beside;
    const double above = map.values(beside - 1, 0), below = map.values(beside, 0);
    const double radius = 0.05 * (beside - 1 - 240 + (above - half) / (above - below));
    multislice::ProbeSettings there = probeOf(20 - depth);
    const double expected = multislice::ProbeProfile::of(there, beam).fwhm_A;
    EXPECT_NEAR(2 * radius, expected, 0.02 * expected + 0.02) << depth;
  }
}

// All depths weigh as much: the atoms are all there, however wide the probe is.
TEST(DepthKernel, keepsTheAtoms) {
  const DepthKernel kernel =
      DepthKernel::vacuumProbe(probeOf(0), multislice::ElectronBeam(200), 100);
  Atoms atoms;
  atoms.box = Box::orthogonal({20, 20, 100}, {0, 0, 0}, {true, true, false});
  for (int i = 0; i < 10; ++i) atoms.add(29, {1.7 * i, 2.1 * i, 10.0 * i + 5});
  double total = 0;
  for (const double v :
       TruthMap({100, 100, {0.2, 0.2}, {0, 0}, true}, kernel).arealDensity(atoms).values) {
    total += 0.04 * v;
  }
  EXPECT_NEAR(total, 10, 0.05);  // pixels of 0.2 A under a probe of 0.43 A
}

}  // namespace
}  // namespace glasscope::compare
