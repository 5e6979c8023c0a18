#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "core/atoms/CellEdges.h"
#include "core/atoms/Elements.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/columns/DataAtoms.h"
#include "sim/columns/LammpsUnits.h"
#include "sim/columns/TypeElements.h"
#include "sim/columns/TypeFacts.h"
#include "sim/frames/LineReader.h"
#include "sim/readers/ConfigurationFormat.h"

// LAMMPS data files: LAMMPS manual, "read_data" and "write_data".
namespace glasscope::sim {
namespace {

class DataReader {
 public:
  DataReader(const std::filesystem::path& path, const std::vector<int>& elements)
      : lines_(path), elements_(elements) {}

  Atoms read() {
    title();
    header();
    while (section()) {
    }
    if (!sample_) lines_.endsEarly("the section 'Atoms' is missing");
    if (!lines_.lineIsWhole())
      lines_.endsEarly("no line feed stands behind its last number, as LAMMPS writes one");
    Atoms atoms;
    atoms.step = step_;
    atoms.time_ps = std::numeric_limits<double>::quiet_NaN();
    atoms.source = lines_.file();
    placeElements(atoms);
    atoms.ids = std::move(sample_->ids);
    atoms.positions = std::move(sample_->positions);
    placeVelocities(atoms);
    atoms.box = boxOf(cell_, atoms.positions, lines_);
    return atoms;
  }

 private:
  // The first line is free text, into which write_data puts step and units.
  void title() {
    lines_.require("the title line");
    const std::string text(lines_.line());
    const auto words = splitWords(text);
    const bool byLammps = text.starts_with("LAMMPS");
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i - 1] != "=") continue;
      const std::string_view value =
          words[i].ends_with(',') ? words[i].substr(0, words[i].size() - 1) : words[i];
      if (words[i - 2] == "timestep" && byLammps) step_ = lines_.integer(value, "the time step");
      if (words[i - 2] == "units") units(value);
    }
  }

  void units(std::string_view word) {
    const auto style = unitStyleOf(word);
    if (!style) {
      logWarning(
          fmt::format("the title of '{}' speaks of units '{}', which LAMMPS does not know: "
                      "lengths are taken to be angstrom",
                      lines_.file(), word));
      return;
    }
    const auto units = unitsOf(*style);
    if (!units)
      lines_.fail(fmt::format("its unit style is '{}', in which lengths are not in angstrom", word),
                  "write it in units metal or real");
    velocityFactor_ = units->velocity;
  }

  // The line without its comment, and the comment.
  std::pair<std::string_view, std::string_view> content() const {
    const auto hash = lines_.line().find('#');
    if (hash == std::string_view::npos) return {trim(lines_.line()), {}};
    return {trim(lines_.line().substr(0, hash)), trim(lines_.line().substr(hash + 1))};
  }

  // Sections begin with a capital letter; so may the label of a type, which begins a line of them.
  bool beginsSection(std::string_view text) const {
    if (text.empty() || text.front() < 'A' || text.front() > 'Z') return false;
    std::string_view rest = text;
    return typeOfLabel_.find(LineReader::word(rest)) == typeOfLabel_.end();
  }

  void header() {
    std::array<bool, 3> bounded{};
    while (lines_.next()) {
      const auto words = splitWords(content().first);
      if (words.empty()) continue;
      if (beginsSection(content().first)) {
        lines_.putBack();
        break;
      }
      headerLine(words, bounded);
    }
    if (count_ < 1)
      lines_.fail(fmt::format("the header promises {} atoms", count_), "check the header");
    if (elements_.given() && static_cast<std::int64_t>(elements_.count()) != typeCount_)
      throw Error(
          ErrorKind::usage,
          fmt::format("{} elements were given for {} atom types", elements_.count(), typeCount_),
          fmt::format("'{}' has {} atom types", lines_.file(), typeCount_),
          "name one element for each type, in the order of the types: --elements Cu,Zr");
    for (int d = 0; d < 3; ++d)
      if (!bounded[static_cast<std::size_t>(d)])
        lines_.fail(
            fmt::format("the header has no line '{0}lo {0}hi', so the box is not known", "xyz"[d]),
            fmt::format("add it, for example: 0 25 {0}lo {0}hi", "xyz"[d]));
  }

  void headerLine(const std::vector<std::string_view>& words, std::array<bool, 3>& bounded) {
    const std::string_view last = words.back();
    // A line whose keyword is known has as many words as it needs, and no more.
    const auto is = [&](std::string_view keyword, std::size_t count) {
      if (last != keyword) return false;
      if (words.size() != count)
        lines_.fail(fmt::format("it has {} words, but a line '{}' of the header has {}",
                                words.size(), keyword, count));
      return true;
    };
    const auto number = [&](std::size_t i) {
      return lines_.real(words[i], "a number of the header");
    };
    if (is("atoms", 2)) count_ = lines_.integer(words[0], "the number of atoms");
    if (last == "types" && words.size() == 3 && words[1] == "atom")
      typeCount_ = lines_.integer(words[0], "the number of atom types");
    for (int d = 0; d < 3; ++d) {
      if (is(fmt::format("{}hi", "xyz"[d]), 4)) {
        cell_.origin[d] = number(0);
        cell_.matrix(d, d) = number(1) - number(0);
        bounded[static_cast<std::size_t>(d)] = true;
        if (!(cell_.matrix(d, d) > 0))
          lines_.fail(
              fmt::format("the box has the length {} along {}", cell_.matrix(d, d), "xyz"[d]),
              "check the box lines of the header");
      }
      if (is(fmt::format("{}vec", "abc"[d]), 4)) {
        cell_.matrix.col(d) = Vec3(number(0), number(1), number(2));
        bounded[static_cast<std::size_t>(d)] = true;
      }
    }
    if (is("yz", 6)) {
      cell_.matrix(0, 1) = number(0);
      cell_.matrix(0, 2) = number(1);
      cell_.matrix(1, 2) = number(2);
    }
    if (is("origin", 5)) cell_.origin = {number(0), number(1), number(2)};
  }

  bool section() {
    while (lines_.next()) {
      const auto [name, comment] = content();
      if (name.empty()) continue;
      if (name == "Masses")
        masses();
      else if (name == "Atom Type Labels")
        labels();
      else if (name == "Atoms")
        atoms(std::string(comment));
      else if (name == "Velocities")
        velocities();
      else if (beginsSection(name))
        entries([](const auto&, std::string_view) { return true; });
      else
        lines_.fail(fmt::format("'{}' belongs to no section", name));
      return true;
    }
    return false;
  }

  // Calls entry(words, comment) for each line of a section, which ends where the next begins.
  template <class Entry>
  void entries(Entry entry) {
    while (lines_.next()) {
      const auto [text, comment] = content();
      if (text.empty()) continue;
      if (beginsSection(text)) {
        lines_.putBack();
        return;
      }
      words_.clear();
      std::string_view rest = text;
      for (auto word = LineReader::word(rest); !word.empty(); word = LineReader::word(rest))
        words_.push_back(word);
      if (!entry(words_, comment)) return;
    }
  }

  // The type of a number or a label; 0 when the header does not promise it.
  int typeOrNone(std::string_view word) const {
    if (const auto label = typeOfLabel_.find(word); label != typeOfLabel_.end())
      return label->second;
    const bool whole =
        !word.empty() && word.find_first_not_of("+-0123456789") == std::string_view::npos;
    const std::int64_t type = whole ? lines_.integer(word, "the type") : 0;
    return type < 1 || type > typeCount_ ? 0 : static_cast<int>(type);
  }

  int typeOf(std::string_view word) const {
    const int type = typeOrNone(word);
    if (type == 0)
      lines_.fail(
          fmt::format("'{}' is no atom type: the header promises {} types", word, typeCount_));
    return type;
  }

  void masses() {
    std::int64_t read = 0;
    entries([&](const auto& words, std::string_view comment) {
      if (words.size() < 2) lines_.fail("a type and a mass were expected");
      TypeFacts& fact = facts_[typeOf(words[0])];
      fact.mass = lines_.real(words[1], "the mass");
      // write_data and atomsk put the symbol behind the mass.
      const auto symbol = splitWords(comment);
      if (!symbol.empty() && fact.named == 0) fact.named = elementOfNameOrNone(symbol.front());
      return ++read < typeCount_;
    });
  }

  void labels() {
    std::int64_t read = 0;
    entries([&](const auto& words, std::string_view) {
      if (words.size() < 2) lines_.fail("a type and a label were expected");
      const int type = typeOf(words[0]);
      typeOfLabel_[std::string(words[1])] = type;
      facts_[type].named = elementOfNameOrNone(words[1]);
      return ++read < typeCount_;
    });
  }

  void atoms(const std::string& hint) {
    if (sample_) lines_.fail("the section 'Atoms' comes twice", "take one of the two out");
    sample_.emplace(hint, [this](std::string_view word) { return typeOrNone(word); });
    entries([&](const auto& words, std::string_view) {
      sample_->add(words, lines_);
      return static_cast<std::int64_t>(sample_->size()) < count_;
    });
    if (static_cast<std::int64_t>(sample_->size()) < count_)
      lines_.endsEarly(fmt::format("it has {} of the {} atoms promised", sample_->size(), count_));
  }

  void velocities() {
    entries([&](const auto& words, std::string_view) {
      if (words.size() < 4) lines_.fail("an id and three velocities were expected");
      Vec3 velocity;
      for (std::size_t d = 0; d < 3; ++d)
        velocity[static_cast<int>(d)] = velocityFactor_ * lines_.real(words[d + 1], "the velocity");
      velocities_[lines_.integer(words[0], "the id")] = velocity;
      return static_cast<std::int64_t>(velocities_.size()) < count_;
    });
    if (static_cast<std::int64_t>(velocities_.size()) < count_)
      lines_.endsEarly(
          fmt::format("it has {} of the {} velocities promised", velocities_.size(), count_));
  }

  void placeVelocities(Atoms& atoms) const {
    if (velocities_.empty()) return;
    for (const std::int64_t id : atoms.ids) {
      const auto found = velocities_.find(id);
      if (found == velocities_.end()) lines_.endsEarly(fmt::format("atom {} has no velocity", id));
      atoms.velocities.push_back(found->second);
    }
  }

  void placeElements(Atoms& atoms) const {
    std::map<std::int64_t, int> elements;
    if (elements_.given()) {
      for (std::size_t type = 1; type <= elements_.count(); ++type)
        elements[static_cast<std::int64_t>(type)] = elements_.all()[type - 1];
      warnOfOtherElements(facts_, elements, lines_.file());
    } else {
      elements = elementsOf(facts_, lines_.file());
    }
    for (const int type : sample_->types(lines_)) {
      const auto found = elements.find(type);
      if (found == elements.end()) TypeElements::missing(typeCount_, lines_.file());
      atoms.atomicNumbers.push_back(found->second);
    }
    warnOfUnusedTypes();
  }

  // Of a style that is not that of the file another column is taken for the type.
  void warnOfUnusedTypes() const {
    const auto types = sample_->types(lines_);
    const std::set<int> found(types.begin(), types.end());
    if (!elements_.given() && static_cast<std::int64_t>(found.size()) < typeCount_)
      logWarning(fmt::format(
          "only {} of the {} atom types of '{}' have atoms: is the style of its section "
          "Atoms the right one?",
          found.size(), typeCount_, lines_.file()));
  }

  LineReader lines_;
  TypeElements elements_;
  CellEdges cell_;
  std::int64_t count_ = 0, typeCount_ = 0, step_ = 0;
  double velocityFactor_ = 1;
  std::vector<std::string_view> words_;
  std::optional<DataAtoms> sample_;
  std::map<std::int64_t, TypeFacts> facts_;
  std::map<std::string, int, std::less<>> typeOfLabel_;
  std::unordered_map<std::int64_t, Vec3> velocities_;
};

// A data file says "N atoms" in the first lines; its title is free text.
bool promisesAtoms(const FileHead& head) {
  for (std::size_t i = 1; i < head.lines.size(); ++i) {
    const auto words = splitWords(head.lines[i]);
    if (words.size() >= 2 && words[1] == "atoms" && beginsWithNumbers(head.lines[i], 1))
      return true;
  }
  return false;
}

}  // namespace

ConfigurationFormat lammpsDataFormat() {
  return {"LAMMPS data file", "`write_data`, atomsk, OVITO",
          "the atom style is that of the section's title, or the only one that fits; elements from "
          "`--elements`, labels, comments or masses, which may not contradict each other",
          promisesAtoms,
          [](const std::filesystem::path& path,
             const ReadOptions& options) -> std::unique_ptr<FrameReader> {
            return std::make_unique<SingleFrame>(
                [path, options] { return DataReader(path, options.elements).read(); });
          }};
}

}  // namespace glasscope::sim
