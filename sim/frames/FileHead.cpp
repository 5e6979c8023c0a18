#include "sim/frames/FileHead.h"

#include <algorithm>

#include "core/hdf5/Hdf5.h"
#include "core/system/Files.h"
#include "core/system/Text.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

FileHead FileHead::of(const std::filesystem::path& path) {
  requireRegularFile(path);
  FileHead head;
  head.path = path;
  head.isHdf5 = Hdf5::isHdf5(path);
  if (head.isHdf5) return head;
  LineReader lines(path);  // throws when it has a hole
  while (head.lines.size() < kLines && lines.next()) head.lines.emplace_back(lines.line());
  return head;
}

std::string_view FileHead::line(std::size_t i) const {
  return i < lines.size() ? std::string_view(lines[i]) : std::string_view();
}

bool isCount(std::string_view line) {
  const auto words = splitWords(line);
  return words.size() == 1 &&
         words.front().find_first_not_of("0123456789") == std::string_view::npos;
}

bool beginsWithNumbers(std::string_view line, std::size_t count) {
  const auto words = splitWords(line);
  double ignored = 0;
  return words.size() >= count &&
         std::all_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count),
                     [&](std::string_view word) { return LineReader::realOrNot(word, ignored); });
}

}  // namespace glasscope::sim
