#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/columns/TypeElements.h"
#include "sim/columns/XyzComment.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// Where the words of an atom's line belong.
class XyzColumns {
 public:
  /// Throws Error(input) when the frame has no positions or no species.
  XyzColumns(const XyzComment& comment, const LineReader& at);

  /// Adds the atom of the current line.
  void add(Atoms& atoms, const TypeElements& elements, const LineReader& at);
  /// Moves the kept columns into the atoms, without those that are not numbers.
  void finish(Atoms& atoms);

 private:
  // How well a column tells the elements; the best of a file is taken.
  enum class Species { none, type, number, symbol, atomicNumber };
  struct Kept {
    std::string name;
    int word;
    bool numeric = true;
    std::vector<double> values{};
  };

  static Species speciesOf(const XyzComment::Property& property);
  void place(const XyzComment::Property& property, const XyzComment& comment);
  void requireSymbolOf(int z, const LineReader& at) const;
  void keepColumns(const XyzComment::Property& property, int first);
  void keep(Kept& kept) const;
  std::string_view wordAt(int word) const { return words_[static_cast<std::size_t>(word)]; }
  Vec3 vectorAt(int word, const LineReader& at) const;

  bool isPlain_;
  int count_ = 0, position_ = -1, species_ = -1, symbol_ = -1, id_ = -1, velocity_ = -1, mass_ = -1;
  Species kind_ = Species::none;
  std::vector<std::string_view> words_;
  std::vector<Kept> kept_;
};

}  // namespace glasscope::sim
