#include "sim/potentials/EamFile.h"

#include <cmath>
#include <iomanip>
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
    if (!(stream_ >> std::setw(kLongestWord) >> word))
      refuse(path_, std::string("it ends in the middle of ") + what);
    return word;
  }
  double number(const char* what) { return parseNumber(next(what), path_.string() + ", " + what); }
  bool atEnd() {
    std::string word;
    return !(stream_ >> std::setw(kLongestWord) >> word);
  }

 private:
  static constexpr int kLongestWord = 256;  // of a number; what is longer is none
  std::istream& stream_;
  std::filesystem::path path_;
};

std::vector<double> numbers(Words& words, std::int64_t count, const char* what) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) values.push_back(words.number(what));
  return values;
}

// LAMMPS takes the masses of a table. Another mass than the element's means that the table belongs
// to something else, or that its columns are not what they should be; isotopes differ by less
// everywhere but in hydrogen and lithium.
void requireMass(const std::filesystem::path& path, int element, double mass) {
  constexpr double kTolerance = 0.02;
  const double expected = elementMass(element);
  if (std::abs(mass - expected) <= kTolerance * expected) return;
  refuse(path, "it gives " + std::string(elementSymbol(element)) + " the mass " +
                   std::to_string(mass) + " g/mol, which is " + std::to_string(expected));
}

}  // namespace

EamData readEamFile(const std::filesystem::path& path, bool finnisSinclair) {
  if (!std::filesystem::is_regular_file(path)) {
    throw Error(ErrorKind::environment, "the potential " + path.string() + " is not there",
                "no such file", "check the path of the table");
  }
  const auto stream = openText(path);
  std::string line;
  for (int i = 0; i < 4; ++i) readLine(*stream, line, path);  // three comments, the elements
  const auto names = splitWords(line);
  const std::string where = path.string() + ", line 4";
  if (names.size() < 2) refuse(path, "line 4 should give the number of elements and their names");
  const std::int64_t elements = parseInteger(names[0], where);
  if (elements < 1 || static_cast<std::size_t>(elements) + 1 > names.size()) {
    refuse(path, "line 4 names fewer elements than it announces");
  }
  EamData data;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(elements); ++i) {
    data.elements.push_back(atomicNumber(names[i]));
  }
  Words words(*stream, path);
  const auto nRho = static_cast<std::int64_t>(words.number("the grid of densities"));
  data.deltaRho = words.number("the grid of densities");
  const auto nR = static_cast<std::int64_t>(words.number("the grid of distances"));
  data.deltaR_A = words.number("the grid of distances");
  data.cutoff_A = words.number("the cut-off");
  if (nRho < 2 || nR < 2 || !(data.cutoff_A > 0)) refuse(path, "its grids or cut-off are empty");
  for (std::int64_t i = 0; i < elements; ++i) {
    words.number("an element's atomic number");
    requireMass(path, data.elements[static_cast<std::size_t>(i)],
                words.number("an element's mass"));
    words.number("an element's lattice constant");
    words.next("an element's lattice");
    data.embedding_eV.push_back(numbers(words, nRho, "an embedding function"));
    for (std::int64_t at = 0; at < elements; ++at) {
      const bool repeats = !finnisSinclair && at > 0;
      data.density.push_back(repeats ? data.density.back()
                                     : numbers(words, nR, "a density function"));
    }
  }
  const auto n = static_cast<std::size_t>(elements);
  data.rPhi_eV_A.resize(n * n);
  for (std::size_t one = 0; one < n; ++one) {
    for (std::size_t other = 0; other <= one; ++other) {
      auto& pair = data.rPhi_eV_A[one * n + other];
      pair = numbers(words, nR, "a pair function");
      data.rPhi_eV_A[other * n + one] = pair;
    }
  }
  if (!words.atEnd()) refuse(path, "there is more in it than its header announces");
  return data;
}

EamHeader checkEamFile(const std::filesystem::path& path, bool finnisSinclair) {
  const EamData data = readEamFile(path, finnisSinclair);
  return {data.elements, data.cutoff_A};
}

}  // namespace glasscope::sim
