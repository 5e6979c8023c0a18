#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include <Eigen/LU>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/atoms/CellEdges.h"
#include "core/atoms/Elements.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/columns/Fractions.h"
#include "sim/columns/TypeElements.h"
#include "sim/frames/FrameReader.h"
#include "sim/frames/LineEnd.h"
#include "sim/frames/LineReader.h"
#include "sim/readers/ConfigurationFormat.h"

// POSCAR and CONTCAR of VASP: VASP wiki, "POSCAR".
namespace glasscope::sim {
namespace {

class PoscarReader {
 public:
  PoscarReader(const std::filesystem::path& path, const std::vector<int>& elements)
      : lines_(path), elements_(elements) {}

  Atoms read() {
    lines_.require("the title");
    title_ = lines_.line();
    const Vec3 scale = readScale();
    CellEdges cell;
    for (int edge = 0; edge < 3; ++edge) cell.matrix.col(edge) = vector("an edge of the cell");
    scaleCell(cell.matrix, scale);
    readSpecies();
    const bool direct = readMode();
    Atoms atoms;
    atoms.source = lines_.file();
    atoms.time_ps = std::numeric_limits<double>::quiet_NaN();
    std::vector<Vec3> given;
    LineEnd end;
    for (std::size_t s = 0; s < counts_.size(); ++s) {
      for (std::int64_t i = 0; i < counts_[s]; ++i) {
        const Vec3 at = vector("a position");
        end.note(lines_);
        requireLabelOf(species_[s]);
        given.push_back(at);
        const Vec3 position = direct ? Vec3(cell.matrix * at) : Vec3(factor_.cwiseProduct(at));
        atoms.add(species_[s], position);
      }
    }
    end.requireWhole(lines_);
    end.requireLast(lines_);
    atoms.box = boxOf(cell, atoms.positions, lines_);
    if (direct) warnOfLengths(given, lines_.file());
    return atoms;
  }

 private:
  // One number, three, or a negative one, which is the volume of the cell.
  Vec3 readScale() {
    lines_.require("the scale");
    readWords();
    if (words_.size() != 1 && words_.size() != 3)
      lines_.fail(fmt::format("the scale is {} numbers and neither 1 nor 3", words_.size()));
    Vec3 scale;
    for (std::size_t d = 0; d < 3; ++d)
      scale[static_cast<int>(d)] = lines_.real(words_[words_.size() == 1 ? 0 : d], "the scale");
    if (scale.isZero(0)) lines_.fail("the scale is 0");
    if (words_.size() == 3 && scale.minCoeff() <= 0)
      lines_.fail("one of the three scales is not positive", "give a factor along x, y and z each");
    return scale;
  }

  void scaleCell(Mat3& edges, const Vec3& scale) {
    factor_ = scale;
    if (scale[0] < 0) factor_.setConstant(std::cbrt(-scale[0] / std::abs(edges.determinant())));
    edges = factor_.asDiagonal() * edges;
  }

  Vec3 vector(std::string_view name) {
    lines_.require(name);
    lines_.words(words_);
    if (words_.size() < 3)
      lines_.fail(fmt::format("{} has {} numbers and not 3", name, words_.size()));
    Vec3 result;
    for (std::size_t d = 0; d < 3; ++d)
      result[static_cast<int>(d)] = lines_.real(words_[d], std::string_view(&"xyz"[d], 1));
    return result;
  }

  // Symbols and numbers of atoms; VASP 4 wrote the numbers alone.
  void readSpecies() {
    lines_.require("the species");
    readWords();
    std::vector<std::string> symbols;
    if (!words_.empty() && std::isdigit(static_cast<unsigned char>(words_[0].front())) == 0) {
      // "Zr_sv/8a3f" of newer versions: the name of the potential and its hash.
      for (const auto word : words_) symbols.emplace_back(word.substr(0, word.find_first_of("_/")));
      lines_.require("the numbers of atoms");
      readWords();
    }
    for (const auto word : words_) counts_.push_back(lines_.integer(word, "a number of atoms"));
    if (counts_.empty() || *std::min_element(counts_.begin(), counts_.end()) < 0)
      lines_.fail("the numbers of atoms of each species were expected");
    if (symbols.empty() && !elements_.given()) symbols = symbolsOfTitle();
    if (!symbols.empty() && symbols.size() != counts_.size())
      lines_.fail(fmt::format("there are {} species and {} numbers of atoms", symbols.size(),
                              counts_.size()));
    for (std::size_t s = 0; s < counts_.size(); ++s)
      species_.push_back(symbols.empty()
                             ? elements_.ofType(static_cast<std::int64_t>(s) + 1, lines_)
                             : elements_.ofSymbol(symbols[s], lines_));
  }

  // The words of a line in front of a remark, "1.0 ! scale".
  void readWords() {
    lines_.words(words_);
    const auto remark = std::find_if(words_.begin(), words_.end(), [](std::string_view word) {
      return word.front() == '!' || word.front() == '#';
    });
    words_.erase(remark, words_.end());
  }

  // Files of VASP 4 name their elements in the title, if anywhere: "Cu Zr".
  std::vector<std::string> symbolsOfTitle() const {
    std::vector<std::string> symbols;
    for (const auto word : splitWords(title_))
      if (elementOfNameOrNone(word) > 0) symbols.emplace_back(word);
    if (symbols.size() != counts_.size() || symbols.size() != splitWords(title_).size())
      TypeElements::missing(static_cast<std::int64_t>(counts_.size()), lines_.file());
    logWarning(fmt::format("the elements of '{}' are taken from its title: {}", lines_.file(),
                           fmt::join(symbols, ", ")));
    return symbols;
  }

  // Behind a position its element may stand, as a remark.
  void requireLabelOf(int z) const {
    const std::string_view last = words_.back();
    const int named = words_.size() == 4 || words_.size() == 7 ? elementOfNameOrNone(last) : 0;
    // T and F are flags of motion, and F is fluorine.
    if (named == 0 || last == "F" || last == "T" || named == z || elements_.given()) return;
    lines_.fail(fmt::format("the atom is called {} and counted as {}", last, elementSymbol(z)),
                "correct the order of species and numbers, or take the labels out");
  }

  // True for fractions. The line "Selective dynamics" may stand above; first letters count, and
  // all but C and K mean fractions.
  bool readMode() {
    lines_.require("'Direct' or 'Cartesian'");
    if (const auto text = trim(lines_.line()); text.starts_with('S') || text.starts_with('s'))
      lines_.require("'Direct' or 'Cartesian'");
    const std::string_view text = trim(lines_.line());
    if (text.find("configuration=") != std::string_view::npos)
      lines_.fail("it is a trajectory (XDATCAR) and no POSCAR",
                  "convert it first, for example with ASE: ase convert -i vasp-xdatcar -o extxyz "
                  "XDATCAR frames.xyz");
    const char first = text.empty() ? ' ' : text.front();
    if (std::string_view("CcKk").find(first) != std::string_view::npos) return false;
    if (std::isalpha(static_cast<unsigned char>(first)) != 0) return true;
    lines_.fail("'Direct' or 'Cartesian' was expected");
  }

  LineReader lines_;
  TypeElements elements_;
  Vec3 factor_ = Vec3::Ones();
  std::string title_;
  std::vector<std::string_view> words_;
  std::vector<std::int64_t> counts_;
  std::vector<int> species_;
};

bool hasNumbers(std::string_view line, std::size_t count) {
  line = line.substr(0, line.find_first_of("!#"));
  return beginsWithNumbers(line, count) && splitWords(line).size() == count;
}

bool isPoscar(const FileHead& head) {
  if (!hasNumbers(head.line(1), 1) && !hasNumbers(head.line(1), 3)) return false;
  for (std::size_t edge = 2; edge < 5; ++edge)
    if (!hasNumbers(head.line(edge), 3)) return false;
  return !splitWords(head.line(5)).empty() && !splitWords(head.line(6)).empty();
}

}  // namespace

ConfigurationFormat poscarFormat() {
  return {"POSCAR", "VASP, ASE, OVITO",
          "Direct and Cartesian, every form of the scale; the numbers of VASP 4 need `--elements` "
          "or a title of symbols",
          isPoscar,
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<SingleFrame>(
                [path, options] { return PoscarReader(path, options.elements).read(); });
          }};
}

}  // namespace glasscope::sim
