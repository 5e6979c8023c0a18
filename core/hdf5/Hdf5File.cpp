#include "core/hdf5/Hdf5File.h"

#include <algorithm>

#include "core/system/Machine.h"
#include "core/system/Text.h"

namespace glasscope {

Hdf5::File::~File() {
  const hdf5::LibraryLock lock;
  close();
  std::error_code ignored;
  if (writing && !keepPartial) std::filesystem::remove(onDisk, ignored);
}

bool Hdf5::File::close() {
  datasets.clear();
  return id.close();
}

hid_t Hdf5::File::usable() const {
  GLASSCOPE_ENSURE(id >= 0, "this HDF5 file was closed: " + onDisk.string());
  return id;
}

void Hdf5::File::failReading(const std::string& object) const {
  throw Error(ErrorKind::input, fmt::format("Cannot read {} of {}", object, onDisk.string()),
              hdf5::libraryReason(),
              "the file is damaged or of another layout: make it or fetch it again");
}

void Hdf5::File::failWriting(const std::string& object) const {
  throw Error(ErrorKind::environment, fmt::format("Cannot write {} to {}", object, onDisk.string()),
              hdf5::libraryReason(), "make room on the disk or choose another output folder");
}

void Hdf5::File::requireOwn(const std::string& path) const {
  if (path == "/") return;
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string step = path.substr(0, end);
    H5L_info_t info{};
    if (H5Lget_info(usable(), step.c_str(), &info, H5P_DEFAULT) < 0) return;
    if (info.type == H5L_TYPE_EXTERNAL)
      throw Error(ErrorKind::input, fmt::format("Cannot read {} of {}", path, onDisk.string()),
                  fmt::format("{} is a link into another file", step),
                  "give that file itself, or copy its content into this one (h5copy)");
    if (end == std::string::npos) return;
  }
}

void Hdf5::File::requireMemory(const std::string& path, const Shape& count,
                               std::size_t bytesEach) const {
  double bytes = static_cast<double>(bytesEach);
  for (const std::uint64_t extent : count) bytes *= static_cast<double>(extent);
  // Small reads are not worth the question.
  constexpr double kAlwaysThere_bytes = 1 << 26;
  if (bytes < kAlwaysThere_bytes || bytes < availableMemory_bytes()) return;
  throw Error(ErrorKind::capacity, fmt::format("Cannot read {} of {}", path, onDisk.string()),
              fmt::format("[{}] numbers take {}, and {} is available", fmt::join(count, ", "),
                          formatBytes(bytes), formatBytes(availableMemory_bytes())),
              "check that it is the file you mean, or use a machine with more memory");
}

bool Hdf5::File::has(const std::string& path) const {
  if (path == "/") return true;
  requireOwn(path);
  // H5Lexists wants every group on the way to exist, so it is asked step by step.
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string step = path.substr(0, end);
    if (H5Lexists(usable(), step.c_str(), H5P_DEFAULT) <= 0) return false;
    if (end == std::string::npos) break;
  }
  return H5Oexists_by_name(usable(), path.c_str(), H5P_DEFAULT) > 0;
}

hdf5::Handle Hdf5::File::object(const std::string& path) const {
  requireOwn(path);
  return {checkRead(H5Oopen(usable(), path.c_str(), H5P_DEFAULT), path), H5Oclose};
}

hid_t Hdf5::File::dataset(const std::string& path) {
  if (const auto found = datasets.find(path); found != datasets.end()) return found->second;
  requireOwn(path);
  Handle opened(checkRead(H5Dopen2(usable(), path.c_str(), H5P_DEFAULT), path), H5Dclose);
  const Handle properties(H5Dget_create_plist(opened), H5Pclose);
  if (H5Pget_external_count(properties) > 0 || H5Pget_layout(properties) == H5D_VIRTUAL)
    throw Error(ErrorKind::input, fmt::format("Cannot read {} of {}", path, onDisk.string()),
                "its numbers lie in other files (external storage, or a virtual data set)",
                "copy them into one file first (h5repack, or h5py)");
  const hid_t result = opened;
  datasets[path] = std::move(opened);
  return result;
}

void Hdf5::File::openWithoutCache(const std::string& path) {
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  H5Pset_chunk_cache(access, 0, 0, 1);
  datasets[path] = Handle(checkWrite(H5Dopen2(usable(), path.c_str(), access), path), H5Dclose);
}

hdf5::Handle Hdf5::File::createDataset(const std::string& path, hid_t type, hid_t space,
                                       hid_t properties) {
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  const Handle plain = hdf5::untimed(H5P_DATASET_CREATE);
  if (properties == H5P_DEFAULT) properties = plain;
  return {
      checkWrite(H5Dcreate2(usable(), path.c_str(), type, space, links, properties, H5P_DEFAULT),
                 path),
      H5Dclose};
}

hdf5::Handle Hdf5::File::attribute(const std::string& path, const std::string& name) const {
  const Handle target = object(path);
  return {checkRead(H5Aopen(target, name.c_str(), H5P_DEFAULT),
                    fmt::format("attribute '{}' of {}", name, path)),
          H5Aclose};
}

void Hdf5::File::setAttribute(const std::string& path, const std::string& name, hid_t type,
                              const void* value, const Shape& shape) {
  const Handle target = object(path), space = hdf5::dataspace(shape);
  const std::string label = fmt::format("attribute '{}' of {}", name, path);
  if (H5Aexists(target, name.c_str()) > 0) checkWrite(H5Adelete(target, name.c_str()), label);
  const Handle created(
      checkWrite(H5Acreate2(target, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), label),
      H5Aclose);
  // A list without elements has nothing to write, and HDF5 refuses it a null address.
  if (H5Sget_simple_extent_npoints(space) > 0) checkWrite(H5Awrite(created, type, value), label);
}

Hdf5::Shape Hdf5::File::shapeOf(const std::string& path) {
  const Handle space(checkRead(H5Dget_space(dataset(path)), path), H5Sclose);
  std::vector<hsize_t> dims(
      static_cast<std::size_t>(checkRead(H5Sget_simple_extent_ndims(space), path)));
  H5Sget_simple_extent_dims(space, dims.data(), nullptr);
  return {dims.begin(), dims.end()};
}

hdf5::Handle Hdf5::File::selection(const std::string& path, const Shape& start,
                                   const Shape& count) {
  const Shape extent = shapeOf(path);
  GLASSCOPE_ENSURE(start.size() == extent.size() && count.size() == extent.size(),
                   "a block has another rank than " + path);
  for (std::size_t d = 0; d < extent.size(); ++d)
    GLASSCOPE_ENSURE(start[d] + count[d] <= extent[d], "a block lies outside of " + path);
  Handle space(checkRead(H5Dget_space(dataset(path)), path), H5Sclose);
  const auto from = hdf5::dimensions(start), size = hdf5::dimensions(count);
  checkRead(H5Sselect_hyperslab(space, H5S_SELECT_SET, from.data(), nullptr, size.data(), nullptr),
            path);
  return space;
}

std::vector<std::string> Hdf5::File::strings(
    hid_t type, hid_t space, const std::string& label,
    const std::function<herr_t(hid_t, void*)>& readInto) const {
  if (H5Tget_class(type) != H5T_STRING)
    throw Error(ErrorKind::input, fmt::format("{} of {} is not text", label, onDisk.string()),
                "it holds numbers where text belongs", "check which program wrote the file");
  const auto count =
      static_cast<std::size_t>(std::max<hssize_t>(H5Sget_simple_extent_npoints(space), 0));
  requireMemory(label, {count}, std::max(H5Tget_size(type), sizeof(std::string)));
  std::vector<std::string> texts(count);
  if (count == 0) return texts;
  if (H5Tis_variable_str(type) > 0) {
    const Handle memory = hdf5::variableString(H5Tget_cset(type));
    std::vector<char*> pointers(count, nullptr);
    void* buffer = pointers.data();
    checkRead(readInto(memory, buffer), label);
    for (std::size_t i = 0; i < count; ++i)
      if (pointers[i] != nullptr) texts[i] = pointers[i];
    H5Dvlen_reclaim(memory, space, H5P_DEFAULT, buffer);
    return texts;
  }
  const std::size_t length = H5Tget_size(type) + 1;  // room for a terminating zero
  const Handle memory(H5Tcopy(type), H5Tclose);
  H5Tset_size(memory, length);
  H5Tset_strpad(memory, H5T_STR_NULLTERM);
  std::vector<char> buffer(count * length, '\0');
  checkRead(readInto(memory, buffer.data()), label);
  for (std::size_t i = 0; i < count; ++i) texts[i] = &buffer[i * length];
  return texts;
}

std::vector<std::string> Hdf5::File::readStrings(const std::string& path) {
  const hid_t set = dataset(path);
  const Handle type(H5Dget_type(set), H5Tclose), space(H5Dget_space(set), H5Sclose);
  return strings(type, space, path, [set](hid_t memory, void* buffer) {
    return H5Dread(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
  });
}

void Hdf5::File::writeStrings(const std::string& path, const std::vector<const char*>& texts,
                              const Shape& shape) {
  const Handle type = hdf5::variableString(), space = hdf5::dataspace(shape);
  const Handle created = createDataset(path, type, space, H5P_DEFAULT);
  const void* data = texts.data();
  if (!texts.empty())
    checkWrite(H5Dwrite(created, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), path);
}

}  // namespace glasscope
