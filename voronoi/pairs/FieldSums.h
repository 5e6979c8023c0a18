#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/pairs/FieldCorrelationSettings.h"
#include "voronoi/pairs/FieldLevels.h"

namespace glasscope::voronoi {

/// What correlation functions of some fields are made of: sums over pairs of atoms by distance, for
/// the centres of each eighth of the box. Whole numbers, so that pieces of a sample, threads and
/// ranks add up to the same. All fields are defined on the same atoms.
class FieldSums {
 public:
  static constexpr std::size_t kParts = 8;
  static constexpr std::size_t kMostFields = 4;

  FieldSums(std::size_t fields, std::size_t bins);

  std::size_t fields() const { return fields_; }
  std::size_t bins() const { return bins_; }

  /// Adds the pairs around the first `own` atoms of a piece that holds all atoms within reach, and
  /// no atoms where the fields are undefined. `levels` is [atom][field].
  void add(const Box& box, std::span<const Vec3> positions, std::span<const std::int32_t> levels,
           std::size_t own, const FieldCorrelationSettings& settings);
  /// Adds up those of all ranks; all get the sum. To be called by all.
  void sumOverRanks();

  /// Ordered pairs, and the sum of their products.
  double pairs(std::size_t part, std::size_t bin) const { return at(part, bin, 0); }
  double product(std::size_t field, std::size_t part, std::size_t bin) const {
    return at(part, bin, 1 + field);
  }
  double count(std::size_t part) const { return static_cast<double>(count_[part]); }
  double square(std::size_t field, std::size_t part) const {
    return static_cast<double>(square_[field * kParts + part]);
  }
  /// Within the reach of neighbours: ordered pairs, sum of the squares of the number of neighbours,
  /// and sum of the products.
  double nearPairs() const { return static_cast<double>(near_[0]); }
  double nearSquares() const { return static_cast<double>(near_[1]); }
  double nearProduct(std::size_t field) const { return static_cast<double>(near_[2 + field]); }

 private:
  struct Slots;
  double at(std::size_t part, std::size_t bin, std::size_t what) const {
    return static_cast<double>(sums_[(part * bins_ + bin) * (1 + fields_) + what]);
  }
  void addMoments(const Slots& slots);
  template <std::size_t Fields>
  void addPairs(const Slots& slots, double bin_A);
  void addNear(const Slots& slots, double reach_A);

  std::size_t fields_, bins_;
  std::vector<std::int64_t> sums_;  // [part][bin][pairs, products of the fields]
  std::array<std::int64_t, kParts> count_{};
  std::vector<std::int64_t> square_;  // [field][part]
  std::vector<std::int64_t> near_;
};

}  // namespace glasscope::voronoi
