#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace glasscope {

/// One named number per atom, with the unit and the convention it was computed under.
/// NaN means "undefined for this atom" (a surface atom without a closed cell, say).
struct Column {
  std::string name;         ///< snake_case, convention in the name where several are usual
  std::string unit;         ///< "angstrom^3", "1" for pure numbers
  std::string description;  ///< one sentence: definition, convention, source
  std::vector<double> values;
};

/// An ordered set of columns with unique names and a common length.
class Columns {
 public:
  /// Throws an internal Error on a duplicate name or on a length that differs from the others.
  Column& add(Column column);
  bool has(std::string_view name) const;
  /// Throws Error(usage) naming the nearest known column.
  const Column& at(std::string_view name) const;
  void remove(std::string_view name);
  void clear() { columns_.clear(); }

  std::size_t size() const { return columns_.size(); }
  bool empty() const { return columns_.empty(); }
  auto begin() const { return columns_.begin(); }
  auto end() const { return columns_.end(); }

 private:
  std::vector<Column> columns_;
};

}  // namespace glasscope
