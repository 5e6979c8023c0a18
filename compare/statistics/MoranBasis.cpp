#include "compare/statistics/MoranBasis.h"

#include <Eigen/Eigenvalues>

#include "core/system/Error.h"

namespace glasscope::compare {

MoranBasis::MoranBasis(PixelMask mask) : SurrogateBasis(std::move(mask)) {
  const int nx = this->mask().nx(), ny = this->mask().ny();
  Array2<int> place(nx, ny, -1);
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (!this->mask()[i]) continue;
    place[i] = static_cast<int>(pixels_.size());
    pixels_.push_back(i);
  }
  GLASSCOPE_ENSURE(pixels_.size() <= kMostPixels, "coarsen the maps first");
  const auto n = static_cast<Eigen::Index>(pixels_.size());
  if (n == 0) return;
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(n, n);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      if (place(x, y) < 0) continue;
      for (const auto& [dx, dy] : {std::pair{0, 1}, {1, -1}, {1, 0}, {1, 1}}) {
        const int u = x + dx, v = y + dy;
        if (u >= nx || v < 0 || v >= ny || place(u, v) < 0) continue;
        weights(place(x, y), place(u, v)) = weights(place(u, v), place(x, y)) = 1;
      }
    }
  }
  // Centred on both sides; the constant vector is then pushed below every other eigenvalue (none is
  // under -8, the largest number of neighbours), so that it can be told from them and left out.
  const Eigen::VectorXd means = weights.rowwise().mean();
  const double all = means.mean();
  constexpr double kBelow = 100;
  weights.colwise() -= means;
  weights.rowwise() -= means.transpose();
  weights.array() += all - kBelow / static_cast<double>(n);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(weights);
  vectors_ = solver.eigenvectors().rightCols(n - 1).rowwise().reverse();
}

std::size_t MoranBasis::size() const {
  return static_cast<std::size_t>((vectors_.cols() + 1) / 2);
}

bool MoranBasis::isSingle(std::size_t pattern) const {
  return 2 * pattern + 1 == static_cast<std::size_t>(vectors_.cols());
}

SurrogateBasis::Amplitudes MoranBasis::transform(const Array2<double>& unit) const {
  Eigen::VectorXd values(static_cast<Eigen::Index>(pixels_.size()));
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    values[i] = unit[pixels_[static_cast<std::size_t>(i)]];
  }
  const Eigen::VectorXd loads = vectors_.transpose() * values;
  Amplitudes amplitudes(size());
  for (std::size_t k = 0; k < amplitudes.size(); ++k) {
    const auto first = static_cast<Eigen::Index>(2 * k);
    amplitudes[k] = {loads[first], isSingle(k) ? 0 : loads[first + 1]};
  }
  return amplitudes;
}

Array2<double> MoranBasis::compose(const Amplitudes& amplitudes) const {
  Eigen::VectorXd loads(vectors_.cols());
  for (std::size_t k = 0; k < amplitudes.size(); ++k) {
    const auto first = static_cast<Eigen::Index>(2 * k);
    loads[first] = amplitudes[k].real();
    if (!isSingle(k)) loads[first + 1] = amplitudes[k].imag();
  }
  const Eigen::VectorXd values = vectors_ * loads;
  Array2<double> map(mask().nx(), mask().ny());
  for (std::size_t i = 0; i < pixels_.size(); ++i) {
    map[pixels_[i]] = values[static_cast<Eigen::Index>(i)];
  }
  return map;
}

}  // namespace glasscope::compare
