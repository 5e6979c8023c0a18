#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/math/Constants.h"
#include "core/system/Text.h"
#include "sim/columns/Fractions.h"
#include "sim/columns/TypeElements.h"
#include "sim/frames/FrameReader.h"
#include "sim/frames/LineEnd.h"
#include "sim/frames/LineReader.h"
#include "sim/readers/ConfigurationFormat.h"

// The crystal files of muSTEM: manual of muSTEM 5.2, "Crystal structure file".
namespace glasscope::sim {
namespace {

// a along x, b in the xy plane, of lengths in angstrom and angles in degrees.
Mat3 edgesOf(const Vec3& length, const Vec3& angle_deg) {
  const auto cosine = [&](int i) {
    return angle_deg[i] == 90 ? 0 : std::cos(angle_deg[i] * constants::kPi / 180);
  };
  const double alpha = cosine(0), beta = cosine(1), gamma = cosine(2);
  const double sine = std::sqrt(1 - gamma * gamma);
  Mat3 edges = Mat3::Zero();
  edges.col(0) = length[0] * Vec3(1, 0, 0);
  edges.col(1) = length[1] * Vec3(gamma, sine, 0);
  const double y = (alpha - beta * gamma) / sine;
  edges.col(2) = length[2] * Vec3(beta, y, std::sqrt(1 - beta * beta - y * y));
  return edges;
}

class MuStemReader {
 public:
  MuStemReader(const std::filesystem::path& path, const std::vector<int>& elements)
      : lines_(path), elements_(elements) {}

  Atoms read() {
    lines_.require("the title");
    CellEdges cell;
    cell.matrix = readCell();
    lines_.require("the voltage");
    const std::int64_t kinds = whole("the number of kinds of atoms");
    Atoms atoms;
    atoms.source = lines_.file();
    atoms.time_ps = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> u2_A2;
    LineEnd end;
    for (std::int64_t kind = 0; kind < kinds; ++kind) readKind(cell.matrix, atoms, u2_A2, end);
    end.requireWhole(lines_);
    end.requireLast(lines_);
    atoms.box = boxOf(cell, atoms.positions, lines_);
    warnOfLengths(fractions_, lines_.file());
    atoms.columns.add({"thermal_u2_A2", "angstrom^2",
                       "mean square displacement along one axis, of the file that was read",
                       std::move(u2_A2)});
    return atoms;
  }

 private:
  std::int64_t whole(std::string_view name) {
    lines_.require(name);
    return lines_.integer(lines_.onlyWord(name), name);
  }

  Mat3 readCell() {
    lines_.require("the cell");
    lines_.words(words_);
    if (words_.size() != 6) lines_.fail("three edges and three angles were expected");
    Vec3 length, angle;
    for (std::size_t d = 0; d < 3; ++d) {
      length[static_cast<int>(d)] = lines_.real(words_[d], "an edge of the cell");
      angle[static_cast<int>(d)] = lines_.real(words_[d + 3], "an angle of the cell");
    }
    const Mat3 edges = edgesOf(length, angle);
    const bool angles = angle.minCoeff() > 0 && angle.maxCoeff() < 180;
    if (!angles || !edges.allFinite() || !(length.minCoeff() > 0))
      lines_.fail("no cell has these edges and angles");
    return edges;
  }

  // A name, then "number Z occupancy <u^2>", then fractions.
  void readKind(const Mat3& edges, Atoms& atoms, std::vector<double>& u2_A2, LineEnd& end) {
    lines_.require("the name of a kind of atoms");
    lines_.require("its number, atomic number, occupancy and displacement");
    lines_.words(words_);
    if (words_.size() < 4) lines_.fail("number, atomic number, occupancy and <u^2> were expected");
    const std::int64_t count = lines_.integer(words_[0], "the number of atoms");
    // Some programs write the atomic number as a real number.
    const double z = lines_.real(words_[1], "the atomic number");
    const double occupancy = lines_.real(words_[2], "the occupancy");
    const double u2 = lines_.real(words_[3], "<u^2>");
    if (occupancy != 1)
      lines_.fail(fmt::format("the occupancy is {:g}", occupancy),
                  "draw one occupation of the disordered sites first");
    const int element = elements_.ofAtomicNumber(fmt::format("{:g}", z), lines_);
    for (std::int64_t i = 0; i < count; ++i) {
      lines_.require("a position");
      lines_.words(words_);
      if (words_.size() != 3) lines_.fail("three fractions were expected");
      Vec3 fraction;
      for (std::size_t d = 0; d < 3; ++d)
        fraction[static_cast<int>(d)] = lines_.real(words_[d], std::string_view(&"xyz"[d], 1));
      end.note(lines_);
      fractions_.push_back(fraction);
      atoms.add(element, edges * fraction);
      u2_A2.push_back(u2);
    }
  }

  LineReader lines_;
  TypeElements elements_;
  std::vector<std::string_view> words_;
  std::vector<Vec3> fractions_;
};

bool isMuStem(const FileHead& head) {
  return splitWords(head.line(1)).size() == 6 && beginsWithNumbers(head.line(1), 6) &&
         beginsWithNumbers(head.line(2), 1) && isCount(head.line(3)) &&
         beginsWithNumbers(head.line(5), 4);
}

}  // namespace

ConfigurationFormat muStemFormat() {
  return {
      "muSTEM xtl", "muSTEM, ASE",
      "the displacements become the column `thermal_u2_A2`; sites that are occupied in part are "
      "refused",
      isMuStem,
      [](const std::filesystem::path& path,
         const ReadOptions& options) -> std::unique_ptr<FrameReader> {
        return std::make_unique<SingleFrame>(
            [path, options] { return MuStemReader(path, options.elements).read(); });
      }};
}

}  // namespace glasscope::sim
