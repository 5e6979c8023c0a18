// Checks of the electron optics and of the statistics.
#include <cmath>

#include "cli/checks/Check.h"
#include "compare/statistics/AssociationTable.h"
#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "multislice/optics/ProbeProfile.h"
#include "multislice/plane_wave/runPlaneWave.h"
#include "multislice/specimen/Foil.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::cli {

namespace {

using multislice::ElectronBeam;
using multislice::Foil;

Check makeCheck(const char* quantity, double expected, double found, double tolerance,
                const char* unit, const char* source) {
  Check check;
  check.quantity = quantity;
  check.expected = expected;
  check.found = found;
  check.tolerance = tolerance;
  check.unit = unit;
  check.source = source;
  return check;
}

// Atoms at random in a thin periodic foil, of these species in turn.
Foil thinFoil(int atoms, const std::vector<int>& species) {
  Atoms configuration;
  configuration.box = Box::orthogonal(Vec3(16, 16, 8));
  for (int i = 0; i < atoms; ++i) {
    Random random(1, "validate_foil", 0, static_cast<std::uint64_t>(i));
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    configuration.add(species[static_cast<std::size_t>(i) % species.size()],
                      Vec3(16 * x, 16 * y, 8 * z));
  }
  return Foil::cut(configuration, {});
}

multislice::MicroscopeSettings microscope() {
  multislice::MicroscopeSettings settings;
  settings.grid_points = 256;
  return settings;
}

double transmitted(int atoms, const std::vector<int>& species) {
  const std::vector<Foil> foils = {thinFoil(atoms, species)};
  const auto result = multislice::runPlaneWave(microscope(), foils);
  double sum = 0;
  for (const float value : result.diffraction) sum += value;
  return sum;
}

double falsePositives() {
  constexpr int kTrials = 240, kSize = 32;
  int rejected = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<Map2> maps(2);
    for (int m = 0; m < 2; ++m) {
      Map2& map = maps[static_cast<std::size_t>(m)];
      map.name = std::string(1, static_cast<char>('a' + m));
      map.values = Array2<double>(kSize, kSize);
      Random random(1, "validate_null", static_cast<std::uint64_t>(trial),
                    static_cast<std::uint64_t>(m));
      // Long waves of random phase: maps that look related although they are not.
      for (int wave = 0; wave < 12; ++wave) {
        const double kx = static_cast<double>(random.below(7)) - 3;
        const double ky = static_cast<double>(random.below(7)) - 3;
        const double phase = 2 * M_PI * random.uniform(), amplitude = random.normal();
        for (int x = 0; x < kSize; ++x) {
          for (int y = 0; y < kSize; ++y) {
            map.values(x, y) += amplitude * std::cos(2 * M_PI * (kx * x + ky * y) / kSize + phase);
          }
        }
      }
    }
    compare::AssociationSettings settings;
    settings.surrogates = 99;
    settings.kind = compare::SurrogateKind::phaseRandomisation;
    settings.seed = static_cast<std::uint64_t>(trial);
    const auto table = compare::associate({maps[0]}, {maps[1]}, settings);
    if (table.rows.front().significance.pSurrogate <= 0.05) ++rejected;
  }
  return static_cast<double>(rejected) / kTrials;
}

}  // namespace

std::vector<Check> electronChecks() {
  const ElectronBeam beam(200);
  multislice::ProbeSettings probe;
  probe.semiangle_mrad = 10;
  const auto profile = multislice::ProbeProfile::of(probe, beam);
  return {
      makeCheck("electron wavelength, 200 kV", 0.0250793, beam.wavelength_A(), 5e-7, "angstrom",
                "Kirkland 2010, Eq. 2.5, CODATA 2018"),
      makeCheck("phase behind 1000 V angstrom, 200 kV", 0.728840, 1000 * beam.interaction_per_VA(),
                2e-6, "rad", "Kirkland 2010, Eq. 5.6, CODATA 2018"),
      // 0.5145 times the wavelength over the semiangle.
      makeCheck("FWHM of a probe of 10 mrad, 200 kV", 1.2903, profile.fwhm_A, 2e-3, "angstrom",
                "Airy disc (Born and Wolf, Sec. 8.5.2)"),
      makeCheck("plane wave past one carbon atom: intensity", 1, transmitted(1, {6}), 2e-5, "",
                "conservation"),
      // What strong scattering sends beyond the band limit is lost: a few per cent at 256 points.
      makeCheck("plane wave through 8 angstrom of Cu-Zr: intensity", 1,
                transmitted(120, {40, 29, 29}), 0.05, "", "conservation up to the band limit")};
}

std::vector<Check> statisticsChecks() {
  // 240 trials at a nominal 5 %: three binomial standard errors are 4.2 %, so that no rejection at
  // all is as wrong as too many.
  return {makeCheck("independent smooth maps called related at 5 %", 0.05, falsePositives(), 0.042,
                    "", "nominal level of the surrogate test")};
}

}  // namespace glasscope::cli
