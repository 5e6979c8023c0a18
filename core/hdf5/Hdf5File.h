#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/hdf5/Hdf5Library.h"
#include "core/system/Error.h"

namespace glasscope {

/// The open file behind one or more Hdf5 objects; paths are absolute inside the file. For
/// core/hdf5/Hdf5*.cpp only.
struct Hdf5::File {
  using Handle = hdf5::Handle;

  Handle id;
  std::filesystem::path finalPath, onDisk;
  bool writing = false, keepPartial = false;
  std::map<std::string, Handle> datasets;  // kept open: a chunk cache belongs to an open data set

  ~File();
  bool close();
  hid_t usable() const;

  [[noreturn]] void failReading(const std::string& object) const;
  [[noreturn]] void failWriting(const std::string& object) const;
  template <class Result>
  Result checkRead(Result result, const std::string& object) const {
    if (result < 0) failReading(object);
    return result;
  }
  template <class Result>
  Result checkWrite(Result result, const std::string& object) const {
    if (result < 0) failWriting(object);
    return result;
  }

  /// Reads the file that `open` opens on trial, unless its content was tried before, and throws
  /// Error(input) when the library cannot take it.
  static void requireReadable(const std::filesystem::path& path,
                              const std::function<std::shared_ptr<File>()>& open);
  /// This process wrote the file and closed it: until it changes it needs no trial.
  static void noteSound(const std::filesystem::path& path);
  static void touchAll(const std::shared_ptr<File>& file);
  void touchAttributes(const Hdf5& root, const std::string& path);
  void touchNumbers(const Hdf5& root, const std::string& path, double& left_bytes);

  bool has(const std::string& path) const;
  /// Throws Error(input) when a link on the way leads into another file.
  void requireOwn(const std::string& path) const;
  /// Throws Error(capacity) when `count` entries of `bytesEach` do not fit into the memory.
  void requireMemory(const std::string& path, const Shape& count, std::size_t bytesEach) const;
  Handle object(const std::string& path) const;
  hid_t dataset(const std::string& path);
  Handle createDataset(const std::string& path, hid_t type, hid_t space, hid_t properties);
  /// Keeps a dataset open that is written in whole chunks: nothing of it stays in memory.
  void openWithoutCache(const std::string& path);
  Handle attribute(const std::string& path, const std::string& name) const;
  void setAttribute(const std::string& path, const std::string& name, hid_t type, const void* value,
                    const Shape& shape = {});
  Shape shapeOf(const std::string& path);
  Handle selection(const std::string& path, const Shape& start, const Shape& count);
  std::vector<std::string> readStrings(const std::string& path);
  void writeStrings(const std::string& path, const std::vector<const char*>& texts,
                    const Shape& shape);
  /// Strings of variable or of fixed length; `readInto(type, buffer)` does the reading.
  std::vector<std::string> strings(hid_t type, hid_t space, const std::string& label,
                                   const std::function<herr_t(hid_t, void*)>& readInto) const;

  template <class T>
  void write(const std::string& path, std::span<const T> data, const Shape& shape, bool compress);
  template <class T>
  std::vector<T> read(const std::string& path);
  template <class T>
  void writeBlock(const std::string& path, const Shape& start, const Shape& count,
                  std::span<const T> data);
  template <class T>
  std::vector<T> readBlock(const std::string& path, const Shape& start, const Shape& count);
  template <class T>
  void append(const std::string& path, std::span<const T> frame);
};

template <class T>
void Hdf5::File::write(const std::string& path, std::span<const T> data, const Shape& shape,
                       bool compress) {
  GLASSCOPE_ENSURE(data.size() == hdf5::product(shape), "shape and data disagree for " + path);
  constexpr std::uint64_t kChunkElements = 1 << 17;
  const bool chunked = compress && !shape.empty() && !data.empty();
  const Handle properties =
      chunked
          ? hdf5::chunkedProperties(hdf5::modestChunk(shape, kChunkElements), hdf5::kUsualDeflate)
          : hdf5::untimed(H5P_DATASET_CREATE);
  const Handle space = hdf5::dataspace(shape);
  Handle created = createDataset(path, hdf5::nativeType<T>(), space, properties);
  if (!data.empty())
    checkWrite(H5Dwrite(created, hdf5::nativeType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()),
               path);
  if (!created.close()) failWriting(path);
}

template <class T>
std::vector<T> Hdf5::File::read(const std::string& path) {
  const Shape shape = shapeOf(path);
  requireMemory(path, shape, sizeof(T));
  std::vector<T> data(hdf5::product(shape));
  if (!data.empty())
    checkRead(
        H5Dread(dataset(path), hdf5::nativeType<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()),
        path);
  return data;
}

template <class T>
void Hdf5::File::writeBlock(const std::string& path, const Shape& start, const Shape& count,
                            std::span<const T> data) {
  GLASSCOPE_ENSURE(data.size() == hdf5::product(count), "block and data disagree for " + path);
  if (data.empty()) return;
  const Handle chosen = selection(path, start, count), memory = hdf5::dataspace({data.size()});
  checkWrite(
      H5Dwrite(dataset(path), hdf5::nativeType<T>(), memory, chosen, H5P_DEFAULT, data.data()),
      path);
}

template <class T>
std::vector<T> Hdf5::File::readBlock(const std::string& path, const Shape& start,
                                     const Shape& count) {
  requireMemory(path, count, sizeof(T));
  std::vector<T> data(hdf5::product(count));
  if (data.empty()) return data;
  const Handle chosen = selection(path, start, count), memory = hdf5::dataspace({data.size()});
  checkRead(
      H5Dread(dataset(path), hdf5::nativeType<T>(), memory, chosen, H5P_DEFAULT, data.data()),
      fmt::format("block [{}] + [{}] of {}", fmt::join(start, ", "), fmt::join(count, ", "), path));
  return data;
}

template <class T>
void Hdf5::File::append(const std::string& path, std::span<const T> frame) {
  Shape shape = shapeOf(path), start(shape.size(), 0);
  start[0] = shape[0]++;
  const auto dims = hdf5::dimensions(shape);
  checkWrite(H5Dset_extent(dataset(path), dims.data()), path);
  shape[0] = 1;
  writeBlock(path, start, shape, frame);
}

}  // namespace glasscope
