#include "pipeline/report/TableFile.h"

#include <sstream>

#include "core/system/Files.h"
#include "core/system/Text.h"

namespace glasscope::pipeline {

std::vector<std::vector<double>> numbersIn(const std::filesystem::path& file) {
  std::istringstream lines(readFile(file));
  std::string line;
  std::getline(lines, line);
  std::vector<std::vector<double>> rows;
  while (std::getline(lines, line)) {
    std::vector<double> row;
    for (const auto field : split(line, ',')) row.push_back(parseNumber(field, file.string()));
    rows.push_back(row);
  }
  return rows;
}

}  // namespace glasscope::pipeline
