#include <limits>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/system/Text.h"
#include "sim/columns/TypeElements.h"
#include "sim/frames/FrameReader.h"
#include "sim/frames/LineReader.h"
#include "sim/readers/ConfigurationFormat.h"

// The XYZ of Prismatic and computem: E. J. Kirkland, Advanced Computing in Electron Microscopy, and
// the documentation of Prismatic, "Input file format".
namespace glasscope::sim {
namespace {

constexpr std::size_t kWords = 6;  // Z, x, y, z, occupancy, root mean square displacement

class PrismaticReader {
 public:
  PrismaticReader(const std::filesystem::path& path, const std::vector<int>& elements)
      : lines_(path), elements_(elements) {}

  Atoms read() {
    lines_.require("the title");
    CellEdges cell;
    cell.matrix = readEdges().asDiagonal();
    Atoms atoms;
    atoms.source = lines_.file();
    atoms.time_ps = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> motion_A;
    bool closed = false;
    while (!closed && lines_.next()) {
      lines_.words(words_);
      if (words_.empty()) continue;
      closed = words_.size() == 1 && words_[0] == "-1";
      if (!closed) addAtom(atoms, motion_A);
    }
    if (!closed) lines_.endsEarly("the -1 that closes the list of atoms is missing");
    atoms.box = boxOf(cell, atoms.positions, lines_);
    atoms.columns.add({"thermal_rms_A", "angstrom",
                       "root mean square displacement along one axis, of the file that was read",
                       std::move(motion_A)});
    return atoms;
  }

 private:
  Vec3 readEdges() {
    lines_.require("the edges of the cell");
    lines_.words(words_);
    if (words_.size() != 3) lines_.fail("three edges of the cell were expected");
    Vec3 edges;
    for (std::size_t d = 0; d < 3; ++d)
      edges[static_cast<int>(d)] = lines_.real(words_[d], "an edge of the cell");
    if (!(edges.minCoeff() > 0)) lines_.fail("an edge of the cell is not positive");
    return edges;
  }

  void addAtom(Atoms& atoms, std::vector<double>& motion_A) {
    if (words_.size() != kWords)
      lines_.fail(fmt::format("it has {} words, but an atom has {}", words_.size(), kWords),
                  "write Z x y z occupancy displacement");
    const double occupancy = lines_.real(words_[4], "the occupancy");
    if (occupancy != 1)
      lines_.fail(fmt::format("the occupancy is {:g}", occupancy),
                  "draw one occupation of the disordered sites first");
    Vec3 position;
    for (std::size_t d = 0; d < 3; ++d)
      position[static_cast<int>(d)] = lines_.real(words_[d + 1], std::string_view(&"xyz"[d], 1));
    atoms.add(elements_.ofAtomicNumber(words_[0], lines_), position);
    motion_A.push_back(lines_.real(words_[5], "the displacement"));
  }

  LineReader lines_;
  TypeElements elements_;
  std::vector<std::string_view> words_;
};

bool isPrismatic(const FileHead& head) {
  return splitWords(head.line(1)).size() == 3 && beginsWithNumbers(head.line(1), 3) &&
         splitWords(head.line(2)).size() == kWords && beginsWithNumbers(head.line(2), kWords) &&
         isCount(splitWords(head.line(2)).front());
}

}  // namespace

ConfigurationFormat prismaticFormat() {
  return {
      "Prismatic XYZ", "Prismatic, computem, ASE",
      "the displacements become the column `thermal_rms_A`; sites that are occupied in part are "
      "refused",
      isPrismatic,
      [](const std::filesystem::path& path,
         const ReadOptions& options) -> std::unique_ptr<FrameReader> {
        return std::make_unique<SingleFrame>(
            [path, options] { return PrismaticReader(path, options.elements).read(); });
      }};
}

}  // namespace glasscope::sim
