#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/atoms/Elements.h"
#include "core/system/Text.h"
#include "sim/readers/DataAtomStyle.h"
#include "sim/readers/FrameReader.h"
#include "sim/readers/LineReader.h"
#include "sim/readers/TypeElements.h"

// LAMMPS data files: LAMMPS manual, "read_data" and "write_data".
namespace glasscope::sim {
namespace {

bool beginsSection(std::string_view word) {
  return !word.empty() && ((word.front() >= 'A' && word.front() <= 'Z'));
}

class DataReader {
 public:
  DataReader(const std::filesystem::path& path, const std::vector<int>& elements)
      : lines_(path), elements_(elements) {}

  Atoms read() {
    title();
    header();
    while (section()) {
    }
    if (atoms_.positions.empty()) lines_.endsEarly("the section 'Atoms' is missing");
    atoms_.atomicNumbers.reserve(types_.size());
    for (const int type : types_) atoms_.atomicNumbers.push_back(elementOf(type));
    placeVelocities();
    atoms_.source = lines_.file();
    return std::move(atoms_);
  }

 private:
  // The first line is free text, into which write_data puts step and units.
  void title() {
    lines_.require("the title line");
    const std::string text(lines_.line());
    const auto words = splitWords(text);
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i - 1] != "=") continue;
      if (words[i - 2] == "timestep")
        atoms_.step = lines_.integer(trimComma(words[i]), "the time step");
      if (words[i - 2] == "units") units(trimComma(words[i]));
    }
  }

  static std::string_view trimComma(std::string_view word) {
    return word.ends_with(',') ? word.substr(0, word.size() - 1) : word;
  }

  void units(std::string_view style) {
    if (style != "metal" && style != "real")
      lines_.fail(
          fmt::format("its unit style is '{}', in which lengths are not in angstrom", style),
          "write it in units metal or real");
    if (style == "real") velocityFactor_ = 1e3;  // angstrom/fs
  }

  // The line without its comment, and the comment.
  std::pair<std::string_view, std::string_view> content() const {
    const auto hash = lines_.line().find('#');
    if (hash == std::string_view::npos) return {trim(lines_.line()), {}};
    return {trim(lines_.line().substr(0, hash)), trim(lines_.line().substr(hash + 1))};
  }

  void header() {
    double low[3] = {-0.5, -0.5, -0.5}, high[3] = {0.5, 0.5, 0.5};  // the defaults of read_data
    Vec3 tilt = Vec3::Zero(), origin = Vec3::Zero();
    Mat3 general = Mat3::Zero();
    while (lines_.next()) {
      const auto words = splitWords(content().first);
      if (words.empty()) continue;
      if (beginsSection(words.front())) {
        lines_.putBack();
        break;
      }
      const auto number = [&](std::size_t i) {
        return lines_.real(words.at(i), "a number of the header");
      };
      const std::string_view last = words.back();
      const std::size_t n = words.size();
      if (last == "atoms" && n == 2) count_ = lines_.integer(words[0], "the number of atoms");
      if (last == "types" && n == 3 && words[1] == "atom")
        typeCount_ = lines_.integer(words[0], "the number of atom types");
      for (std::size_t d = 0; d < 3; ++d)
        if (n == 4 && last == fmt::format("{}hi", "xyz"[d]))
          low[d] = number(0), high[d] = number(1);
      if (last == "yz" && n == 6) tilt = {number(0), number(1), number(2)};
      for (int d = 0; d < 3; ++d)
        if (n == 4 && last == fmt::format("{}vec", "abc"[d]))
          general.col(d) = Vec3(number(0), number(1), number(2));
      if (last == "origin" && n == 5) origin = {number(0), number(1), number(2)};
    }
    if (count_ < 1)
      lines_.fail(fmt::format("the header promises {} atoms", count_), "check the header");
    if (elements_.given() && static_cast<std::int64_t>(elements_.count()) != typeCount_)
      throw Error(
          ErrorKind::usage,
          fmt::format("{} elements were given for {} atom types", elements_.count(), typeCount_),
          fmt::format("'{}' has {} atom types", lines_.file(), typeCount_),
          "name one element for each type, in the order of the types: --elements Cu,Zr");
    setBox(general, origin, low, high, tilt);
  }

  void setBox(const Mat3& general, const Vec3& origin, const double (&low)[3],
              const double (&high)[3], const Vec3& tilt) {
    Mat3 matrix = general;
    if (general.isZero(0)) {
      for (int d = 0; d < 3; ++d) {
        if (!(high[d] > low[d]))
          lines_.fail(fmt::format("the box has the length {} along {}", high[d] - low[d], "xyz"[d]),
                      "check the box lines of the header");
        matrix(d, d) = high[d] - low[d];
      }
      matrix(0, 1) = tilt[0];
      matrix(0, 2) = tilt[1];
      matrix(1, 2) = tilt[2];
    }
    try {
      atoms_.box = Box(matrix, general.isZero(0) ? Vec3(low[0], low[1], low[2]) : origin);
    } catch (const Error& error) {
      lines_.fail("the box is not usable: " + error.why(), "check the box lines of the header");
    }
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
        passOver();
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

  void passOver() {
    entries([](const auto&, std::string_view) { return true; });
  }

  int typeOf(std::string_view word) const {
    if (const auto label = typeOfLabel_.find(word); label != typeOfLabel_.end())
      return label->second;
    const std::int64_t type = lines_.integer(word, "the type");
    if (type < 1 || type > typeCount_)
      lines_.fail(
          fmt::format("the atom type is {}, but the header promises {} types", type, typeCount_));
    return static_cast<int>(type);
  }

  void masses() {
    entries([&](const auto& words, std::string_view comment) {
      if (words.size() < 2) lines_.fail("a type and a mass were expected");
      const int type = typeOf(words[0]);
      masses_[type] = lines_.real(words[1], "the mass");
      // write_data and atomsk put the symbol behind the mass.
      const auto symbol = splitWords(comment);
      if (!symbol.empty()) hints_[type] = std::string(symbol.front());
      return static_cast<std::int64_t>(masses_.size()) < typeCount_;
    });
  }

  void labels() {
    std::int64_t read = 0;
    entries([&](const auto& words, std::string_view) {
      if (words.size() < 2) lines_.fail("a type and a label were expected");
      const int type = static_cast<int>(lines_.integer(words[0], "the type"));
      typeOfLabel_[std::string(words[1])] = type;
      hints_[type] = std::string(words[1]);
      return ++read < typeCount_;
    });
  }

  void atoms(const std::string& hint) {
    std::optional<DataAtomStyle> style;
    entries([&](const auto& words, std::string_view) {
      if (!style) style = DataAtomStyle::find(hint, words, lines_);
      style->requireWords(words, lines_);
      atoms_.ids.push_back(lines_.integer(words[0], "the id"));
      types_.push_back(typeOf(words[style->type]));
      Vec3 position;
      for (std::size_t d = 0; d < 3; ++d)
        position[static_cast<int>(d)] =
            lines_.real(words[style->x + d], std::string_view(&"xyz"[d], 1));
      atoms_.positions.push_back(position);
      return static_cast<std::int64_t>(types_.size()) < count_;
    });
    if (static_cast<std::int64_t>(types_.size()) < count_)
      lines_.endsEarly(fmt::format("it has {} of the {} atoms promised", types_.size(), count_));
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

  void placeVelocities() {
    if (velocities_.empty()) return;
    for (const std::int64_t id : atoms_.ids) {
      const auto found = velocities_.find(id);
      if (found == velocities_.end()) lines_.endsEarly(fmt::format("atom {} has no velocity", id));
      atoms_.velocities.push_back(found->second);
    }
  }

  int elementOf(int type) {
    int& z = elementOfType_[type];
    if (z > 0) return z;
    if (elements_.given()) return z = elements_.ofType(type, lines_);
    if (const auto hint = hints_.find(type); hint != hints_.end())
      for (int known = 1; known <= kMaxAtomicNumber; ++known)
        if (elementSymbol(known) == hint->second) return z = known;
    const auto mass = masses_.find(type);
    if (mass == masses_.end() || elementOfMass(mass->second) == 0)
      TypeElements::missing(static_cast<std::size_t>(typeCount_), lines_.file());
    return z = elementOfMass(mass->second);
  }

  LineReader lines_;
  TypeElements elements_;
  Atoms atoms_;
  std::int64_t count_ = 0, typeCount_ = 0;
  double velocityFactor_ = 1;
  std::vector<int> types_;
  std::vector<std::string_view> words_;
  std::map<int, double> masses_;
  std::map<int, std::string> hints_;  // symbols from comments and labels
  std::map<int, int> elementOfType_;
  std::map<std::string, int, std::less<>> typeOfLabel_;
  std::unordered_map<std::int64_t, Vec3> velocities_;
};

}  // namespace

Atoms readLammpsData(const std::filesystem::path& path, const std::vector<int>& elements) {
  return DataReader(path, elements).read();
}

}  // namespace glasscope::sim
