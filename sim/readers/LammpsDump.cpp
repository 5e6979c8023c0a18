#include <algorithm>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "sim/readers/DumpColumns.h"
#include "sim/readers/FrameReader.h"

// LAMMPS text dumps: LAMMPS manual, "dump" and "Howto triclinic".
namespace glasscope::sim {
namespace {

struct DumpUnits {
  double time_ps = 1;   ///< one time unit in ps
  double velocity = 1;  ///< one velocity unit in angstrom/ps
};

DumpUnits unitsOf(std::string_view style, const LineReader& at) {
  if (style == "metal") return {};
  if (style == "real") return {1e-3, 1e3};
  at.fail(fmt::format("its unit style is '{}', in which lengths are not in angstrom", style),
          "dump it in units metal or real");
}

class DumpReader : public FrameReader {
 public:
  DumpReader(const std::filesystem::path& path, const ReadOptions& options)
      : lines_(path), elements_(options.elements) {}

  std::optional<Atoms> read() override {
    if (!header()) return std::nullopt;
    DumpColumns columns(columns_, elements_, lines_);
    columns.setVelocityFactor(units_.velocity);
    columns.start(frame_, count_);
    for (std::size_t i = 0; i < count_; ++i) {
      nextAtom(i);
      columns.add(frame_, lines_);
    }
    frame_.source = lines_.file();
    columns.finish(frame_);
    checkTypes();
    return std::move(frame_);
  }

  bool skip() override {
    if (!header()) return false;
    for (std::size_t i = 0; i < count_; ++i) nextAtom(i);
    return true;
  }

 private:
  void nextAtom(std::size_t done) {
    if (!lines_.next() || lines_.line().starts_with("ITEM:"))
      lines_.endsEarly(fmt::format("it has {} of the {} atoms of its last frame", done, count_));
  }

  // Everything of a frame above its atoms; false at the end of the file.
  bool header() {
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
        columns_ = rest;
        return true;
      }
      if (item == "TIMESTEP")
        frame_.step = value("the time step");
      else if (item == "UNITS")
        readUnits();
      else if (item == "TIME")
        readTime();
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

  std::int64_t value(std::string_view name) {
    lines_.require(name);
    std::string_view rest = lines_.line();
    return lines_.integer(LineReader::word(rest), name);
  }

  void readUnits() {
    lines_.require("the unit style");
    std::string_view rest = lines_.line();
    units_ = unitsOf(LineReader::word(rest), lines_);
  }

  void readTime() {
    lines_.require("the time");
    std::string_view rest = lines_.line();
    frame_.time_ps = units_.time_ps * lines_.real(LineReader::word(rest), "the time");
  }

  bool readCount() {
    const std::int64_t count = value("the number of atoms");
    if (count < 1)
      lines_.fail(fmt::format("the number of atoms is {}", count),
                  "dump a group that is not empty");
    count_ = static_cast<std::size_t>(count);
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
        flags.push_back(word.front() == 'p');
    }
    std::array<bool, 3> periodic{true, true, true};  // dumps of old versions do not say
    if (flags.size() == 3) std::copy(flags.begin(), flags.end(), periodic.begin());
    double numbers[3][4] = {};
    for (auto& row : numbers) {
      lines_.require("a line of the box");
      std::string_view words = lines_.line();
      for (int i = 0; i < (general ? 4 : tilted ? 3 : 2); ++i)
        row[i] = lines_.real(LineReader::word(words), "a number of the box");
    }
    frame_.box = general ? generalBox(numbers, periodic) : restrictedBox(numbers, periodic);
    return true;
  }

  Box generalBox(const double (&rows)[3][4], const std::array<bool, 3>& periodic) const {
    Mat3 matrix;
    Vec3 origin;
    for (int edge = 0; edge < 3; ++edge) {
      matrix.col(edge) = Vec3(rows[edge][0], rows[edge][1], rows[edge][2]);
      origin[edge] = rows[edge][3];
    }
    return boxOf(matrix, origin, periodic);
  }

  // The bounds of a tilted box are those of the space that it fills: the tilt comes off again.
  Box restrictedBox(const double (&rows)[3][4], const std::array<bool, 3>& periodic) const {
    const double xy = rows[0][2], xz = rows[1][2], yz = rows[2][2];
    const Vec3 low(rows[0][0] - std::min({0.0, xy, xz, xy + xz}), rows[1][0] - std::min(0.0, yz),
                   rows[2][0]);
    const Vec3 high(rows[0][1] - std::max({0.0, xy, xz, xy + xz}), rows[1][1] - std::max(0.0, yz),
                    rows[2][1]);
    Mat3 matrix = (high - low).asDiagonal();
    matrix(0, 1) = xy;
    matrix(0, 2) = xz;
    matrix(1, 2) = yz;
    for (int d = 0; d < 3; ++d)
      if (!(matrix(d, d) > 0))
        lines_.fail(fmt::format("the box has the length {} along {}", matrix(d, d), "xyz"[d]),
                    "check the box lines of this frame");
    return boxOf(matrix, low, periodic);
  }

  Box boxOf(const Mat3& matrix, const Vec3& origin, const std::array<bool, 3>& periodic) const {
    try {
      return Box(matrix, origin, periodic);
    } catch (const Error& error) {
      lines_.fail("the box is not usable: " + error.why(), "check the box lines of this frame");
    }
  }

  void checkTypes() {
    if (!elements_.given() || warned_ || frame_.species().size() >= elements_.count()) return;
    logWarning(fmt::format("{} elements were given for '{}', but only {} occur in it",
                           elements_.count(), lines_.file(), frame_.species().size()));
    warned_ = true;
  }

  LineReader lines_;
  TypeElements elements_;
  DumpUnits units_;
  Atoms frame_;
  std::size_t count_ = 0;
  std::string columns_;
  bool warned_ = false;
};

}  // namespace

std::unique_ptr<FrameReader> openLammpsDump(const std::filesystem::path& path,
                                            const ReadOptions& options) {
  return std::make_unique<DumpReader>(path, options);
}

}  // namespace glasscope::sim
