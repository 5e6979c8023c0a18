#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/columns/TypeElements.h"
#include "sim/columns/XyzColumns.h"
#include "sim/columns/XyzComment.h"
#include "sim/frames/FrameReader.h"
#include "sim/frames/LineEnd.h"
#include "sim/frames/LineReader.h"
#include "sim/readers/ConfigurationFormat.h"

// Extended XYZ (libAtoms/extxyz), plain XYZ and the XYZ of femsim.
namespace glasscope::sim {
namespace {

// Atoms of a periodic box reach from face to face: an edge that is longer than they by more than
// this is a number that means something else.
constexpr double kFilled_A = 5;

class XyzReader : public FrameReader {
 public:
  XyzReader(const std::filesystem::path& path, const ReadOptions& options)
      : lines_(path), elements_(options.elements) {}

  std::optional<Atoms> read() override {
    if (!header()) return std::nullopt;
    const XyzComment comment(comment_, lines_);
    XyzColumns columns(comment, lines_);
    Atoms atoms;
    const auto cell = comment.cell(lines_);
    atoms.step = comment.step().value_or(stepOfLammps());
    atoms.time_ps = comment.time_ps().value_or(std::numeric_limits<double>::quiet_NaN());
    LineEnd end;
    for (std::size_t i = 0; i < count_; ++i) {
      nextAtom(i);
      columns.add(atoms, elements_, lines_);
      end.note(lines_);
    }
    end.requireWhole(lines_);
    elements_.requireAtomicNumbers(lines_.file());
    columns.finish(atoms);
    atoms.box = cell ? boxOf(*cell, atoms.positions, lines_) : guessedBox(atoms, comment);
    return atoms;
  }

  bool skip() override {
    if (!header()) return false;
    for (std::size_t i = 0; i < count_; ++i) nextAtom(i);
    return true;
  }

 private:
  void nextAtom(std::size_t done) {
    // Programs of the femsim family end their list with -1.
    if (!lines_.next() || trim(lines_.line()).empty() || trim(lines_.line()) == "-1")
      lines_.endsEarly(fmt::format("it has {} of the {} atoms of its last frame", done, count_));
  }

  // Number of atoms and comment; femsim's programs also write them the other way round.
  bool header() {
    for (;;) {
      do {
        if (!lines_.next()) return false;
      } while (trim(lines_.line()).empty() || trim(lines_.line()) == "-1");
      std::string first(lines_.line());
      if (isCount(first)) {
        lines_.require("the comment line");
        comment_ = lines_.line();
      } else {
        lines_.require("the number of atoms");
        comment_ = first;
        first = lines_.line();
        if (!isCount(first)) lines_.fail("the number of atoms was expected here or one line above");
      }
      count_ = static_cast<std::size_t>(lines_.integer(trim(first), "the number of atoms"));
      if (count_ > 0) return true;
      logWarning(fmt::format("a frame without atoms is passed over ({})", lines_.place()));
    }
  }

  // The comment of LAMMPS' dump xyz: "Atoms. Timestep: 500".
  std::int64_t stepOfLammps() const {
    const auto words = splitWords(comment_);
    const bool lammps = words.size() == 3 && words[1] == "Timestep:" && isCount(words[2]);
    return lammps ? lines_.integer(words[2], "the time step") : 0;
  }

  // A file without Lattice: edges in the comment where the atoms bear them out, else an open box.
  Box guessedBox(const Atoms& atoms, const XyzComment& comment) const {
    Vec3 low = atoms.positions.front(), high = low;
    for (const Vec3& position : atoms.positions) {
      low = low.cwiseMin(position);
      high = high.cwiseMax(position);
    }
    if (const auto edges = comment.edges(); edges && isFilled(*edges, high - low)) {
      // Rounded coordinates may lie a little outside: a part in a thousand is let through.
      const Vec3 slack = 1e-3 * *edges;
      for (const Vec3& origin : {Vec3(-0.5 * *edges), Vec3(0, 0, 0)}) {
        const Vec3 top = origin + *edges;
        if ((low.array() < (origin - slack).array()).any() ||
            (high.array() > (top + slack).array()).any())
          continue;
        logInfo(
            fmt::format("'{}' has no lattice: its comment is taken as the edges of a periodic box",
                        lines_.file()));
        return Box::orthogonal(*edges, origin);
      }
    }
    logWarning(
        fmt::format("'{}' has no lattice: its atoms are taken to stand free in an open box, {} "
                    "angstrom larger on every side",
                    lines_.file(), kOpenMargin_A));
    return boxOf({Mat3::Zero(), Vec3::Zero(), {false, false, false}}, atoms.positions, lines_);
  }

  static bool isFilled(const Vec3& edges, const Vec3& extent) {
    return ((edges - extent).array() < kFilled_A).all();
  }

  LineReader lines_;
  TypeElements elements_;
  std::string comment_;
  std::size_t count_ = 0;
};

std::unique_ptr<FrameReader> open(const std::filesystem::path& path, const ReadOptions& options) {
  return std::make_unique<XyzReader>(path, options);
}

bool isExtended(const FileHead& head) {
  if (!isCount(head.line(0))) return false;
  const std::string_view comment = head.line(1);
  return comment.find("Lattice=") != std::string_view::npos ||
         comment.find("Properties=") != std::string_view::npos;
}

bool isPlain(const FileHead& head) {
  return isCount(head.line(0)) || (beginsWithNumbers(head.line(0), 3) && isCount(head.line(1)));
}

}  // namespace

ConfigurationFormat extendedXyzFormat() {
  return {"extended XYZ", "ASE, OVITO, ours",
          "`Lattice`, `Origin`, `pbc` and `Properties` in every usual spelling; columns are kept",
          isExtended, open};
}

ConfigurationFormat plainXyzFormat() {
  return {
      "XYZ", "LAMMPS `dump xyz`, femsim",
      "an open box, or the edges that femsim writes into the comment; numbers that may be types "
      "need `--elements`",
      isPlain, open};
}

}  // namespace glasscope::sim
