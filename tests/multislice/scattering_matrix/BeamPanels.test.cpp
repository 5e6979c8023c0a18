#include "multislice/scattering_matrix/BeamPanels.h"

#include <complex>

#include <Eigen/Core>
#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

using Matrix = Eigen::Matrix<std::complex<double>, Eigen::Dynamic, Eigen::Dynamic>;

Matrix randomMatrix(int rows, int columns, const char* purpose) {
  Matrix m(rows, columns);
  Random random(5, purpose);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) m(r, c) = {random.normal(), random.normal()};
  }
  return m;
}

BeamPanels panelsOf(const Matrix& m) {
  BeamPanels panels(static_cast<int>(m.cols()), m.rows());
  std::vector<std::complex<float>> column(m.rows());
  for (int b = 0; b < m.cols(); ++b) {
    for (int r = 0; r < m.rows(); ++r) column[r] = std::complex<float>(m(r, b));
    panels.store(b, column);
  }
  return panels;
}

BeamCoefficients coefficientsOf(const Matrix& m) {
  BeamCoefficients c(static_cast<int>(m.cols()), static_cast<int>(m.rows()));
  for (int p = 0; p < m.cols(); ++p) {
    for (int b = 0; b < m.rows(); ++b) c.set(p, b, std::complex<float>(m(b, p)));
  }
  return c;
}

std::vector<float> product(const BeamPanels& s, const BeamCoefficients& c) {
  const std::size_t stride = s.panels() * BeamPanels::kPanel;
  std::vector<float> out(c.probes() * stride);
  for (std::size_t p = 0; p < s.panels(); ++p) {
    s.multiply(p, c, out.data() + p * BeamPanels::kPanel, stride);
  }
  return out;
}

std::complex<double> valueAt(const BeamPanels& s, const std::vector<float>& out, int row,
                             int probe) {
  const std::size_t at =
      (probe * s.panels() + row / BeamPanels::kRows) * BeamPanels::kPanel + row % BeamPanels::kRows;
  return {out[at], out[at + BeamPanels::kRows]};
}

TEST(BeamPanels, productIsThatOfTheMatrices) {
  // Sizes that fill neither panels, nor groups of probes, nor blocks of beams. Terms of order one
  // are rounded to 6e-8 of sums that grow as the square root of the number of beams.
  for (int beams : {1, 7, 513}) {
    const Matrix a = randomMatrix(77, beams, "matrix"), b = randomMatrix(beams, 6, "probes");
    const BeamPanels s = panelsOf(a);
    const std::vector<float> out = product(s, coefficientsOf(b));
    const Matrix expected = a * b;
    for (int r = 0; r < 77; ++r) {
      for (int p = 0; p < 6; ++p) {
        EXPECT_LT(std::abs(valueAt(s, out, r, p) - expected(r, p)), 1e-6 * (beams + 10.0));
      }
    }
  }
}

TEST(BeamPanels, aProbeHasTheSameBitsInWhateverBatch) {
  const Matrix a = randomMatrix(40, 600, "matrix"), b = randomMatrix(600, 7, "probes");
  const BeamPanels s = panelsOf(a);
  const std::vector<float> together = product(s, coefficientsOf(b));
  for (int p = 0; p < 7; ++p) {
    const std::vector<float> alone = product(s, coefficientsOf(b.col(p)));
    for (int r = 0; r < 40; ++r) EXPECT_EQ(valueAt(s, together, r, p), valueAt(s, alone, r, 0));
  }
}

}  // namespace
}  // namespace glasscope::multislice
