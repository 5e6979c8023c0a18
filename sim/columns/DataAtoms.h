#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/math/Vec.h"
#include "sim/columns/DataAtomStyle.h"
#include "sim/frames/LineReader.h"

namespace glasscope::sim {

/// The atoms of a data file's section Atoms. Where its title does not name the style, a column is
/// the type only when every number in it is one: a charge or a molecule may look like a type in a
/// single line.
class DataAtoms {
 public:
  /// `typeOf(word)` is the type that a word names, 0 when it is none.
  DataAtoms(std::string hint, std::function<int(std::string_view)> typeOf)
      : hint_(std::move(hint)), typeOf_(std::move(typeOf)) {}

  void add(const std::vector<std::string_view>& words, const LineReader& at);
  std::size_t size() const { return ids.size(); }

  /// The types of all atoms. Throws Error(input) when no column or more than one can be the type.
  const std::vector<int>& types(const LineReader& at) const;

  std::vector<std::int64_t> ids;
  std::vector<Vec3> positions;

 private:
  struct Candidate {
    DataAtomStyle style;
    std::vector<int> types;
    std::string fault;  // why it is not this style; "" while it may be
  };
  void choose(const std::vector<std::string_view>& words, const LineReader& at);

  std::string hint_;
  std::function<int(std::string_view)> typeOf_;
  std::vector<Candidate> candidates_;
};

}  // namespace glasscope::sim
