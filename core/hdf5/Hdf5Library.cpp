#include "core/hdf5/Hdf5Library.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::hdf5 {
namespace {

std::recursive_mutex& libraryMutex() {
  static std::recursive_mutex mutex;  // recursive because public functions call each other
  return mutex;
}

bool isCopy = false;

}  // namespace

void LibraryLock::giveUpInCopy() {
  isCopy = true;
}

LibraryLock::LibraryLock() {
  if (!isCopy) lock_ = std::unique_lock(libraryMutex());
  static const bool started = [] {
    H5dont_atexit();  // a file that could not be closed (full disk) must not be flushed again at
                      // exit
    if (H5open() < 0) return false;
    H5Lunregister(H5L_TYPE_EXTERNAL);  // a file must not make this program read another one
    return true;
  }();
  GLASSCOPE_ENSURE(started, "the HDF5 library did not start");
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors become Error, not lines on a terminal
}

std::string libraryReason() {
  std::string reason;
  const auto first = [](unsigned, const H5E_error2_t* entry, void* out) -> herr_t {
    auto& text = *static_cast<std::string*>(out);
    if (text.empty() && entry->desc != nullptr) text = entry->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first, &reason);
  constexpr std::string_view kSystem = "error message = '";
  if (const auto at = reason.find(kSystem); at != std::string::npos) {
    const auto begin = at + kSystem.size();
    return reason.substr(begin, reason.find('\'', begin) - begin);
  }
  return reason.empty() ? "the HDF5 library gave no reason" : reason;
}

OpenFailure openFailure(const std::string& remedy) {
  std::string all;  // the entry that knows the number of the system's error may be any
  const auto append = [](unsigned, const H5E_error2_t* entry, void* out) -> herr_t {
    if (entry->desc != nullptr) *static_cast<std::string*>(out) += entry->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, append, &all);
  return explainOpenFailure(all, libraryReason(), remedy);
}

Handle variableString(H5T_cset_t characters) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, characters);
  return type;
}

Handle booleanType() {
  Handle type(H5Tenum_create(H5T_NATIVE_INT8), H5Tclose);
  const signed char values[] = {0, 1};
  H5Tenum_insert(type, "FALSE", &values[0]);
  H5Tenum_insert(type, "TRUE", &values[1]);
  return type;
}

Handle dataspace(const Hdf5::Shape& shape) {
  const auto dims = dimensions(shape);
  return shape.empty()
             ? Handle(H5Screate(H5S_SCALAR), H5Sclose)
             : Handle(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr),
                      H5Sclose);
}

Handle untimed(hid_t objectClass) {
  Handle properties(H5Pcreate(objectClass), H5Pclose);
  H5Pset_obj_track_times(properties, false);
  return properties;
}

Handle storedType(NumberType type) {
  Handle stored(H5Tcopy(type == NumberType::uint16 ? H5T_STD_U16LE : H5T_IEEE_F32LE), H5Tclose);
  if (type == NumberType::float16) {
    H5Tset_fields(stored, 15, 10, 5, 0, 10);  // sign, exponent, fraction: places and sizes in bits
    H5Tset_size(stored, 2);
    H5Tset_ebias(stored, 15);
  }
  return stored;
}

Handle chunkedProperties(const Hdf5::Shape& chunk, int deflate) {
  Handle properties = untimed(H5P_DATASET_CREATE);
  const auto dims = dimensions(chunk);
  H5Pset_chunk(properties, static_cast<int>(dims.size()), dims.data());
  if (deflate > 0) {
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, static_cast<unsigned>(deflate));
  }
  H5Pset_fletcher32(properties);
  return properties;
}

Hdf5::Shape modestChunk(Hdf5::Shape shape, std::uint64_t limit) {
  for (auto& extent : shape) {
    extent = std::max<std::uint64_t>(extent, 1);
    const std::uint64_t rest = std::max<std::uint64_t>(product(shape) / extent, 1);
    extent = std::clamp<std::uint64_t>(limit / rest, 1, extent);
  }
  return shape;
}

}  // namespace glasscope::hdf5
