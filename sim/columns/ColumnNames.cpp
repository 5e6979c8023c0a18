#include "sim/columns/ColumnNames.h"

namespace glasscope::sim {

std::string freeColumnName(std::string_view name, const Columns& columns) {
  std::string free;
  for (const char c : name) {
    const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    free += control || c == '/' ? '_' : c;
  }
  if (free.find_first_not_of('.') == std::string::npos) free += "column";  // "", ".", ".."
  while (columns.has(free)) free += '_';
  return free;
}

}  // namespace glasscope::sim
