#pragma once

#include <filesystem>

#include "compare/statistics/AssociationTable.h"

namespace glasscope::compare {

/// Where the table of associations lies.
struct AssociationFiles {
  std::filesystem::path rows;   ///< CSV: one line a pair, one column a number
  std::filesystem::path about;  ///< JSON: method, settings, unit and meaning of every column

  /// Each written aside and renamed. Throws Error(environment).
  void write(const AssociationTable& table) const;
  /// Throws Error(input) on files that are damaged or were not written by this.
  AssociationTable read() const;
};

}  // namespace glasscope::compare
