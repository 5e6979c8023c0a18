#include "multislice/optics/Probe.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/propagation/Propagator.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {
namespace {

const Grid kGrid(128, 120, 20, 18.75);
const ElectronBeam kBeam(200);

Wave formed(const ProbeSettings& settings, const Vec2& position) {
  Wave wave(kGrid.pixels());
  Probe(settings, kGrid, kBeam).form(position, wave);
  return wave;
}

TEST(Probe, hasUnitIntensityWhateverItsEdgeAndAberrations) {
  ProbeSettings settings;
  for (double edge : {0.0, 4.0}) {
    for (double defocus : {0.0, 321.0}) {
      settings.edge_mrad = edge;
      settings.aberrations.defocus_A = defocus;
      double total = 0;
      for (const auto& w : formed(settings, {3.3, 4.4})) total += std::norm(w);
      EXPECT_NEAR(total, 1, 1e-6);
    }
  }
}

TEST(Probe, peaksWhereItIsPut) {
  const Vec2 at(37 * kGrid.dx_A(), 61 * kGrid.dy_A());
  Wave wave = formed({}, at);
  Fft(128, 120).inverse(wave.data());
  std::size_t peak = 0;
  for (std::size_t i = 0; i < wave.size(); ++i) {
    if (std::norm(wave[i]) > std::norm(wave[peak])) peak = i;
  }
  EXPECT_EQ(peak, 37u * 120 + 61);
}

TEST(Probe, isOpenUpToItsSemiangle) {
  const Wave wave = formed({}, {0, 0});
  for (int i = 0; i < 128; ++i) {
    for (int j = 0; j < 120; ++j) {
      const double angle = kBeam.angle_mrad(std::hypot(kGrid.kx_invA(i), kGrid.ky_invA(j)));
      EXPECT_EQ(std::norm(wave[static_cast<std::size_t>(i) * 120 + j]) > 0, angle <= 25) << angle;
    }
  }
}

TEST(Probe, underfocusIsUndoneByTravelling) {
  // Positive defocus (underfocus) crosses over after the entrance plane: that far below it the
  // probe is the focused one.
  ProbeSettings focused, under;
  under.aberrations.defocus_A = 250;
  const Propagator propagator(kGrid, kBeam, BandLimit(kGrid), 250);
  const Wave a = formed(focused, {5, 6}), b = formed(under, {5, 6});
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_LT(std::abs(b[i] * propagator.factors()[i] - a[i]), 1e-6);
  }
}

TEST(Probe, refusesAperturesThatTheGridOrReasonDoesNotCarry) {
  ProbeSettings settings;
  settings.semiangle_mrad = 0;
  EXPECT_THROW(Probe(settings, kGrid, kBeam), Error);
  settings.semiangle_mrad = 500;
  try {
    Probe(settings, kGrid, kBeam);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity);
  }
}

}  // namespace
}  // namespace glasscope::multislice
