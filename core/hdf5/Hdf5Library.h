#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <hdf5.h>
#include <hdf5_hl.h>

#include "core/hdf5/Hdf5.h"
#include "core/hdf5/Hdf5OpenFailure.h"

// The inner side of the HDF5 door, for core/hdf5/Hdf5*.cpp only: handles, types and spaces of the
// library.
namespace glasscope::hdf5 {

/// Debian's serial HDF5 is not thread-safe: every public function of Hdf5 begins with one of these.
class LibraryLock {
 public:
  LibraryLock();
  /// In a copy of the process (core/system/Trial.h), where the thread that forked is the only one:
  /// what it held of the lock belongs to the original.
  static void giveUpInCopy();

 private:
  std::unique_lock<std::recursive_mutex> lock_;
};

/// Owns one identifier of the library.
class Handle {
 public:
  Handle() = default;
  Handle(hid_t id, herr_t (*closer)(hid_t)) : id_(id), close_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() { close(); }
  /// False when the library could not write out what closing must write.
  bool close() {
    const hid_t id = std::exchange(id_, -1);
    return id < 0 || close_ == nullptr || close_(id) >= 0;
  }
  operator hid_t() const { return id_; }

 private:
  hid_t id_ = -1;
  herr_t (*close_)(hid_t) = nullptr;
};

/// The innermost entry of HDF5's error stack, shortened to the system's own words where it has
/// them.
std::string libraryReason();

/// Of the file that HDF5 just failed to open or make, from its error stack; `remedy` is the answer
/// where nothing better is known.
OpenFailure openFailure(const std::string& remedy);

template <class T>
hid_t nativeType() {
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::is_same_v<T, std::int32_t>) return H5T_NATIVE_INT32;
  if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_NATIVE_UINT8;
}

Handle variableString(H5T_cset_t characters = H5T_CSET_UTF8);
Handle booleanType();  ///< the enum that h5py writes for numpy's bool
Handle dataspace(const Hdf5::Shape& shape);

/// Properties of a new file, group or data set (`objectClass`: H5P_FILE_CREATE, H5P_GROUP_CREATE,
/// H5P_DATASET_CREATE) that is not stamped with the time of the clock: the same content has to give
/// the same bytes.
Handle untimed(hid_t objectClass);

/// The type of numbers on disk; float16 is IEEE 754 binary16.
Handle storedType(NumberType type);
/// Chunks with a checksum and, where `deflate` > 0, a byte shuffle and deflate of that level.
Handle chunkedProperties(const Hdf5::Shape& chunk, int deflate);
/// Splits the leading dimensions until a chunk holds at most about `limit` elements.
Hdf5::Shape modestChunk(Hdf5::Shape shape, std::uint64_t limit);

inline std::vector<hsize_t> dimensions(const Hdf5::Shape& shape) {
  return {shape.begin(), shape.end()};
}
inline std::uint64_t product(const Hdf5::Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
}

/// Nearly all of the gain at several times the speed of the library's default.
inline constexpr int kUsualDeflate = 1;

/// Path inside the file of `name` below `group`.
inline std::string absolutePath(const std::string& group, const std::string& name) {
  if (name.empty() || name == ".") return group;
  if (name.front() == '/') return name;
  return group == "/" ? "/" + name : group + "/" + name;
}

}  // namespace glasscope::hdf5
