#include <algorithm>

#include "core/hdf5/Hdf5.h"
#include "core/hdf5/Hdf5File.h"
#include "core/system/Error.h"

// Numbers as they lie on disk, and whether they can still be read, of the HDF5 door.
namespace glasscope {
using hdf5::absolutePath;
using hdf5::Handle;
using hdf5::LibraryLock;

namespace {

constexpr std::uint64_t kBytesAtATime = 32 << 20;

std::string blockName(const Hdf5::Shape& start, const Hdf5::Shape& count, const std::string& path) {
  return fmt::format("block [{}] + [{}] of {}", fmt::join(start, ", "), fmt::join(count, ", "),
                     path);
}

}  // namespace

void Hdf5::writeStored(const std::string& name, const Shape& start, const Shape& count,
                       std::span<const std::byte> bytes) {
  const LibraryLock lock;
  const std::string path = absolutePath(path_, name);
  const hid_t set = file_->dataset(path);
  const Handle type(H5Dget_type(set), H5Tclose), chosen = file_->selection(path, start, count),
                                                 memory = hdf5::dataspace({hdf5::product(count)});
  GLASSCOPE_ENSURE(bytes.size() == hdf5::product(count) * H5Tget_size(type),
                   "block and data disagree for " + path);
  file_->checkWrite(H5Dwrite(set, type, memory, chosen, H5P_DEFAULT, bytes.data()), path);
}

std::vector<std::byte> Hdf5::readStored(const std::string& name, const Shape& start,
                                        const Shape& count) const {
  const LibraryLock lock;
  const std::string path = absolutePath(path_, name);
  const hid_t set = file_->dataset(path);
  const Handle type(H5Dget_type(set), H5Tclose), memory = hdf5::dataspace({hdf5::product(count)});
  file_->requireMemory(path, count, H5Tget_size(type));
  std::vector<std::byte> bytes(hdf5::product(count) * H5Tget_size(type));
  const auto read = [&](hid_t inFile) {
    return H5Dread(set, type, memory, inFile, H5P_DEFAULT, bytes.data());
  };
  // A single number has no place to choose.
  file_->checkRead(count.empty() ? read(H5S_ALL) : read(file_->selection(path, start, count)),
                   blockName(start, count, path));
  return bytes;
}

std::vector<std::string> Hdf5::damagedDatasets() const {
  std::vector<std::string> damaged, all;
  try {
    all = datasets();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    return {path_};  // an object on the way has no readable head
  }
  for (const std::string& path : all) {
    try {
      if (isString(path)) {
        readTexts(path);
      } else if (const Shape extent = shape(path); extent.empty()) {
        readStored(path, {}, {});
      } else {
        // Along the first dimension, so that memory stays small whatever the size.
        Shape start(extent.size(), 0), count = extent;
        const std::uint64_t rows = std::max<std::uint64_t>(extent[0], 1);
        const std::uint64_t rowBytes = std::max<std::uint64_t>(hdf5::product(extent) / rows * 8, 1);
        const std::uint64_t step = std::clamp<std::uint64_t>(kBytesAtATime / rowBytes, 1, rows);
        for (start[0] = 0; start[0] < extent[0]; start[0] += step) {
          count[0] = std::min(step, extent[0] - start[0]);
          readStored(path, start, count);
        }
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::input) throw;
      damaged.push_back(path);
    }
  }
  return damaged;
}

}  // namespace glasscope
