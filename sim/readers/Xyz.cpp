#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/readers/FrameReader.h"
#include "sim/readers/LineReader.h"
#include "sim/readers/TypeElements.h"
#include "sim/readers/XyzComment.h"

// Extended XYZ (libAtoms/extxyz), plain XYZ and the XYZ of femsim.
namespace glasscope::sim {
namespace {

constexpr double kOpenMargin_A = 5;  // empty space around the atoms of a file that has no box

/// Where the words of an atom's line belong.
class XyzColumns {
 public:
  XyzColumns(const XyzComment& comment, const LineReader& at) {
    for (const auto& property : comment.properties(at)) place(property, comment);
    if (position_ < 0) at.fail("the frame has no positions (property pos:R:3)");
    if (species_ < 0) at.fail("the frame has no species (property species:S:1)");
  }

  void add(Atoms& atoms, const TypeElements& elements, const LineReader& at) {
    words_.clear();
    std::string_view rest = at.line();
    for (auto word = LineReader::word(rest); !word.empty(); word = LineReader::word(rest))
      words_.push_back(word);
    if (static_cast<int>(words_.size()) < count_)
      at.fail(fmt::format("it has {} words, but an atom has {}", words_.size(), count_),
              "the line was cut short: copy the file again");
    atoms.atomicNumbers.push_back(elements.ofSymbol(at0(species_), at));
    atoms.positions.push_back(vectorAt(position_, at));
    atoms.ids.push_back(id_ >= 0 ? at.integer(at0(id_), "the id")
                                 : static_cast<std::int64_t>(atoms.ids.size()) + 1);
    if (velocity_ >= 0) atoms.velocities.push_back(vectorAt(velocity_, at));
    for (auto& kept : kept_) keep(kept);
  }

  void finish(Atoms& atoms) {
    for (auto& kept : kept_)
      if (kept.numeric && !atoms.columns.has(kept.name))
        atoms.columns.add(
            {kept.name, "", "column of the XYZ file that was read", std::move(kept.values)});
    kept_.clear();
  }

 private:
  struct Kept {
    std::string name;
    int word;
    bool numeric = true;
    std::vector<double> values{};
  };

  void place(const XyzComment::Property& property, const XyzComment& comment) {
    const int first = count_;
    count_ += property.columns;
    const auto is = [&](const char* name, int columns) {
      return property.columns == columns && property.name == name;
    };
    // The unit of a velocity in XYZ is anybody's guess: only our own, which says it, becomes one.
    if (is("pos", 3))
      position_ = first;
    else if (is("species", 1) || (species_ < 0 && (is("Z", 1) || is("type", 1))))
      species_ = first;
    else if (is("id", 1) && property.kind == 'I')
      id_ = first;
    else if (is("vel", 3) && comment.value("velocity_unit") == "angstrom/ps")
      velocity_ = first;
    else if (property.kind != 'S')
      keepColumns(property, first);
  }

  void keepColumns(const XyzComment::Property& property, int first) {
    for (int c = 0; c < property.columns; ++c) {
      const std::string suffix = property.columns == 1   ? std::string()
                                 : property.columns == 3 ? fmt::format("_{}", "xyz"[c])
                                                         : fmt::format("_{}", c + 1);
      kept_.push_back({property.name + suffix, first + c});
    }
  }

  void keep(Kept& kept) const {
    if (!kept.numeric) return;
    const std::string_view word = at0(kept.word);
    double value = 0;
    if (word == "T" || word == "True")
      value = 1;
    else if (word != "F" && word != "False")
      kept.numeric = LineReader::realOrNot(word, value);
    kept.values.push_back(value);
  }

  std::string_view at0(int word) const { return words_[static_cast<std::size_t>(word)]; }

  Vec3 vectorAt(int word, const LineReader& at) const {
    constexpr std::string_view kNames[] = {"x", "y", "z"};
    Vec3 vector;
    for (int d = 0; d < 3; ++d) vector[d] = at.real(at0(word + d), kNames[d]);
    return vector;
  }

  int count_ = 0, position_ = -1, species_ = -1, id_ = -1, velocity_ = -1;
  std::vector<std::string_view> words_;
  std::vector<Kept> kept_;
};

bool isCount(std::string_view line) {
  const auto words = splitWords(line);
  return words.size() == 1 &&
         words.front().find_first_not_of("0123456789") == std::string_view::npos;
}

class XyzReader : public FrameReader {
 public:
  XyzReader(const std::filesystem::path& path, const ReadOptions& options)
      : lines_(path), elements_(options.elements) {}

  std::optional<Atoms> read() override {
    if (!header()) return std::nullopt;
    const XyzComment comment(comment_, lines_);
    XyzColumns columns(comment, lines_);
    Atoms atoms;
    const auto box = comment.box(lines_);
    if (const std::string step = comment.value("timestep"); !step.empty())
      atoms.step = lines_.integer(step, "the time step");
    if (const std::string time = comment.value("time"); !time.empty())
      atoms.time_ps = lines_.real(time, "the time");
    for (std::size_t i = 0; i < count_; ++i) {
      nextAtom(i);
      columns.add(atoms, elements_, lines_);
    }
    columns.finish(atoms);
    atoms.box = box ? *box : boxOf(atoms, comment);
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
    const std::int64_t count = lines_.integer(trim(first), "the number of atoms");
    if (count < 1) lines_.fail("the number of atoms is 0", "choose a frame that has atoms");
    count_ = static_cast<std::size_t>(count);
    return true;
  }

  // A file without Lattice: edges in the comment where the atoms bear them out, else an open box.
  Box boxOf(const Atoms& atoms, const XyzComment& comment) const {
    Vec3 low = atoms.positions.front(), high = low;
    for (const Vec3& position : atoms.positions) {
      low = low.cwiseMin(position);
      high = high.cwiseMax(position);
    }
    if (const auto edges = comment.edges()) {
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
    const Vec3 margin = Vec3::Constant(kOpenMargin_A);
    return Box::orthogonal(high - low + 2 * margin, low - margin, {false, false, false});
  }

  LineReader lines_;
  TypeElements elements_;
  std::string comment_;
  std::size_t count_ = 0;
};

}  // namespace

std::unique_ptr<FrameReader> openXyz(const std::filesystem::path& path,
                                     const ReadOptions& options) {
  return std::make_unique<XyzReader>(path, options);
}

}  // namespace glasscope::sim
