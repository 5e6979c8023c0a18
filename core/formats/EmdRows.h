#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/hdf5/Hdf5.h"

// The book of rows beside a datacube; for core/formats/EmdDatacube*.cpp only.
namespace glasscope::emd {

/// Path of the datacube of our own files.
inline constexpr const char* kDatacube = "/datacube_root/datacube";

/// Which rows of a datacube are on disk, with what checksum, and the numbers that came with them:
/// the group /glasscope_rows of an unfinished and of a finished file.
class Rows {
 public:
  /// Whether the file has such a book.
  static bool in(const Hdf5& file);
  /// Begins the book of a new file.
  static Rows begin(Hdf5& file, const std::string& identity, int rows, std::size_t extraPerRow);
  /// Begins one with all rows of another file.
  static Rows copy(const Rows& from, Hdf5& to);
  /// Reads it. Throws Error(input).
  explicit Rows(const Hdf5& file);

  const std::string& identity() const { return identity_; }
  int count() const { return static_cast<int>(checksums_.size()); }
  std::size_t extraPerRow() const { return extraPerRow_; }
  bool done(int rx) const { return checksums_.at(static_cast<std::size_t>(rx)) != 0; }
  std::vector<double> extra(int rx) const;
  std::int64_t saturated() const;  ///< numbers beyond the reach of the stored type, all rows

  /// Writes the patterns of a row [ry, qx, qy] as they are stored, then that they are there.
  void write(int rx, std::span<const std::byte> patterns, std::span<const double> extra,
             std::int64_t saturated);
  /// Forgets rows that cannot be read or are not what was written, and names them.
  std::vector<int> forgetDamaged();

 private:
  Rows(const Hdf5& file, const std::string& identity, int rows, std::size_t extraPerRow);
  bool sound(int rx) const;
  std::vector<std::byte> stored(int rx) const;

  Hdf5 file_;
  std::string identity_;
  std::vector<std::int64_t> checksums_, saturated_;  // checksum 0: the row is not there
  std::size_t extraPerRow_ = 0;
};

}  // namespace glasscope::emd
