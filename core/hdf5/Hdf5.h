#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/math/NumberType.h"

namespace glasscope {

/// The HDF5 door: only core/hdf5/Hdf5*.cpp include HDF5. A file, or a group in it; copies share the
/// open file. Every failure is an Error that names the file and the object.
///
/// A file made by `create` is written under `partialPath(path)`; `commit` flushes, closes and
/// renames it. Destroyed without commit, the partial file is removed, unless `keepPartial` was
/// asked for (resumable outputs).
///
/// What is read lies in the file that was named: links into other files, data sets with external
/// storage and virtual data sets are refused. A data set that does not fit into the memory is an
/// Error(capacity) before any of it is read. A file that is so damaged that the library would fall
/// over it is an Error(input) when it is opened.
class Hdf5 {
 public:
  using Shape = std::vector<std::uint64_t>;

  static Hdf5 create(const std::filesystem::path& path, bool keepPartial = false);
  /// Opens for reading; Error(input) says whether the file is absent, not HDF5 or truncated.
  static Hdf5 open(const std::filesystem::path& path);
  static bool isHdf5(const std::filesystem::path& path);

  void flush();
  void commit();

  Hdf5 group(const std::string& path) const;        ///< opens; Error(input) when absent
  Hdf5 createGroup(const std::string& path) const;  ///< with intermediate groups; reopens
  bool has(const std::string& path) const;
  std::vector<std::string> names() const;  ///< direct children
  /// Paths of all data sets at or below this group, each once however many links lead to it, in the
  /// order of their names. Soft links are not followed.
  std::vector<std::string> datasets() const;
  const std::string& path() const;       ///< of this group inside the file
  void remove(const std::string& name);  ///< unlinks a group or data set

  // Attributes of this group, or of the object `object` below it. Strings are written variable
  // length, UTF-8 (py4DSTEM cannot read others); integers as int64; bools as HDF5 enum FALSE/TRUE
  // as h5py writes them.
  void setAttribute(const std::string& name, const std::string& value,
                    const std::string& object = ".");
  void setAttribute(const std::string& name, const char* value, const std::string& object = ".");
  void setAttribute(const std::string& name, double value, const std::string& object = ".");
  void setAttribute(const std::string& name, std::int64_t value, const std::string& object = ".");
  void setAttribute(const std::string& name, int value, const std::string& object = ".");
  void setAttribute(const std::string& name, bool value, const std::string& object = ".");
  void setAttribute(const std::string& name, std::span<const double> values,
                    const std::string& object = ".");
  void setAttribute(const std::string& name, std::span<const std::int64_t> values,
                    const std::string& object = ".");
  void setAttribute(const std::string& name, const std::vector<std::string>& values,
                    const std::string& object = ".");
  bool hasAttribute(const std::string& name, const std::string& object = ".") const;
  std::string stringAttribute(const std::string& name, const std::string& object = ".") const;
  double numberAttribute(const std::string& name, const std::string& object = ".") const;
  std::vector<std::string> stringsAttribute(const std::string& name,
                                            const std::string& object = ".") const;
  std::vector<double> numbersAttribute(const std::string& name,
                                       const std::string& object = ".") const;

  // Whole data sets, contiguous unless compressed (shuffle + deflate + fletcher32 checksum).
  void write(const std::string& name, std::span<const double> data, const Shape& shape,
             bool compress = false);
  void write(const std::string& name, std::span<const float> data, const Shape& shape,
             bool compress = false);
  void write(const std::string& name, std::span<const std::int64_t> data, const Shape& shape,
             bool compress = false);
  void write(const std::string& name, std::span<const std::int32_t> data, const Shape& shape,
             bool compress = false);
  void write(const std::string& name, std::span<const std::uint8_t> data, const Shape& shape,
             bool compress = false);
  void write(const std::string& name, const std::string& text);
  void write(const std::string& name, const std::vector<std::string>& texts);
  void writeScalar(const std::string& name, double value);
  void writeScalar(const std::string& name, std::int64_t value);
  void writeScalar(const std::string& name, bool value);  ///< the enum that h5py writes

  Shape shape(const std::string& name) const;
  bool isString(const std::string& name) const;
  bool isDataset(const std::string& name) const;                   ///< false also when absent
  std::vector<double> readDoubles(const std::string& name) const;  ///< any numeric type, converted
  std::vector<float> readFloats(const std::string& name) const;
  std::vector<std::int64_t> readIntegers(const std::string& name) const;
  std::vector<std::uint8_t> readBytes(const std::string& name) const;
  std::string readText(const std::string& name) const;
  std::vector<std::string> readTexts(const std::string& name) const;
  double readScalar(const std::string& name) const;
  /// The words that stand for the numbers of a data set of an enumerated type; empty for others.
  std::map<std::int64_t, std::string> enumeration(const std::string& name) const;

  // Chunked data sets that are written and read by blocks, so that memory does not grow with them.
  // Reading a chunk whose checksum is wrong is an Error(input) that names the block.
  /// `deflate` is the level of compression, 0 to 9.
  void createChunked(const std::string& name, const Shape& shape, const Shape& chunk,
                     int deflate = 1, NumberType type = NumberType::float32);
  /// One float64 an entry, to be written by blocks.
  void createColumn(const std::string& name, std::uint64_t length);
  /// Time series of unknown length: the first dimension grows with `append`.
  void createExtendable(const std::string& name, const Shape& frameShape, bool integers = false);
  void append(const std::string& name, std::span<const double> frame);
  void append(const std::string& name, std::span<const std::int64_t> frame);
  void writeBlock(const std::string& name, const Shape& start, const Shape& count,
                  std::span<const float> data);
  void writeBlock(const std::string& name, const Shape& start, const Shape& count,
                  std::span<const double> data);
  void writeBlock(const std::string& name, const Shape& start, const Shape& count,
                  std::span<const std::int64_t> data);
  std::vector<float> readBlock(const std::string& name, const Shape& start,
                               const Shape& count) const;
  std::vector<double> readBlockDoubles(const std::string& name, const Shape& start,
                                       const Shape& count) const;
  std::vector<std::int64_t> readBlockIntegers(const std::string& name, const Shape& start,
                                              const Shape& count) const;

  // The same in the type that the data set has on disk, without conversion.
  void writeStored(const std::string& name, const Shape& start, const Shape& count,
                   std::span<const std::byte> bytes);
  std::vector<std::byte> readStored(const std::string& name, const Shape& start,
                                    const Shape& count) const;

  /// Every data set at or below this group that cannot be read back: cut off, or with a checksum
  /// that is wrong. Reads all of them, a chunk's worth at a time.
  std::vector<std::string> damagedDatasets() const;

  void softLink(const std::string& target, const std::string& name);

  // What makes a file one of netCDF-4 as well: second names, axes that several data sets share, and
  // texts of fixed length.
  void hardLink(const std::string& target, const std::string& name);
  void createDimension(const std::string& name, std::uint64_t extent);  ///< an axis without values
  /// Says along which axis each dimension of a data set lies.
  void attachDimensions(const std::string& dataset, const std::vector<std::string>& dimensions);
  void setFixedAttribute(const std::string& name, const std::string& value,
                         const std::string& object = ".");

 private:
  struct File;
  Hdf5(std::shared_ptr<File> file, std::string path);
  std::shared_ptr<File> file_;
  std::string path_;
};

}  // namespace glasscope
