#include "core/atoms/Columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope {

Column& Columns::add(Column column) {
  GLASSCOPE_ENSURE(!has(column.name), "column '" + column.name + "' exists already");
  GLASSCOPE_ENSURE(columns_.empty() || columns_.front().values.size() == column.values.size(),
                   "column '" + column.name + "' has another length than the columns before it");
  return columns_.emplace_back(std::move(column));
}

bool Columns::has(std::string_view name) const {
  return std::any_of(begin(), end(), [&](const Column& column) { return column.name == name; });
}

const Column& Columns::at(std::string_view name) const {
  std::vector<std::string> known;
  for (const Column& column : columns_) {
    if (column.name == name) return column;
    known.push_back(column.name);
  }
  const std::string nearest = nearestName(name, known);
  throw Error(ErrorKind::usage, fmt::format("There is no per-atom column '{}'", name),
              known.empty() ? "the configuration has no columns"
                            : fmt::format("the columns are {}", fmt::join(known, ", ")),
              nearest.empty() ? "choose one of these" : fmt::format("did you mean '{}'?", nearest));
}

void Columns::remove(std::string_view name) {
  std::erase_if(columns_, [&](const Column& column) { return column.name == name; });
}

}  // namespace glasscope
