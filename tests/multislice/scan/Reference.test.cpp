// The whole chain against independent results: abTEM 1.0.9 (see ReferenceSpecimen.h for what they
// are).

#include <algorithm>
#include <cmath>
#include <map>

#include <gmock/gmock.h>

#include "multislice/instrument/ScanInstrument.h"
#include "multislice/potentials/Potential.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"
#include "tests/SharedData.h"
#include "tests/multislice/ReferenceSpecimen.h"

namespace glasscope::multislice {
namespace {

constexpr const char* kFile = "reference/abtem_cu64zr36.h5";

struct Difference {
  double rms;  ///< of the difference over the standard deviation of what is expected
  double meanRatio;
};

Difference compare(const Array2<float>& found, const std::vector<double>& expected) {
  double meanF = 0, meanE = 0, squareE = 0, squareD = 0;
  const double n = static_cast<double>(expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    meanF += found[i] / n;
    meanE += expected[i] / n;
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    squareE += std::pow(expected[i] - meanE, 2) / n;
    squareD += std::pow(found[i] - expected[i], 2) / n;
  }
  return {std::sqrt(squareD / squareE), meanF / meanE};
}

/// Sums |wave|^2 in rings [edge, next edge) of a quantity of (kx, ky).
template <class Quantity>
std::vector<double> rings(const Wave& wave, const Grid& grid, const std::vector<double>& edges,
                          const Quantity& quantity) {
  std::vector<double> sums(edges.size() - 1, 0.0);
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double q = quantity(std::hypot(grid.kx_invA(i), grid.ky_invA(j)));
      const auto next = std::upper_bound(edges.begin(), edges.end(), q);
      if (next == edges.begin() || next == edges.end()) continue;
      sums[next - edges.begin() - 1] +=
          std::norm(wave[static_cast<std::size_t>(i) * grid.ny() + j]);
    }
  }
  return sums;
}

double sum(std::span<const double> values) {
  double total = 0;
  for (double v : values) total += v;
  return total;
}

class Reference : public testing::TestWithParam<std::string> {
 protected:
  static Parametrisation parametrisation() {
    return valueOfWord<Parametrisation>(GetParam(), "table");
  }
  ScatteringFactors factors() const { return ScatteringFactors(parametrisation()); }

  static Transmission transmission(const ReferenceSpecimen& specimen,
                                   const ScatteringFactors& factors) {
    const std::vector<Array2<float>> slices = specimen.bilinearSlices(factors);
    return Transmission(specimen.grid(), ElectronBeam(200),
                        BandLimit(specimen.grid(), specimen.taper_invA()),
                        ReferenceSpecimen::kSlices, [&](int s) { return slices[s]; });
  }
};

TEST_P(Reference, scatteringFactorsAndProjectedPotentialsOfAtomsAgree) {
  GLASSCOPE_NEEDS_SHARED(path, kFile);
  const Hdf5 file = Hdf5::open(path).group(GetParam());
  const std::vector<double> k2 = file.readDoubles("atom_k"), r = file.readDoubles("atom_radius");
  for (const auto& [symbol, z] : std::map<std::string, int>{
           {"Al", 13}, {"Si", 14}, {"Cu", 29}, {"Zr", 40}, {"Pd", 46}, {"Ta", 73}, {"Au", 79}}) {
    const auto f = file.readDoubles("atom/" + symbol + "/scattering_factor");
    const auto v = file.readDoubles("atom/" + symbol + "/projected_potential");
    // Single precision of the reference cancels in Lobato's large coefficients of opposite sign:
    // 1e-6 in both.
    for (std::size_t i = 0; i < f.size(); ++i) {
      EXPECT_NEAR(factors().factor(z, std::sqrt(k2[i])) / f[i], 1, 2e-6)
          << symbol << " k2 " << k2[i];
    }
    for (std::size_t i = 0; i < v.size(); ++i) {
      EXPECT_NEAR(factors().projectedPotential(z, r[i]) / v[i], 1, 5e-6) << symbol << " r " << r[i];
    }
  }
}

TEST_P(Reference, projectedPotentialAgreesOncePlacedAsTheReferencePlacesIt) {
  GLASSCOPE_NEEDS_SHARED(path, kFile);
  const ReferenceSpecimen specimen(path);
  const Hdf5 file = specimen.file().group(GetParam());
  const Slicing slicing(specimen.foil(), ReferenceSpecimen::kSlices);
  std::vector<std::size_t> all(specimen.foil().size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  const Difference whole =
      compare(specimen.bilinear(factors(), all), file.readDoubles("projected_potential_sum"));
  const Difference first = compare(specimen.bilinear(factors(), slicing.atoms(0)),
                                   file.readDoubles("projected_potential_slice0"));
  // Required: 0.5 % rms. Single precision leaves 5e-6.
  EXPECT_LT(whole.rms, 2e-5);
  EXPECT_LT(first.rms, 2e-5);
  EXPECT_NEAR(whole.meanRatio, 1, 3e-6);
}

TEST_P(Reference, exactPlacementKeepsWhatTheReferenceSmoothsAway) {
  GLASSCOPE_NEEDS_SHARED(path, kFile);
  const ReferenceSpecimen specimen(path);
  const Slicing slicing(specimen.foil(), ReferenceSpecimen::kSlices);
  const Potential potential(specimen.grid(), factors(), specimen.foil().species());
  const Difference d =
      compare(potential.project(specimen.foil(), slicing.atoms(0)),
              specimen.file().group(GetParam()).readDoubles("projected_potential_slice0"));
  // The reference is about a tenth too smooth at this sampling; the mean is untouched by placement.
  EXPECT_GT(d.rms, 0.08);
  EXPECT_LT(d.rms, 0.12);
  EXPECT_NEAR(d.meanRatio, 1, 3e-6);
}

TEST_P(Reference, planeWaveScattersTheSameFractionIntoEveryRing) {
  GLASSCOPE_NEEDS_SHARED(path, kFile);
  const ReferenceSpecimen specimen(path);
  const Grid grid = specimen.grid();
  const ElectronBeam beam(200);
  const BandLimit limit(grid, specimen.taper_invA());
  const Propagator propagator(grid, beam, limit,
                              specimen.foil().thickness_A() / ReferenceSpecimen::kSlices);
  Wave wave(grid.pixels());
  wave[0] = 1;
  makeWaveStepper(propagator)->advance(wave, transmission(specimen, factors()).views());
  const Hdf5 file = specimen.file().group(GetParam()).group("plane_wave");
  const auto edges = file.readDoubles("ring_edges"), expected = file.readDoubles("ring_fraction");
  const auto found = rings(wave, grid, edges, [](double k) { return k; });
  for (std::size_t i = 0; i < found.size() && beam.angle_mrad(edges[i + 1]) < 95; ++i) {
    if (expected[i] == 0) continue;
    // Required: 1 %. Single precision leaves 3e-6.
    EXPECT_NEAR(found[i] / expected[i], 1, 1.5e-5) << "ring from " << edges[i] << " 1/angstrom";
  }
  EXPECT_NEAR(sum(found), sum(expected), 5e-7);
}

TEST_P(Reference, probesScatterTheSameFractionIntoEveryRing) {
  GLASSCOPE_NEEDS_SHARED(path, kFile);
  const ReferenceSpecimen specimen(path);
  const Transmission slices = transmission(specimen, factors());
  const Grid grid = specimen.grid();
  const ElectronBeam beam(200);
  const BandLimit limit(grid, specimen.taper_invA());
  const Propagator propagator(grid, beam, limit,
                              specimen.foil().thickness_A() / ReferenceSpecimen::kSlices);
  const auto stepper = makeWaveStepper(propagator);
  Wave wave(grid.pixels());
  for (const auto& [name, semiangle] :
       std::map<std::string, double>{{"probe_25mrad", 25}, {"probe_2mrad", 2}}) {
    const Hdf5 file = specimen.file().group(GetParam()).group(name);
    const auto position = file.readDoubles("position"), edges = file.readDoubles("ring_edges");
    const auto expected = file.readDoubles("ring_fraction"),
               total = file.readDoubles("total_fraction");
    ProbeSettings settings;
    settings.semiangle_mrad = semiangle;
    const Probe probe(settings, grid, beam);
    for (std::size_t p = 0; p < total.size(); ++p) {
      probe.form({position[2 * p], position[2 * p + 1]}, wave);
      stepper->advance(wave, slices.views());
      const auto found = rings(wave, grid, edges, [&](double k) { return beam.angle_mrad(k); });
      const std::span<const double> wanted(expected.data() + p * found.size(), found.size());
      for (std::size_t ring = 0; ring + 5 <= 95; ring += 5) {
        const double f = sum(std::span(found).subspan(ring, 5)), e = sum(wanted.subspan(ring, 5));
        // Required: 1 %. Single precision in both programs leaves 1.1e-5.
        EXPECT_NEAR(f / e, 1, 5e-5) << name << " " << p << ", ring from " << ring << " mrad";
      }
      double all = 0;
      for (const auto& w : wave) all += std::norm(w);
      EXPECT_NEAR(all, total[p], 3e-6) << name << " " << p;  // required: 1e-3
    }
  }
}

TEST_P(Reference, nanodiffractionPatternsAgreePixelByPixel) {
  GLASSCOPE_NEEDS_SHARED(path, kFile);
  const ReferenceSpecimen specimen(path);
  const Hdf5 file = specimen.file().group(GetParam()).group("probe_2mrad");
  const auto position = file.readDoubles("position"), expected = file.readDoubles("pattern");
  ScanJob job;
  job.microscope.parametrisation = parametrisation();
  job.microscope.grid_points = ReferenceSpecimen::kPoints;
  job.microscope.slice_thickness_A = specimen.foil().thickness_A() / ReferenceSpecimen::kSlices;
  job.probe.semiangle_mrad = 2;
  job.scan = {1, 1, {position[0], position[1]}, {1, 1}, false};
  const ElectronBeam beam(200);
  job.pixelated = PixelatedDetector{beam.angle_mrad(64 / specimen.foil().extent_A().x()), 0};
  // The reference's slices act at their upper faces, ours in their middles.
  job.probe.aberrations.defocus_A =
      0.5 * specimen.foil().thickness_A() / ReferenceSpecimen::kSlices;
  const ScanInstrument instrument(job, specimen.foil(), 1, specimen.taper_invA());
  ASSERT_EQ(instrument.patternSize(), 128u * 128u);
  const auto stepper = makeWaveStepper(instrument.propagator());
  Wave wave(specimen.grid().pixels());
  std::vector<float> pattern(128 * 128);
  instrument.form(0, 0, wave);
  stepper->advance(wave, transmission(specimen, factors()).views());
  instrument.addPattern(wave, 1, pattern);
  double squareE = 0, squareD = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    squareE += std::pow(expected[i], 2);
    squareD += std::pow(expected[i] - pattern[i], 2);
  }
  EXPECT_LT(std::sqrt(squareD / squareE), 5e-6);  // single precision leaves 1e-6
}

INSTANTIATE_TEST_SUITE_P(AbtemCu64Zr36, Reference, testing::Values("kirkland", "lobato"),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace glasscope::multislice
