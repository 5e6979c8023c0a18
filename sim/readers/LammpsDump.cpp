#include <algorithm>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/readers/ConfigurationFormat.h"
#include "sim/readers/DumpColumns.h"
#include "sim/readers/DumpFrame.h"
#include "sim/readers/FrameReader.h"

// LAMMPS text dumps: LAMMPS manual, "dump" and "Howto triclinic".
namespace glasscope::sim {
namespace {

class DumpReader : public FrameReader {
 public:
  DumpReader(const std::filesystem::path& path, const ReadOptions& options)
      : lines_(path), elements_(options.elements) {}

  std::optional<Atoms> read() override {
    if (!header()) return std::nullopt;
    DumpColumns columns(frame_.columns, elements_, lines_);
    columns.setVelocityFactor(units_.velocity);
    Atoms atoms;
    atoms.step = frame_.step;
    atoms.time_ps = frame_.time_ps;
    atoms.source = lines_.file();
    columns.start(atoms, frame_.count);
    for (std::size_t i = 0; i < frame_.count; ++i) {
      nextAtom(i);
      lines_.words(words_);
      columns.add(atoms, words_, lines_);
    }
    if (!lines_.lineIsWhole())
      lines_.endsEarly("no line feed stands behind its last number, as LAMMPS writes one");
    columns.finish(atoms, frame_.cell);
    atoms.box = boxOf(frame_.cell, atoms.positions, lines_);
    hasIds_ = hasIds_ && columns.hasIds();
    checkTypes(atoms);
    return atoms;
  }

  bool skip() override {
    if (!header()) return false;
    for (std::size_t i = 0; i < frame_.count; ++i) nextAtom(i);
    return true;
  }

  bool tellsAtomsApart() const override { return hasIds_; }

 private:
  void nextAtom(std::size_t done) {
    if (!lines_.next() || lines_.line().starts_with("ITEM:"))
      lines_.endsEarly(
          fmt::format("it has {} of the {} atoms of its last frame", done, frame_.count));
  }

  // Everything of the next frame with atoms, above them; false at the end of the file.
  bool header() {
    while (anyHeader()) {
      if (frame_.count > 0) return true;
      logWarning(fmt::format("a frame without atoms is passed over ({})", lines_.place()));
    }
    return false;
  }

  bool anyHeader() {
    frame_ = {};
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
        for (const auto word : splitWords(rest)) frame_.columns.emplace_back(word);
        return true;
      }
      if (item == "TIMESTEP")
        frame_.step = whole("the time step");
      else if (item == "UNITS")
        units_ = DumpUnits::of(below("the unit style"), lines_);
      else if (item == "TIME")
        frame_.time_ps = units_.time_ps * lines_.real(below("the time"), "the time");
      else if (item == "NUMBER")
        counted = readCount();
      else if (item == "BOX")
        box = readBox(rest);
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

  bool readCount() {
    const std::int64_t count = whole("the number of atoms");
    if (count < 0) lines_.fail(fmt::format("the number of atoms is {}", count));
    frame_.count = static_cast<std::size_t>(count);
    return true;
  }

  bool readBox(std::string_view rest) {
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
    frame_.cell = general ? generalCell(rows) : boundedCell(rows, tilted);
    // Dumps of old versions do not say their boundaries: all are periodic then.
    std::copy(flags.begin(), flags.end(), frame_.cell.periodic.begin());
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

  void checkTypes(const Atoms& atoms) {
    if (!elements_.given() || warned_ || atoms.species().size() >= elements_.count()) return;
    logWarning(fmt::format("{} elements were given for '{}', but only {} occur in it",
                           elements_.count(), lines_.file(), atoms.species().size()));
    warned_ = true;
  }

  LineReader lines_;
  TypeElements elements_;
  DumpUnits units_;
  DumpFrame frame_;
  std::vector<std::string_view> words_;
  bool warned_ = false, hasIds_ = true;
};

}  // namespace

ConfigurationFormat lammpsDumpFormat() {
  return {"LAMMPS dump", "`dump custom`, `dump atom`, OVITO",
          "orthogonal, triclinic and general triclinic boxes; columns x, xs, xu, xsu; types need "
          "`--elements` unless the dump has a column `element`, `typelabel` or `mass`",
          [](const FileHead& head) { return head.line(0).starts_with("ITEM:"); },
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<DumpReader>(path, options);
          }};
}

}  // namespace glasscope::sim
