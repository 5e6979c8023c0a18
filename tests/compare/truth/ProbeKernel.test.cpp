#include "compare/truth/ProbeKernel.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

double integral(const ProbeKernel& kernel) {
  double sum = 0;
  const double step = kernel.reach_A() / 20000;
  for (int i = 0; i < 20000; ++i) {
    const double r = (i + 0.5) * step;
    sum += 2 * constants::kPi * r * kernel(r) * step;
  }
  return sum;
}

TEST(ProbeKernel, integratesToOne) {
  EXPECT_NEAR(integral(ProbeKernel::gaussian(2.5)), 1, 1e-6);
  EXPECT_NEAR(integral(ProbeKernel::radial({0, 1, 2, 5}, {3, 3, 1, 0})), 1, 1e-3);
}

TEST(ProbeKernel, keepsItsWidth) {
  EXPECT_NEAR(ProbeKernel::gaussian(2.5).fwhm_A(), 2.5, 1e-4);
}

TEST(ProbeKernel, comesBackFromItsImage) {
  Map2 image;
  image.pixel_A = {0.1, 0.1};
  image.values = Array2<double>(128, 128);
  const double sigma = 2.5 / (2 * std::sqrt(2 * std::log(2.0)));
  for (int x = 0; x < 128; ++x) {
    for (int y = 0; y < 128; ++y) {  // centred across the seam, at (0.33, 12.7)
      const double dx = std::remainder(0.1 * x - 0.33, 12.8);
      const double dy = std::remainder(0.1 * y - 12.7, 12.8);
      image.values(x, y) = 17 * std::exp(-0.5 * (dx * dx + dy * dy) / (sigma * sigma));
    }
  }
  const ProbeKernel kernel = ProbeKernel::fromImage(image);
  // Sharing intensity between rings of 0.1 A widens a Gaussian of sigma 1.06 A by well under 1 %.
  EXPECT_NEAR(kernel.fwhm_A(), 2.5, 0.02);
  EXPECT_NEAR(kernel(1.0), ProbeKernel::gaussian(2.5)(1.0), 0.01 * kernel(0));
}

TEST(ProbeKernel, refusesWhatIsNoProbe) {
  EXPECT_THROW(ProbeKernel::gaussian(0), Error);
  EXPECT_THROW(ProbeKernel::gaussian(std::nan("")), Error);
  EXPECT_THROW(ProbeKernel::radial({0, 1}, {0, 0}), Error);
  EXPECT_THROW(ProbeKernel::radial({0, 1, 1}, {1, 1, 1}), Error);
  EXPECT_THROW(ProbeKernel::radial({0, 1}, {1, -1}), Error);
}

}  // namespace
}  // namespace glasscope::compare
