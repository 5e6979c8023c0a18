#include <algorithm>

#include <fmt/format.h>

#include "core/system/Text.h"
#include "sim/columns/DumpFrame.h"
#include "sim/readers/ConfigurationFormat.h"
#include "sim/readers/DumpFrames.h"

// LAMMPS text dumps: LAMMPS manual, "dump" and "Howto triclinic".
namespace glasscope::sim {
namespace {

class TextDump : public DumpFrames {
 public:
  using DumpFrames::DumpFrames;

 private:
  bool isAtom() const override { return !lines_.line().starts_with("ITEM:"); }

  const std::vector<std::string_view>& wordsOfAtom() override {
    lines_.words(words_);
    return words_;
  }

  void requireWholeFrame() const override {
    if (!lines_.lineIsWhole())
      lines_.endsEarly("no line feed stands behind its last number, as LAMMPS writes one");
  }

  bool readHeader(DumpFrame& frame) override {
    bool box = false, counted = false, begun = false;
    while (lines_.next()) {
      std::string_view rest = lines_.line();
      const std::string_view first = LineReader::word(rest);
      if (first.empty()) continue;
      if (first != "ITEM:") lines_.fail("a line that begins with 'ITEM:' was expected here");
      begun = true;
      const std::string_view item = LineReader::word(rest);
      if (item == "ATOMS") {
        if (!box || !counted) lines_.fail("the atoms come before the box or their number");
        for (const auto word : splitWords(rest)) frame.columns.emplace_back(word);
        return true;
      }
      if (item == "TIMESTEP")
        frame.step = whole("the time step");
      else if (item == "UNITS")
        units_ = dumpUnits(below("the unit style"), lines_);
      else if (item == "TIME")
        frame.time_ps = units_.time_ps * lines_.real(below("the time"), "the time");
      else if (item == "NUMBER")
        counted = readCount(frame);
      else if (item == "BOX")
        box = readBox(frame, rest);
      else
        lines_.require(fmt::format("the line below ITEM: {}", item));
    }
    if (begun) lines_.endsEarly("the frame has no atoms");
    return false;
  }

  std::string_view below(std::string_view name) {
    lines_.require(name);
    return lines_.onlyWord(name);
  }

  std::int64_t whole(std::string_view name) { return lines_.integer(below(name), name); }

  bool readCount(DumpFrame& frame) {
    const std::int64_t count = whole("the number of atoms");
    if (count < 0) lines_.fail(fmt::format("the number of atoms is {}", count));
    frame.count = static_cast<std::size_t>(count);
    return true;
  }

  bool readBox(DumpFrame& frame, std::string_view rest) {
    LineReader::word(rest);  // "BOUNDS"
    bool tilted = false, general = false;
    std::vector<bool> flags;
    for (auto word = LineReader::word(rest); !word.empty(); word = LineReader::word(rest)) {
      if (word == "xy" || word == "xz" || word == "yz")
        tilted = true;
      else if (word == "abc" || word == "origin")
        general = true;
      else
        flags.push_back(isPeriodicBoundary(word, lines_));
    }
    if (!flags.empty() && flags.size() != 3)
      lines_.fail(fmt::format("the box has {} boundaries and not 3", flags.size()));
    const std::size_t count = general ? 4 : tilted ? 3 : 2;
    std::array<std::vector<double>, 3> rows;
    for (auto& row : rows) row = readRow(count);
    frame.cell = general ? generalCell(rows) : boundedCell(rows, tilted);
    // Dumps of old versions do not say their boundaries: all are periodic then.
    std::copy(flags.begin(), flags.end(), frame.cell.periodic.begin());
    return true;
  }

  std::vector<double> readRow(std::size_t count) {
    lines_.require("a line of the box");
    lines_.words(words_);
    if (words_.size() != count)
      lines_.fail(fmt::format("a line of the box has {} numbers and not {}", words_.size(), count));
    std::vector<double> row;
    for (const auto word : words_) row.push_back(lines_.real(word, "a number of the box"));
    return row;
  }

  static CellEdges generalCell(const std::array<std::vector<double>, 3>& rows) {
    CellEdges cell;
    for (int edge = 0; edge < 3; ++edge) {
      const auto& row = rows[static_cast<std::size_t>(edge)];
      cell.matrix.col(edge) = Vec3(row[0], row[1], row[2]);
      cell.origin[edge] = row[3];
    }
    return cell;
  }

  CellEdges boundedCell(const std::array<std::vector<double>, 3>& rows, bool tilted) const {
    std::array<std::array<double, 2>, 3> bounds{};
    for (std::size_t d = 0; d < 3; ++d) bounds[d] = {rows[d][0], rows[d][1]};
    const Vec3 tilt = tilted ? Vec3(rows[0][2], rows[1][2], rows[2][2]) : Vec3::Zero();
    return restrictedCell(bounds, tilt, lines_);
  }

  std::vector<std::string_view> words_;
};

}  // namespace

ConfigurationFormat lammpsDumpFormat() {
  return {"LAMMPS dump", "`dump custom`, `dump atom`, OVITO",
          "orthogonal, triclinic and general triclinic boxes; columns x, xs, xu, xsu; types need "
          "`--elements` unless the dump has a column `element`, `typelabel` or `mass`",
          [](const FileHead& head) { return head.line(0).starts_with("ITEM:"); },
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<TextDump>(path, options);
          }};
}

}  // namespace glasscope::sim
