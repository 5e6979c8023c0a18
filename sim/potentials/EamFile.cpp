#include "sim/potentials/EamFile.h"

#include <istream>
#include <string>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Text.h"

namespace glasscope::sim {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::input, path.string() + " is not a usable EAM table", why,
              "give a LAMMPS setfl file (eam/alloy or eam/fs), or a potential by name");
}

// Hands out the words of the table one by one, with strict conversion.
class Words {
 public:
  Words(std::istream& stream, std::filesystem::path path)
      : stream_(stream), path_(std::move(path)) {}

  std::string next(const char* what) {
    std::string word;
    if (!(stream_ >> word)) refuse(path_, std::string("it ends in the middle of ") + what);
    return word;
  }
  double number(const char* what) { return parseNumber(next(what), path_.string() + ", " + what); }
  bool atEnd() {
    std::string word;
    return !(stream_ >> word);
  }

 private:
  std::istream& stream_;
  std::filesystem::path path_;
};

void skipNumbers(Words& words, std::int64_t count, const char* what) {
  for (std::int64_t i = 0; i < count; ++i) words.number(what);
}

}  // namespace

EamHeader checkEamFile(const std::filesystem::path& path, bool finnisSinclair) {
  if (!std::filesystem::is_regular_file(path)) {
    throw Error(ErrorKind::environment, "the potential " + path.string() + " is not there",
                "no such file", "check the path of the table");
  }
  const auto stream = openText(path);
  std::string line;
  for (int i = 0; i < 3; ++i) std::getline(*stream, line);  // comments
  std::getline(*stream, line);
  const auto names = splitWords(line);
  const std::string where = path.string() + ", line 4";
  if (names.size() < 2) refuse(path, "line 4 should give the number of elements and their names");
  const std::int64_t elements = parseInteger(names[0], where);
  if (elements < 1 || static_cast<std::size_t>(elements) + 1 > names.size()) {
    refuse(path, "line 4 names fewer elements than it announces");
  }
  EamHeader header;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(elements); ++i) {
    header.elements.push_back(atomicNumber(names[i]));
  }
  Words words(*stream, path);
  const auto nRho = static_cast<std::int64_t>(words.number("the grid of densities"));
  words.number("the grid of densities");
  const auto nR = static_cast<std::int64_t>(words.number("the grid of distances"));
  words.number("the grid of distances");
  header.cutoff_A = words.number("the cut-off");
  if (nRho < 2 || nR < 2 || !(header.cutoff_A > 0)) refuse(path, "its grids or cut-off are empty");
  for (std::int64_t i = 0; i < elements; ++i) {
    skipNumbers(words, 3, "an element's mass and lattice");
    words.next("an element's lattice");
    skipNumbers(words, nRho, "an embedding function");
    skipNumbers(words, (finnisSinclair ? elements : 1) * nR, "a density function");
  }
  skipNumbers(words, elements * (elements + 1) / 2 * nR, "a pair function");
  if (!words.atEnd()) refuse(path, "there is more in it than its header announces");
  return header;
}

}  // namespace glasscope::sim
