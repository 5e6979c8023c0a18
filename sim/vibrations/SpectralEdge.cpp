#include "sim/vibrations/SpectralEdge.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Eigenvalues>

#include "core/math/Constants.h"
#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {
namespace {

constexpr int kSteps = 40;
using Lanes = LaneSums<float>;

// x *= factor, lane by lane.
void scaleLanes(Block<float>& x, const Lanes& factor) {
  eachRowChunk(x.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t lane = 0; lane < factor.size(); ++lane) {
        x.row(row)[lane] *= static_cast<float>(factor[lane]);
      }
    }
  });
}

// x -= factor y, lane by lane.
void subtractLanes(Block<float>& x, const Lanes& factor, const Block<float>& y) {
  eachRowChunk(x.rows(), [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t lane = 0; lane < factor.size(); ++lane) {
        x.row(row)[lane] -= static_cast<float>(factor[lane]) * y.row(row)[lane];
      }
    }
  });
}

Lanes normsOf(const Block<float>& x) {
  Lanes norms = dots(x, x);
  for (double& each : norms) each = std::sqrt(each);
  return norms;
}

Lanes inverseOf(Lanes values) {
  for (double& each : values) each = each > 0 ? 1 / each : 0;
  return values;
}

// The three-term recursions of all lanes: their tridiagonal matrices.
struct Tridiagonals {
  std::vector<Lanes> diagonal, beside;  // `beside` has one more: the last residual
};

Tridiagonals lanczos(const Springs<float>& springs, std::uint64_t seed) {
  Block<float> before(springs.rows()), now(springs.rows()), next(springs.rows());
  fillNormal(now, springs.atoms(), seed, "spectral_edge", 0);
  scaleLanes(now, inverseOf(normsOf(now)));
  Tridiagonals result;
  // As many steps as there are directions at most: a tiny sample is exhausted sooner.
  const int steps = std::min(kSteps, static_cast<int>(springs.rows()));
  for (int step = 0; step < steps; ++step) {
    springs.apply(now, next, nullptr, 1, 0, 0);
    if (step > 0) subtractLanes(next, result.beside.back(), before);
    result.diagonal.push_back(dots(now, next));
    subtractLanes(next, result.diagonal.back(), now);
    result.beside.push_back(normsOf(next));
    scaleLanes(next, inverseOf(result.beside.back()));
    std::swap(before, now);
    std::swap(now, next);
  }
  return result;
}

}  // namespace

double frequency_THz(double eigenvalue) {
  const double nu = std::sqrt(std::abs(eigenvalue) * kSquaredRate_per_ps2) / (2 * constants::kPi);
  return eigenvalue < 0 ? -nu : nu;
}

double eigenvalueOf(double frequency_THz) {
  const double omega = 2 * constants::kPi * frequency_THz;
  return omega * omega / kSquaredRate_per_ps2;
}

SpectralEdges spectralEdges(const Springs<float>& springs, std::uint64_t seed) {
  const Tridiagonals t = lanczos(springs, seed);
  const auto steps = static_cast<Eigen::Index>(t.diagonal.size());
  SpectralEdges edges;
  edges.lowest = t.diagonal.empty() ? 0 : t.diagonal.front().front();
  for (std::size_t lane = 0; lane < Lanes().size() && steps > 0; ++lane) {
    Eigen::VectorXd diagonal(steps), beside(steps - 1);
    for (Eigen::Index k = 0; k < steps; ++k) {
      diagonal[k] = t.diagonal[static_cast<std::size_t>(k)][lane];
      if (k + 1 < steps) beside[k] = t.beside[static_cast<std::size_t>(k)][lane];
    }
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
    solver.computeFromTridiagonal(diagonal, beside, Eigen::ComputeEigenvectors);
    // The residual of the largest Ritz pair is the last coefficient times its last component.
    const double residual =
        t.beside.back()[lane] * std::abs(solver.eigenvectors()(steps - 1, steps - 1));
    edges.top = std::max(edges.top, solver.eigenvalues()[steps - 1] + residual);
    edges.lowest = std::min(edges.lowest, solver.eigenvalues()[0]);
  }
  // Single precision, and a few per mille for what one residual does not see.
  edges.top *= 1.005;
  return edges;
}

}  // namespace glasscope::sim
