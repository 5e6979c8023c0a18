#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/atoms/Columns.h"

namespace glasscope {

/// Takes the columns of a sample as they are computed: first those that are known piece by piece,
/// in any order of atoms, then those that are known only when all pieces are done.
class ColumnSink {
 public:
  ColumnSink() = default;
  virtual ~ColumnSink() = default;
  ColumnSink(const ColumnSink&) = delete;
  ColumnSink& operator=(const ColumnSink&) = delete;

  /// The first values of each column belong to these atoms; further ones are left out. Every piece
  /// has the same columns in the same order.
  virtual void put(std::span<const std::int32_t> atoms, const Columns& columns) = 0;

  /// A column of all atoms, which is asked for atom by atom, now or later; it comes after those
  /// that were put in. Every rank must add the same.
  virtual void addLate(std::string name, std::string unit, std::string description,
                       std::function<double(std::size_t)> value) = 0;
};

}  // namespace glasscope
