#include "sim/vibrations/SoftSubspace.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {
namespace {

constexpr int kLanes = Block<double>::kLanes;
constexpr double kResidual = 1e-8;

// Eight columns of a matrix as a block, and back.
void load(const Eigen::MatrixXd& matrix, Eigen::Index first, Block<double>& block) {
  for (std::size_t row = 0; row < block.rows(); ++row) {
    for (int lane = 0; lane < kLanes; ++lane) {
      block.row(row)[lane] = matrix(static_cast<Eigen::Index>(row), first + lane);
    }
  }
}

void store(const Block<double>& block, Eigen::MatrixXd& matrix, Eigen::Index first) {
  for (std::size_t row = 0; row < block.rows(); ++row) {
    for (int lane = 0; lane < kLanes; ++lane) {
      matrix(static_cast<Eigen::Index>(row), first + lane) = block.row(row)[lane];
    }
  }
}

// Makes what lies in [cut, top] small against what lies below: T_n mapped to that interval, scaled
// to 1 at zero so that nothing overflows.
void filter(const Springs<double>& springs, double cut, double top, int order, Block<double>& x,
            Block<double>& y) {
  const double half = (top - cut) / 2, middle = (top + cut) / 2;
  double scale = half / -middle;
  const double first = scale;
  springs.apply(x, y, nullptr, first / half, -middle * first / half, 0);
  for (int n = 2; n <= order; ++n) {
    const double next = 1 / (2 / first - scale);
    springs.apply(y, x, &x, 2 * next / half, -2 * middle * next / half, -scale * next);
    std::swap(x, y);
    scale = next;
  }
}

class Subspace {
 public:
  Subspace(const Springs<double>& springs, const RigidMotions& rigid, int columns,
           std::uint64_t seed)
      : springs_(springs), rigid_(rigid), x_(springs.rows()), y_(springs.rows()) {
    vectors_.resize(static_cast<Eigen::Index>(springs.rows()), columns);
    for (Eigen::Index first = 0; first < columns; first += kLanes) {
      fillNormal(x_, springs.atoms(), seed, "soft_subspace", static_cast<std::uint64_t>(first));
      store(x_, vectors_, first);
    }
  }

  void filterAll(double cut, double top, int order) {
    for (Eigen::Index first = 0; first < vectors_.cols(); first += kLanes) {
      load(vectors_, first, x_);
      filter(springs_, cut, top, order, x_, y_);
      rigid_.projectOut(y_);
      store(y_, vectors_, first);
      throwIfInterrupted();
    }
  }

  // Rotates the vectors into the best modes that they span; returns residuals of the lowest.
  double diagonalise(int count) {
    vectors_ = Eigen::HouseholderQR<Eigen::MatrixXd>(vectors_).householderQ() *
               Eigen::MatrixXd::Identity(vectors_.rows(), vectors_.cols());
    Eigen::MatrixXd product(vectors_.rows(), vectors_.cols());
    for (Eigen::Index first = 0; first < vectors_.cols(); first += kLanes) {
      load(vectors_, first, x_);
      springs_.apply(x_, y_, nullptr, 1, 0, 0);
      store(y_, product, first);
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(vectors_.transpose() * product);
    vectors_ = vectors_ * solver.eigenvectors();
    product = product * solver.eigenvectors();
    values_ = solver.eigenvalues();
    double worst = 0;
    for (Eigen::Index k = 0; k < count; ++k) {
      worst = std::max(worst, (product.col(k) - values_[k] * vectors_.col(k)).norm());
    }
    return worst;
  }

  const Eigen::MatrixXd& vectors() const { return vectors_; }
  const Eigen::VectorXd& values() const { return values_; }

 private:
  const Springs<double>& springs_;
  const RigidMotions& rigid_;
  Block<double> x_, y_;
  Eigen::MatrixXd vectors_;
  Eigen::VectorXd values_;
};

}  // namespace

double SoftModes::participationRatio(std::size_t k) const {
  double fourth = 0;
  const auto column = static_cast<Eigen::Index>(k);
  const Eigen::Index atoms = vectors.rows() / 3;
  for (Eigen::Index i = 0; i < atoms; ++i) {
    const double square = vectors.block<3, 1>(3 * i, column).squaredNorm();
    fourth += square * square;
  }
  return 1 / (static_cast<double>(atoms) * fourth);
}

SoftModes softModes(const Springs<double>& springs, const RigidMotions& rigid, double top,
                    int count, std::uint64_t seed) {
  constexpr int kMostRounds = 30;
  const int most = static_cast<int>(springs.rows() - rigid.count());
  GLASSCOPE_ENSURE(count >= 1 && count <= most, "there are as many modes as are asked for");
  // A sixth more than wanted, so that the last wanted one is well below the first unwanted one.
  int columns = static_cast<int>(std::ceil(1.15 * count)) + 20;
  columns = (columns + kLanes - 1) / kLanes * kLanes;
  columns = std::min(columns, most / kLanes * kLanes);
  GLASSCOPE_ENSURE(columns >= count, "a sample holds more modes than a block has lanes");
  Subspace subspace(springs, rigid, columns, seed);
  SoftModes modes;
  double cut = 0.05 * top;
  for (modes.rounds = 1; modes.rounds <= kMostRounds; ++modes.rounds) {
    subspace.filterAll(cut, top, modes.rounds == 1 ? 60 : 120);
    modes.worstResidual = subspace.diagonalise(count);
    cut = std::min(0.9 * top, subspace.values()[columns - 1]);
    if (modes.worstResidual <= kResidual * top) break;
  }
  if (modes.worstResidual > kResidual * top || cut <= 0) {
    throw Error(ErrorKind::input, "the lowest modes of this sample were not found",
                fmt::format("after {} rounds a residual of {:.1e} of the edge is left",
                            std::min(modes.rounds, kMostRounds), modes.worstResidual / top),
                "minimise the energy further, or ask for fewer modes");
  }
  modes.eigenvalues.assign(subspace.values().data(), subspace.values().data() + count);
  modes.vectors = subspace.vectors().leftCols(count);
  return modes;
}

}  // namespace glasscope::sim
