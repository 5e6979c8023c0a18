#pragma once

#include <vector>

#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// Springs whose modes are the coordinates themselves: everything about them is known exactly.
class DiagonalSprings : public Springs<float> {
 public:
  explicit DiagonalSprings(std::vector<double> eigenvalues) : eigenvalues_(std::move(eigenvalues)) {
    for (std::size_t i = 0; i < eigenvalues_.size() / 3; ++i) {
      atoms_.input.push_back(static_cast<std::int32_t>(i));
      atoms_.ids.push_back(static_cast<std::int64_t>(i) + 1);
      atoms_.mass.push_back(1);
      rootMass_.push_back(1);
    }
  }

  const SpringAtoms& atoms() const override { return atoms_; }
  const std::vector<float>& rootMass() const override { return rootMass_; }
  void apply(const Block<float>& x, Block<float>& y, const Block<float>* z, float a, float b,
             float c) const override {
    for (std::size_t row = 0; row < x.rows(); ++row) {
      for (int lane = 0; lane < Block<float>::kLanes; ++lane) {
        const float added = z == nullptr ? 0 : c * z->row(row)[lane];
        y.row(row)[lane] =
            (a * static_cast<float>(eigenvalues_[row]) + b) * x.row(row)[lane] + added;
      }
    }
  }
  const std::vector<double>& eigenvalues() const { return eigenvalues_; }

 private:
  std::vector<double> eigenvalues_;
  SpringAtoms atoms_;
  std::vector<float> rootMass_;
};

/// 0 to `top`, evenly.
inline DiagonalSprings evenSprings(std::size_t atoms, double top) {
  std::vector<double> values;
  for (std::size_t k = 0; k < 3 * atoms; ++k) {
    values.push_back(top * (static_cast<double>(k) + 0.5) / static_cast<double>(3 * atoms));
  }
  return DiagonalSprings(values);
}

}  // namespace glasscope::sim
