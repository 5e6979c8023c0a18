#include "sim/samples/ShellFit.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>
#include <Eigen/SVD>

#include "sim/samples/Nanocrystal.h"

namespace glasscope::sim {

namespace {

using Order = std::vector<std::size_t>;

Mat3 rotationOnto(const std::vector<Vec3>& shape, const std::vector<Vec3>& neighbours) {
  Mat3 covariance = Mat3::Zero();
  for (std::size_t n = 0; n < shape.size(); ++n) covariance += neighbours[n] * shape[n].transpose();
  const Eigen::JacobiSVD<Mat3> svd(covariance, Eigen::ComputeFullU | Eigen::ComputeFullV);
  Mat3 proper = Mat3::Identity();
  if ((svd.matrixU() * svd.matrixV().transpose()).determinant() < 0) proper(2, 2) = -1;
  return svd.matrixU() * proper * svd.matrixV().transpose();
}

std::vector<Vec3> inOrder(const std::vector<Vec3>& neighbours, const Order& order) {
  std::vector<Vec3> sorted;
  for (const std::size_t k : order) sorted.push_back(neighbours[k]);
  return sorted;
}

double agreement(const std::vector<Vec3>& turned, const std::vector<Vec3>& neighbours,
                 const Order& order) {
  double sum = 0;
  for (std::size_t n = 0; n < order.size(); ++n) sum += turned[n].dot(neighbours[order[n]]);
  return sum;
}

// Each direction and the neighbour nearest to it, the nearest pair first.
Order nearestPairs(const std::vector<Vec3>& turned, const std::vector<Vec3>& neighbours) {
  const std::size_t count = turned.size();
  std::vector<std::pair<double, std::size_t>> pairs;
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t k = 0; k < count; ++k)
      pairs.emplace_back(-turned[n].dot(neighbours[k]), n * count + k);
  std::ranges::sort(pairs);
  Order order(count, count);
  std::vector<bool> taken(count, false);
  for (const auto& [product, pair] : pairs) {
    const std::size_t n = pair / count, k = pair % count;
    if (order[n] != count || taken[k]) continue;
    order[n] = k;
    taken[k] = true;
  }
  return order;
}

// Two at a time, as long as that helps: the sum of squares falls as that of products rises.
void exchange(const std::vector<Vec3>& turned, const std::vector<Vec3>& neighbours, Order& order) {
  for (bool better = true; better;) {
    better = false;
    for (std::size_t a = 1; a < order.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const Vec3 apart = neighbours[order[a]] - neighbours[order[b]];
        if (Vec3(turned[b] - turned[a]).dot(apart) <= 1e-12) continue;
        std::swap(order[a], order[b]);
        better = true;
      }
    }
  }
}

}  // namespace

ShellFit::ShellFit(std::vector<Vec3> shape) : shape_(std::move(shape)) {}

std::vector<std::size_t> ShellFit::match(const std::vector<Vec3>& neighbours) {
  constexpr int kStarts = 13, kRounds = 5;
  Order best;
  double highest = 0;
  Mat3 bestRotation = rotation_;
  for (int start = 0; start < kStarts; ++start) {
    Mat3 rotation = start == 0 ? rotation_ : randomRotation(1, static_cast<std::uint64_t>(start));
    Order order;
    double found = 0;
    for (int round = 0; round < kRounds; ++round) {
      std::vector<Vec3> turned;
      for (const Vec3& direction : shape_) turned.emplace_back(rotation * direction);
      order = nearestPairs(turned, neighbours);
      exchange(turned, neighbours, order);
      rotation = rotationOnto(shape_, inOrder(neighbours, order));
      for (std::size_t n = 0; n < shape_.size(); ++n) turned[n] = rotation * shape_[n];
      found = agreement(turned, neighbours, order);
    }
    if (!best.empty() && found <= highest) continue;
    best = order;
    highest = found;
    bestRotation = rotation;
  }
  rotation_ = bestRotation;
  return best;
}

Mat3 ShellFit::turn(const std::vector<Vec3>& neighbours) {
  rotation_ = rotationOnto(shape_, neighbours);
  return rotation_;
}

}  // namespace glasscope::sim
