#include "pipeline/case/ReadPositions.h"

#include "core/formats/TextTable.h"

namespace glasscope::pipeline {

std::vector<double> readPositions(const std::filesystem::path& file) {
  const TextTable table(file, {"scan positions", "write x and y in angstrom, one position a line",
                               TableHead::none, 2});
  std::vector<double> values;
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (const std::size_t column : {0, 1}) values.push_back(table.number(row, column));
  return values;
}

}  // namespace glasscope::pipeline
