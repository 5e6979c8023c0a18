#include <algorithm>

#include "core/hdf5/Hdf5.h"
#include "core/hdf5/Hdf5File.h"
#include "core/system/Error.h"

// The attributes of the HDF5 door.
namespace glasscope {
using hdf5::absolutePath;
using hdf5::booleanType;
using hdf5::Handle;
using hdf5::LibraryLock;
using hdf5::variableString;

void Hdf5::setAttribute(const std::string& name, const std::string& value,
                        const std::string& object) {
  const LibraryLock lock;
  const char* text = value.c_str();
  file_->setAttribute(absolutePath(path_, object), name, variableString(), &text);
}
void Hdf5::setAttribute(const std::string& name, const char* value, const std::string& object) {
  setAttribute(name, std::string(value), object);
}
void Hdf5::setAttribute(const std::string& name, double value, const std::string& object) {
  const LibraryLock lock;
  file_->setAttribute(absolutePath(path_, object), name, H5T_NATIVE_DOUBLE, &value);
}
void Hdf5::setAttribute(const std::string& name, std::int64_t value, const std::string& object) {
  const LibraryLock lock;
  file_->setAttribute(absolutePath(path_, object), name, H5T_NATIVE_INT64, &value);
}
void Hdf5::setAttribute(const std::string& name, int value, const std::string& object) {
  setAttribute(name, std::int64_t{value}, object);
}
void Hdf5::setAttribute(const std::string& name, bool value, const std::string& object) {
  const LibraryLock lock;
  const signed char stored = value ? 1 : 0;
  file_->setAttribute(absolutePath(path_, object), name, booleanType(), &stored);
}
void Hdf5::setAttribute(const std::string& name, std::span<const double> values,
                        const std::string& object) {
  const LibraryLock lock;
  file_->setAttribute(absolutePath(path_, object), name, H5T_NATIVE_DOUBLE, values.data(),
                      {values.size()});
}
void Hdf5::setAttribute(const std::string& name, std::span<const std::int64_t> values,
                        const std::string& object) {
  const LibraryLock lock;
  file_->setAttribute(absolutePath(path_, object), name, H5T_NATIVE_INT64, values.data(),
                      {values.size()});
}
void Hdf5::setAttribute(const std::string& name, const std::vector<std::string>& values,
                        const std::string& object) {
  const LibraryLock lock;
  std::vector<const char*> texts;
  for (const auto& value : values) texts.push_back(value.c_str());
  file_->setAttribute(absolutePath(path_, object), name, variableString(), texts.data(),
                      {texts.size()});
}

bool Hdf5::hasAttribute(const std::string& name, const std::string& object) const {
  const LibraryLock lock;
  return H5Aexists(file_->object(absolutePath(path_, object)), name.c_str()) > 0;
}

std::vector<std::string> Hdf5::stringsAttribute(const std::string& name,
                                                const std::string& object) const {
  const LibraryLock lock;
  const std::string owner = absolutePath(path_, object);
  const Handle attribute = file_->attribute(owner, name);
  const Handle type(H5Aget_type(attribute), H5Tclose), space(H5Aget_space(attribute), H5Sclose);
  const hid_t id = attribute;
  return file_->strings(type, space, fmt::format("attribute '{}' of {}", name, owner),
                        [id](hid_t memory, void* buffer) { return H5Aread(id, memory, buffer); });
}

std::vector<double> Hdf5::numbersAttribute(const std::string& name,
                                           const std::string& object) const {
  const LibraryLock lock;
  const std::string owner = absolutePath(path_, object);
  const Handle attribute = file_->attribute(owner, name);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  const auto count =
      static_cast<std::uint64_t>(std::max<hssize_t>(H5Sget_simple_extent_npoints(space), 0));
  file_->requireMemory(owner, {count}, sizeof(double));
  std::vector<double> values(count);
  if (values.empty()) return values;
  file_->checkRead(H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()),
                   fmt::format("attribute '{}' of {} as numbers", name, owner));
  return values;
}

std::string Hdf5::stringAttribute(const std::string& name, const std::string& object) const {
  const auto texts = stringsAttribute(name, object);
  return texts.empty() ? std::string() : texts.front();
}

double Hdf5::numberAttribute(const std::string& name, const std::string& object) const {
  const auto values = numbersAttribute(name, object);
  if (values.empty())
    throw Error(ErrorKind::input,
                fmt::format("attribute '{}' in {} is empty", name, file_->onDisk.string()),
                "a number was expected", "check which program wrote the file");
  return values.front();
}

}  // namespace glasscope
