#include "multislice/plane_wave/PlaneWaveResult.h"

// The diffraction of an amorphous cell has to come out on the absolute scale: fractions of the
// incident beam that a pair distribution can be normalised with.

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/scattering/ScatteringFactors.h"
#include "multislice/plane_wave/runPlaneWave.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {
namespace {

/// A gas: atoms that know nothing of each other, so that S(q) = 1 at every q but 0.
Foil gas(int snapshot, int count) {
  Atoms atoms;
  atoms.box = Box::orthogonal({40, 40, 2});
  for (int i = 0; i < count; ++i) {
    Random place(17, "place", snapshot, i);
    atoms.add(6, {40 * place.uniform(), 40 * place.uniform(), 2 * place.uniform()});
  }
  return Foil::cut(atoms, {});
}

TEST(PlaneWaveResult, aThinGasScattersAsItsAtomsDo) {
  // Weak phase object: I(k) = (sigma / A)^2 N v(k)^2, of the incident beam, v = 47.878 f the
  // transform of an atom's projected potential (Kirkland 2010, Chap. 5). Speckle: a ring of n
  // independent frequencies and snapshots has a relative scatter of 1 / sqrt(n), n some 1e5. The
  // weak phase approximation is good to 0.3 % for carbon. (Copper scatters 4 to 6 % less than by
  // it, however thin the gas: the phase of the atom is not weak, see SingleAtom.test.cpp.)
  constexpr int kAtoms = 20, kSnapshots = 24;
  std::vector<Foil> foils;
  for (int s = 0; s < kSnapshots; ++s) foils.push_back(gas(s, kAtoms));
  MicroscopeSettings microscope;
  microscope.max_angle_mrad = 80;
  const PlaneWaveResult result = runPlaneWave(microscope, foils);
  const ElectronBeam beam(microscope.voltage_kV);
  const ScatteringFactors factors(Parametrisation::lobato);
  const Grid& grid = result.grid;
  for (double inner : {0.5, 1.0, 1.5, 2.0, 2.5}) {
    double seen = 0, expected = 0;
    for (int x = 0; x < grid.nx(); ++x) {
      for (int y = 0; y < grid.ny(); ++y) {
        const double k =
            std::hypot((x - grid.nx() / 2) / grid.lx_A(), (y - grid.ny() / 2) / grid.ly_A());
        if (k < inner || k >= inner + 0.5) continue;
        seen += static_cast<double>(result.diffraction(x, y));
        const double v = factors.projectedTransform(6, k) / (grid.lx_A() * grid.ly_A());
        expected += kAtoms * std::pow(beam.interaction_per_VA() * v, 2);
      }
    }
    EXPECT_NEAR(seen / expected, 1, 0.02) << "at " << inner << " per angstrom";
  }
}

}  // namespace
}  // namespace glasscope::multislice
