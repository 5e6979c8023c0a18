// Checks of the electron optics and of the statistics.
#include <cmath>

#include "cli/checks/Check.h"
#include "compare/statistics/AssociationTable.h"
#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/scattering/ScatteringFactors.h"
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

// Atoms at random in a thin periodic foil.
Foil thinFoil(int atoms) {
  Atoms configuration;
  configuration.box = Box::orthogonal(Vec3(16, 16, 8));
  for (int i = 0; i < atoms; ++i) {
    Random random(1, "validate_foil", 0, static_cast<std::uint64_t>(i));
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    configuration.add(i % 3 == 0 ? 40 : 29, Vec3(16 * x, 16 * y, 8 * z));
  }
  return Foil::cut(configuration, {});
}

multislice::MicroscopeSettings microscope() {
  multislice::MicroscopeSettings settings;
  settings.grid_points = 256;
  return settings;
}

double transmitted(int atoms) {
  const std::vector<Foil> foils = {thinFoil(atoms)};
  const auto result = multislice::runPlaneWave(microscope(), foils);
  double sum = 0;
  for (const float value : result.diffraction) sum += value;
  return sum;
}

// One atom in one slice scatters as the phase object: for a weak one the diffracted amplitude is
// sigma v(k) / area (Kirkland 2010, Sec. 5.2), here carbon at the first frequency.
Check weakPhase() {
  Atoms configuration;
  configuration.box = Box::orthogonal(Vec3(16, 16, 1));
  configuration.add(6, Vec3(8, 8, 0.5));
  const std::vector<Foil> foils = {Foil::cut(configuration, {})};
  const auto result = multislice::runPlaneWave(microscope(), foils);
  const ElectronBeam beam(200);
  const ScatteringFactors factors(Parametrisation::lobato);
  const double amplitude =
      beam.interaction_per_VA() * factors.projectedTransform(6, 1.0 / 16) / (16 * 16);
  const int centre = result.grid.nx() / 2;
  const double found = result.diffraction(centre + 1, centre);
  // The second Born term is (sigma V)^2, about a hundredth here.
  return makeCheck("weak phase: diffracted / first Born, carbon", 1,
                   found / (amplitude * amplitude), 0.02, "", "analytic");
}

double falsePositives() {
  constexpr int kTrials = 60, kSize = 32;
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
    if (table.rows.front().pSurrogate <= 0.05) ++rejected;
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
      makeCheck("probe FWHM x semiangle / wavelength", 0.5145,
                profile.fwhm_A * 10e-3 / beam.wavelength_A(), 1e-3, "", "Airy disc, exact"),
      makeCheck("plane wave through vacuum (1 light atom): intensity", 1, transmitted(1), 1e-3, "",
                "conservation"),
      // What strong scattering sends beyond the band limit is lost: a few per cent at 256 points.
      makeCheck("plane wave through 8 angstrom of Cu-Zr: intensity", 1, transmitted(120), 0.05, "",
                "conservation up to the band limit"),
      weakPhase()};
}

std::vector<Check> statisticsChecks() {
  // Sixty trials at a nominal 5 %: three binomial standard errors are 8.4 %.
  return {makeCheck("independent smooth maps called related at 5 %", 0.05, falsePositives(), 0.085,
                    "", "nominal level of the surrogate test")};
}

}  // namespace glasscope::cli
