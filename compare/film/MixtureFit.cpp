#include "compare/film/MixtureFit.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "compare/images/GaussianBlur.h"
#include "core/math/NonNegative.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"

namespace glasscope::compare {

namespace {

constexpr int kWidths = static_cast<int>(std::size(kKernelWidths_A));
// Of the variance of the fitted pixels: enough that widths which look alike do not cancel.
constexpr double kRidge = 1e-4;
constexpr int kMostTurns = 500;
constexpr double kSettled = 1e-12;  // change of the explained variance in one turn

/// Covariances over the fitted pixels: of every blurred part with every other, and with the map.
struct Covariances {
  Eigen::MatrixXd images;     // (part, width) x (part, width), width fastest
  Eigen::VectorXd withMap;    // (part, width)
  double map = 0;             // variance of the map
  Eigen::VectorXd meanImage;  // (part, width)
  double meanMap = 0;
};

// The covariance matrix is linear in each of weights and kernel: contracted with one of them it is
// that of the other.
Eigen::MatrixXd overKernel(const Eigen::MatrixXd& images, const Eigen::VectorXd& kernel) {
  const auto parts = images.rows() / kWidths;
  Eigen::MatrixXd result(parts, parts);
  for (Eigen::Index p = 0; p < parts; ++p) {
    for (Eigen::Index q = 0; q < parts; ++q) {
      const auto block = images.block(p * kWidths, q * kWidths, kWidths, kWidths);
      result(p, q) = kernel.dot(block * kernel);
    }
  }
  return result;
}

Eigen::MatrixXd overWeights(const Eigen::MatrixXd& images, const Eigen::VectorXd& weights) {
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(kWidths, kWidths);
  for (Eigen::Index p = 0; p < weights.size(); ++p) {
    for (Eigen::Index q = 0; q < weights.size(); ++q) {
      const auto block = images.block(p * kWidths, q * kWidths, kWidths, kWidths);
      result += weights[p] * weights[q] * block;
    }
  }
  return result;
}

struct Turns {
  Eigen::VectorXd weights, kernel;
  double explained = -std::numeric_limits<double>::infinity();  // of the variance of the map
};

// The kernel that goes with given weights.
Eigen::VectorXd kernelOf(const Covariances& c, const Eigen::VectorXd& weights) {
  Eigen::MatrixXd normal = overWeights(c.images, weights);
  normal.diagonal() *= 1 + kRidge;
  Eigen::VectorXd rhs = Eigen::VectorXd::Zero(kWidths);
  for (Eigen::Index p = 0; p < weights.size(); ++p)
    rhs += weights[p] * c.withMap.segment(p * kWidths, kWidths);
  return normal.ldlt().solve(rhs);
}

// Non-negative, and adding up to one; nothing where the map is like none of the parts.
Eigen::VectorXd weightsOf(const Covariances& c, const Eigen::VectorXd& kernel) {
  Eigen::VectorXd rhs(c.withMap.size() / kWidths);
  for (Eigen::Index p = 0; p < rhs.size(); ++p)
    rhs[p] = kernel.dot(c.withMap.segment(p * kWidths, kWidths));
  const Eigen::VectorXd weights = nonNegativeLeastSquares(overKernel(c.images, kernel), rhs);
  const double sum = weights.sum();
  return sum > 0 ? Eigen::VectorXd(weights / sum) : Eigen::VectorXd();
}

double explainedBy(const Covariances& c, const Turns& t) {
  Eigen::VectorXd all(c.withMap.size());
  for (Eigen::Index p = 0; p < t.weights.size(); ++p)
    all.segment(p * kWidths, kWidths) = t.weights[p] * t.kernel;
  return (2 * all.dot(c.withMap) - all.dot(c.images * all)) / c.map;
}

Turns alternate(const Covariances& c, Eigen::VectorXd weights) {
  Turns now;
  now.weights = std::move(weights);
  now.kernel = kernelOf(c, now.weights);
  now.explained = explainedBy(c, now);
  for (int turn = 0; turn < kMostTurns; ++turn) {
    throwIfInterrupted();
    Turns next;
    next.weights = weightsOf(c, now.kernel);
    if (next.weights.size() == 0) break;
    next.kernel = kernelOf(c, next.weights);
    next.explained = explainedBy(c, next);
    if (!(next.explained > now.explained + kSettled)) break;
    now = next;
  }
  return now;
}

}  // namespace

MixtureModel::MixtureModel(const std::vector<Map2>& parts) {
  if (parts.empty() || parts.size() > static_cast<std::size_t>(kMostNonNegative)) {
    throw Error(
        ErrorKind::usage, "no mixture of images can be fitted",
        fmt::format("it has {} parts; 1 to {} are possible", parts.size(), kMostNonNegative),
        "divide the detector into fewer annuli");
  }
  for (const Map2& part : parts) {
    std::vector<Map2>& widths = blurred_.emplace_back();
    for (const double sigma : kKernelWidths_A)
      widths.push_back(gaussianBlur(part, sigma, BlurEdge::reflected));
  }
}

MixtureFit MixtureModel::fit(const Map2& measured, const Mask& mask) const {
  const auto parts = static_cast<Eigen::Index>(blurred_.size());
  std::vector<std::size_t> pixels;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 0 && std::isfinite(measured.values[i])) pixels.push_back(i);
  }
  const auto count = static_cast<Eigen::Index>(pixels.size());
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::usage, "a mixture of images cannot be fitted to the map", why,
                "fit an area where both map and images vary");
  };
  if (count <= parts * kWidths)
    refuse(fmt::format("{} pixels for {} numbers", count, parts * kWidths));
  Eigen::MatrixXd images(count, parts * kWidths);
  Eigen::VectorXd map(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const std::size_t pixel = pixels[static_cast<std::size_t>(i)];
    map[i] = measured.values[pixel];
    for (Eigen::Index p = 0; p < parts; ++p) {
      for (Eigen::Index j = 0; j < kWidths; ++j)
        images(i, p * kWidths + j) =
            blurred_[static_cast<std::size_t>(p)][static_cast<std::size_t>(j)].values[pixel];
    }
  }
  Covariances c;
  c.meanMap = map.mean();
  c.meanImage = images.colwise().mean();
  map.array() -= c.meanMap;
  images.rowwise() -= c.meanImage.transpose();
  const double n = static_cast<double>(count);
  c.images = images.transpose() * images / n;
  c.withMap = images.transpose() * map / n;
  c.map = map.squaredNorm() / n;
  if (!(c.map > 0) || !(c.images.diagonal().minCoeff() > 0)) refuse("one of them is constant");

  // All parts alike, and each alone.
  Turns best = alternate(c, Eigen::VectorXd::Constant(parts, 1.0 / static_cast<double>(parts)));
  for (Eigen::Index p = 0; p < parts && parts > 1; ++p) {
    const Turns one = alternate(c, Eigen::VectorXd::Unit(parts, p));
    if (one.explained > best.explained) best = one;
  }
  MixtureFit result;
  result.weights.assign(best.weights.begin(), best.weights.end());
  result.kernel.assign(best.kernel.begin(), best.kernel.end());
  result.offset = c.meanMap;
  for (Eigen::Index p = 0; p < parts; ++p)
    result.offset -= best.weights[p] * best.kernel.dot(c.meanImage.segment(p * kWidths, kWidths));
  result.correlation = normalisedCrossCorrelation(image(result), measured, mask);
  return result;
}

Map2 MixtureModel::image(const MixtureFit& fit) const {
  Map2 result = blurred_.front().front();
  std::fill(result.values.begin(), result.values.end(), fit.offset);
  for (std::size_t p = 0; p < blurred_.size(); ++p) {
    for (std::size_t j = 0; j < blurred_[p].size(); ++j) {
      const double factor = fit.weights[p] * fit.kernel[j];
      for (std::size_t i = 0; i < result.values.size(); ++i)
        result.values[i] += factor * blurred_[p][j].values[i];
    }
  }
  return result;
}

}  // namespace glasscope::compare
