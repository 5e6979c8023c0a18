#pragma once

#include <array>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/atoms/CellEdges.h"
#include "core/formats/H5mdElement.h"

// A particle group of an H5MD file; for core/formats/H5md*.cpp only.
namespace glasscope::h5md {

/// Where the elements of a group come from.
struct SpeciesSource {
  std::span<const int> elements;  ///< that the user gave; empty for none
  bool isOurs = false;            ///< species are atomic numbers without question
  int whole = 0;                  ///< the element of all atoms of a group without species; 0: none
  std::span<const int> each{};    ///< or of each of its atoms
};

class Group {
 public:
  /// Throws Error(input) on a group that is not what H5MD says.
  Group(const Hdf5& group, std::string source);

  std::string name() const;
  std::uint64_t size() const { return count_; }
  std::uint64_t frames() const { return position_.changes() ? position_.frames() : 1; }
  bool hasSpecies() const { return Element::in(group_, "species"); }
  /// True when the species are words or the name of the group, and no numbers.
  bool tellsElements() const;
  bool hasIds() const { return Element::in(group_, "id"); }

  /// The species numbers of a frame; words of an enumeration are atomic numbers already.
  std::vector<int> species(std::uint64_t f, const SpeciesSource& from) const;
  Atoms frame(std::uint64_t f, const SpeciesSource& from) const;

 private:
  void readBoundary();
  std::vector<std::int64_t> ids(std::uint64_t f) const;
  Box box(std::uint64_t f, const std::vector<Vec3>& positions) const;
  Box usableBox(const CellEdges& cell, const std::vector<Vec3>& positions) const;
  Vec3 origin(std::uint64_t f) const;
  std::vector<Vec3> vectors(const std::string& name, Dimension dimension, std::uint64_t f) const;
  double scalar(const std::string& name, std::uint64_t f, double otherwise) const;
  double time_ps(std::uint64_t f) const;
  std::int64_t step(std::uint64_t f) const;
  void requireMasses(const std::vector<int>& species, std::uint64_t f) const;
  void addColumns(Atoms& atoms, std::uint64_t f) const;

  Hdf5 group_;
  std::string source_;
  Element position_;
  std::uint64_t count_ = 0;
  std::array<bool, 3> periodic_{true, true, true};
};

}  // namespace glasscope::h5md
