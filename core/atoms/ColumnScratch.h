#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/atoms/ColumnSink.h"

namespace glasscope {

/// Columns that are computed piece by piece, in any order of atoms, and leave in the order of the
/// atoms, without ever lying in memory together: they are kept in scratch files, one for each range
/// of atoms and rank, which go away with the object. One object a rank; every rank puts in the
/// pieces that it computed.
class ColumnScratch : public ColumnSink {
 public:
  /// Makes the folder, which all ranks must see. Throws Error(environment) when it cannot.
  ColumnScratch(std::filesystem::path folder, std::size_t atoms);
  ~ColumnScratch() override;

  /// Throws Error(environment) when the disk is full.
  void put(std::span<const std::int32_t> atoms, const Columns& columns) override;

  /// Such a column is not kept in the files, but asked for on rank 0 when the columns leave.
  void addLate(std::string name, std::string unit, std::string description,
               std::function<double(std::size_t)> value) override;

  /// Names, units and descriptions; the values are empty.
  std::vector<Column> heads() const;

  /// To be called by all ranks: on rank 0 calls visit(first atom, columns of a range), range after
  /// range in the order of the atoms. Throws Error(internal) when an atom was never put in.
  using Visit = std::function<void(std::size_t, const std::vector<std::vector<double>>&)>;
  void forEachRange(const Visit& visit) const;

 private:
  static constexpr std::size_t kRange = std::size_t{1} << 17;
  std::filesystem::path fileOf(std::size_t range) const;
  std::vector<std::vector<double>> readRange(std::size_t range, std::size_t columns) const;

  std::filesystem::path folder_;
  std::size_t atoms_;
  std::vector<Column> heads_;
  struct Late {
    Column head;
    std::function<double(std::size_t)> value;
  };
  std::vector<Late> late_;
};

}  // namespace glasscope
