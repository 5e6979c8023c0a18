#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/hdf5/Hdf5.h"
#include "core/math/Units.h"

// An element of an H5MD group; for core/formats/H5md*.cpp only.
namespace glasscope::h5md {

[[noreturn]] void refuse(const std::string& source, const std::string& why);

/// Factor to our units from the attribute "unit". Numbers without a unit are in that of
/// their `companion`, which positions and edges of a box are to each other, or else in ours.
/// Throws Error(input) for a unit that is not known.
double factorOf(const Hdf5& group, const std::string& dataset, Dimension dimension,
                const std::string& source, const std::string& companion = {});

/// An H5MD element: a fixed data set, or a group with step, time and one value a frame.
class Element {
 public:
  /// Throws Error(input) when it is missing.
  Element(const Hdf5& group, std::string name, std::string source);

  static bool in(const Hdf5& group, const std::string& name);

  bool changes() const { return changes_; }
  std::uint64_t frames() const { return changes_ ? shape_.front() : 0; }
  /// Entries of the first dimension of a frame; 0 for a single number.
  std::uint64_t length() const { return frameShape().empty() ? 0 : frameShape().front(); }
  Hdf5::Shape frameShape() const { return {shape_.begin() + (changes_ ? 1 : 0), shape_.end()}; }
  const std::string& dataset() const { return dataset_; }

  /// The values of a frame, as they are stored. Throws Error(input) when there is no such frame.
  std::vector<double> at(std::uint64_t frame) const;
  std::vector<std::int64_t> integersAt(std::uint64_t frame) const;

 private:
  void select(std::uint64_t frame, Hdf5::Shape& start, Hdf5::Shape& count) const;

  Hdf5 group_;
  std::string source_, dataset_;
  bool changes_ = false;
  Hdf5::Shape shape_;
};

}  // namespace glasscope::h5md
