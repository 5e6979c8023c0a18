#include "core/hdf5/Hdf5.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/hdf5/Hdf5File.h"
#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope {
namespace fs = std::filesystem;
using hdf5::Handle;
using hdf5::LibraryLock;

namespace {

constexpr std::size_t kChunkCacheBytes = 16
                                         << 20;  // a row of patterns of other people's large chunks

Handle accessProperties() {
  Handle properties(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fclose_degree(properties, H5F_CLOSE_STRONG);
  H5Pset_cache(properties, 0, 1021, kChunkCacheBytes, 0.75);
  return properties;
}

// The library says of a file that it cannot open that it is none of its own.
void requireOpens(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const int code = errno;
  if (file >= 0) {
    ::close(file);
    return;
  }
  throw Error(ErrorKind::input, "Cannot open " + path.string(), std::strerror(code),
              code == EMFILE || code == ENFILE
                  ? "allow more open files (ulimit -n), or end other programs"
                  : "check its permissions and those of its folder");
}

void requireFile(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error))
    throw Error(ErrorKind::input, "Cannot open " + path.string(), "there is no such file",
                "check the name and the folder");
  requireOpens(path);
  if (!Hdf5::isHdf5(path))
    throw Error(ErrorKind::input, "Cannot open " + path.string(),
                "it is not an HDF5 file: its first bytes are not the HDF5 signature",
                "check that the file is whole and that it is the one you mean");
}

}  // namespace

Hdf5::Hdf5(std::shared_ptr<File> file, std::string path)
    : file_(std::move(file)), path_(std::move(path)) {}

Hdf5 Hdf5::create(const fs::path& path, bool keepPartial) {
  requireReplaceable(path);
  const LibraryLock lock;
  auto file = std::make_shared<File>();
  file->finalPath = path;
  file->onDisk = partialPath(path);
  const Handle access = accessProperties(), creation = hdf5::untimed(H5P_FILE_CREATE);
  file->id = Handle(H5Fcreate(file->onDisk.c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose);
  if (file->id < 0) {
    const auto [why, remedy] =
        hdf5::openFailure("make room on the disk or choose another output folder");
    throw Error(ErrorKind::environment, fmt::format("Cannot write {}", file->onDisk.string()), why,
                remedy);
  }
  file->writing = true;
  file->keepPartial = keepPartial;
  return {file, "/"};
}

Hdf5 Hdf5::open(const fs::path& path) {
  const LibraryLock lock;
  requireFile(path);
  const auto opened = [&] {
    auto file = std::make_shared<File>();
    file->finalPath = file->onDisk = path;
    const Handle access = accessProperties();
    const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access);
    if (id < 0) {
      const auto [why, remedy] = hdf5::openFailure(
          "the file is cut short, damaged or still being written: make it or fetch it again");
      throw Error(ErrorKind::input, "Cannot open " + path.string(), why, remedy);
    }
    file->id = Handle(id, H5Fclose);
    return file;
  };
  File::requireReadable(path, opened);
  return {opened(), "/"};
}

bool Hdf5::isHdf5(const fs::path& path) {
  const LibraryLock lock;
  std::error_code error;
  return fs::is_regular_file(path, error) && H5Fis_hdf5(path.c_str()) > 0;
}

void Hdf5::flush() {
  const LibraryLock lock;
  file_->checkWrite(H5Fflush(file_->usable(), H5F_SCOPE_GLOBAL), "buffered data");
}

void Hdf5::commit() {
  flush();
  const LibraryLock lock;
  if (!file_->close()) file_->failWriting("buffered data");
  commitFile(file_->finalPath);
  File::noteSound(file_->finalPath);
  file_->writing = false;
}

Hdf5 Hdf5::group(const std::string& path) const {
  const LibraryLock lock;
  const std::string target = hdf5::absolutePath(path_, path);
  if (!file_->has(target))
    throw Error(ErrorKind::input, fmt::format("{} has no group {}", file_->onDisk.string(), target),
                "it was written by another program or with another layout",
                "check that it is the file you mean");
  const Handle opened(
      file_->checkRead(H5Gopen2(file_->usable(), target.c_str(), H5P_DEFAULT), target), H5Gclose);
  return {file_, target};
}

Hdf5 Hdf5::createGroup(const std::string& path) const {
  const LibraryLock lock;
  const std::string target = hdf5::absolutePath(path_, path);
  if (file_->has(target)) return group(target);
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(links, 1);
  // h5py lists members in the order of their creation where that is kept: MDAnalysis takes the
  // first.
  const Handle creation = hdf5::untimed(H5P_GROUP_CREATE);
  H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  const Handle created(
      file_->checkWrite(H5Gcreate2(file_->usable(), target.c_str(), links, creation, H5P_DEFAULT),
                        target),
      H5Gclose);
  return {file_, target};
}

bool Hdf5::has(const std::string& path) const {
  const LibraryLock lock;
  return file_->has(hdf5::absolutePath(path_, path));
}

std::vector<std::string> Hdf5::names() const {
  const LibraryLock lock;
  const Handle self(file_->checkRead(H5Gopen2(file_->usable(), path_.c_str(), H5P_DEFAULT), path_),
                    H5Gclose);
  H5G_info_t info{};
  file_->checkRead(H5Gget_info(self, &info), path_);
  std::vector<std::string> result;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const auto byName = [&](char* text, std::size_t size) {
      return H5Lget_name_by_idx(self, ".", H5_INDEX_NAME, H5_ITER_INC, i, text, size, H5P_DEFAULT);
    };
    std::string name(static_cast<std::size_t>(file_->checkRead(byName(nullptr, 0), path_)), '\0');
    file_->checkRead(byName(name.data(), name.size() + 1), path_);
    result.push_back(std::move(name));
  }
  return result;
}

std::vector<std::string> Hdf5::datasets() const {
  const LibraryLock lock;
  const Handle self(file_->checkRead(H5Gopen2(file_->usable(), path_.c_str(), H5P_DEFAULT), path_),
                    H5Gclose);
  std::vector<std::string> found;
  // Every object is visited once, so that links in a circle do no harm.
  const auto note = [](hid_t, const char* name, const H5O_info_t* info, void* out) -> herr_t {
    if (info->type == H5O_TYPE_DATASET)
      static_cast<std::vector<std::string>*>(out)->push_back(name);
    return 0;
  };
  file_->checkRead(H5Ovisit2(self, H5_INDEX_NAME, H5_ITER_INC, note, &found, H5O_INFO_BASIC),
                   path_);
  for (std::string& name : found) name = hdf5::absolutePath(path_, name);
  return found;
}

const std::string& Hdf5::path() const {
  return path_;
}

void Hdf5::remove(const std::string& name) {
  const LibraryLock lock;
  const std::string target = hdf5::absolutePath(path_, name);
  std::erase_if(file_->datasets, [&](const auto& entry) {
    return entry.first == target || entry.first.starts_with(target + "/");
  });
  file_->checkWrite(H5Ldelete(file_->usable(), target.c_str(), H5P_DEFAULT), target);
}

#define GLASSCOPE_HDF5_WRITE(type)                                                          \
  void Hdf5::write(const std::string& name, std::span<const type> data, const Shape& shape, \
                   bool compress) {                                                         \
    const LibraryLock lock;                                                                 \
    file_->write(hdf5::absolutePath(path_, name), data, shape, compress);                   \
  }
GLASSCOPE_HDF5_WRITE(double)
GLASSCOPE_HDF5_WRITE(float)
GLASSCOPE_HDF5_WRITE(std::int64_t)
GLASSCOPE_HDF5_WRITE(std::int32_t)
GLASSCOPE_HDF5_WRITE(std::uint8_t)
#undef GLASSCOPE_HDF5_WRITE

void Hdf5::write(const std::string& name, const std::string& text) {
  const LibraryLock lock;
  file_->writeStrings(hdf5::absolutePath(path_, name), {text.c_str()}, {});
}
void Hdf5::write(const std::string& name, const std::vector<std::string>& texts) {
  const LibraryLock lock;
  std::vector<const char*> pointers;
  for (const auto& text : texts) pointers.push_back(text.c_str());
  file_->writeStrings(hdf5::absolutePath(path_, name), pointers, {texts.size()});
}
void Hdf5::writeScalar(const std::string& name, double value) {
  write(name, std::span<const double>(&value, 1), {});
}
void Hdf5::writeScalar(const std::string& name, std::int64_t value) {
  write(name, std::span<const std::int64_t>(&value, 1), {});
}
void Hdf5::writeScalar(const std::string& name, bool value) {
  const LibraryLock lock;
  const std::string target = hdf5::absolutePath(path_, name);
  const Handle type = hdf5::booleanType(), space = hdf5::dataspace({});
  const Handle created = file_->createDataset(target, type, space, H5P_DEFAULT);
  const signed char stored = value ? 1 : 0;
  file_->checkWrite(H5Dwrite(created, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &stored), target);
}

Hdf5::Shape Hdf5::shape(const std::string& name) const {
  const LibraryLock lock;
  return file_->shapeOf(hdf5::absolutePath(path_, name));
}

bool Hdf5::isString(const std::string& name) const {
  const LibraryLock lock;
  const Handle type(H5Dget_type(file_->dataset(hdf5::absolutePath(path_, name))), H5Tclose);
  return H5Tget_class(type) == H5T_STRING;
}

bool Hdf5::isDataset(const std::string& name) const {
  const LibraryLock lock;
  const std::string target = hdf5::absolutePath(path_, name);
  return file_->has(target) && H5Iget_type(file_->object(target)) == H5I_DATASET;
}

std::vector<double> Hdf5::readDoubles(const std::string& name) const {
  const LibraryLock lock;
  return file_->read<double>(hdf5::absolutePath(path_, name));
}
std::vector<float> Hdf5::readFloats(const std::string& name) const {
  const LibraryLock lock;
  return file_->read<float>(hdf5::absolutePath(path_, name));
}
std::vector<std::int64_t> Hdf5::readIntegers(const std::string& name) const {
  const LibraryLock lock;
  return file_->read<std::int64_t>(hdf5::absolutePath(path_, name));
}
std::vector<std::uint8_t> Hdf5::readBytes(const std::string& name) const {
  const LibraryLock lock;
  return file_->read<std::uint8_t>(hdf5::absolutePath(path_, name));
}
std::vector<std::string> Hdf5::readTexts(const std::string& name) const {
  const LibraryLock lock;
  return file_->readStrings(hdf5::absolutePath(path_, name));
}
std::map<std::int64_t, std::string> Hdf5::enumeration(const std::string& name) const {
  const LibraryLock lock;
  const std::string path = hdf5::absolutePath(path_, name);
  const Handle type(H5Dget_type(file_->dataset(path)), H5Tclose);
  std::map<std::int64_t, std::string> words;
  if (H5Tget_class(type) != H5T_ENUM) return words;
  const Handle base(H5Tget_super(type), H5Tclose);
  for (unsigned i = 0; i < static_cast<unsigned>(H5Tget_nmembers(type)); ++i) {
    std::int64_t value = 0;  // wide enough for every type of the library, which converts in place
    file_->checkRead(H5Tget_member_value(type, i, &value), path);
    file_->checkRead(H5Tconvert(base, H5T_NATIVE_INT64, 1, &value, nullptr, H5P_DEFAULT), path);
    char* word = H5Tget_member_name(type, i);
    if (word != nullptr) words[value] = word;
    H5free_memory(word);
  }
  return words;
}
std::string Hdf5::readText(const std::string& name) const {
  const auto texts = readTexts(name);
  return texts.empty() ? std::string() : texts.front();
}
double Hdf5::readScalar(const std::string& name) const {
  const auto values = readDoubles(name);
  if (values.size() != 1)
    throw Error(ErrorKind::input,
                fmt::format("{} of {} is not a single number", hdf5::absolutePath(path_, name),
                            file_->onDisk.string()),
                fmt::format("it holds {} values", values.size()),
                "check which program wrote the file");
  return values.front();
}

void Hdf5::createChunked(const std::string& name, const Shape& shape, const Shape& chunk,
                         int deflate, NumberType type) {
  const LibraryLock lock;
  const Handle space = hdf5::dataspace(shape), stored = hdf5::storedType(type),
               properties = hdf5::chunkedProperties(chunk, deflate);
  file_->createDataset(hdf5::absolutePath(path_, name), stored, space, properties);
}

void Hdf5::createColumn(const std::string& name, std::uint64_t length) {
  const LibraryLock lock;
  constexpr std::uint64_t kChunkElements = 1 << 17;
  const Handle space = hdf5::dataspace({length}),
               properties =
                   hdf5::chunkedProperties({std::min(length, kChunkElements)}, hdf5::kUsualDeflate);
  file_->createDataset(hdf5::absolutePath(path_, name), H5T_NATIVE_DOUBLE, space, properties);
  // Some sixty columns are written in turn: with a cache for each, a large sample has a gigabyte of
  // them in memory.
  file_->openWithoutCache(hdf5::absolutePath(path_, name));
}

void Hdf5::createExtendable(const std::string& name, const Shape& frameShape, bool integers) {
  const LibraryLock lock;
  constexpr std::uint64_t kChunkElements = 1 << 17;
  Shape shape{0};
  shape.insert(shape.end(), frameShape.begin(), frameShape.end());
  Shape chunk = shape;
  chunk[0] = 1 + kChunkElements / 64 / std::max<std::uint64_t>(hdf5::product(frameShape), 1);
  std::vector<hsize_t> most = hdf5::dimensions(shape), now = most;
  most[0] = H5S_UNLIMITED;
  const Handle space(H5Screate_simple(static_cast<int>(now.size()), now.data(), most.data()),
                     H5Sclose);
  const Handle properties =
      hdf5::chunkedProperties(hdf5::modestChunk(chunk, kChunkElements), hdf5::kUsualDeflate);
  file_->createDataset(hdf5::absolutePath(path_, name),
                       integers ? H5T_NATIVE_INT64 : H5T_NATIVE_DOUBLE, space, properties);
}

void Hdf5::append(const std::string& name, std::span<const double> frame) {
  const LibraryLock lock;
  file_->append(hdf5::absolutePath(path_, name), frame);
}
void Hdf5::append(const std::string& name, std::span<const std::int64_t> frame) {
  const LibraryLock lock;
  file_->append(hdf5::absolutePath(path_, name), frame);
}
void Hdf5::writeBlock(const std::string& name, const Shape& start, const Shape& count,
                      std::span<const float> data) {
  const LibraryLock lock;
  file_->writeBlock(hdf5::absolutePath(path_, name), start, count, data);
}
void Hdf5::writeBlock(const std::string& name, const Shape& start, const Shape& count,
                      std::span<const double> data) {
  const LibraryLock lock;
  file_->writeBlock(hdf5::absolutePath(path_, name), start, count, data);
}
void Hdf5::writeBlock(const std::string& name, const Shape& start, const Shape& count,
                      std::span<const std::int64_t> data) {
  const LibraryLock lock;
  file_->writeBlock(hdf5::absolutePath(path_, name), start, count, data);
}
std::vector<float> Hdf5::readBlock(const std::string& name, const Shape& start,
                                   const Shape& count) const {
  const LibraryLock lock;
  return file_->readBlock<float>(hdf5::absolutePath(path_, name), start, count);
}
std::vector<double> Hdf5::readBlockDoubles(const std::string& name, const Shape& start,
                                           const Shape& count) const {
  const LibraryLock lock;
  return file_->readBlock<double>(hdf5::absolutePath(path_, name), start, count);
}
std::vector<std::int64_t> Hdf5::readBlockIntegers(const std::string& name, const Shape& start,
                                                  const Shape& count) const {
  const LibraryLock lock;
  return file_->readBlock<std::int64_t>(hdf5::absolutePath(path_, name), start, count);
}

void Hdf5::softLink(const std::string& target, const std::string& name) {
  const LibraryLock lock;
  const std::string from = hdf5::absolutePath(path_, name);
  file_->checkWrite(
      H5Lcreate_soft(target.c_str(), file_->usable(), from.c_str(), H5P_DEFAULT, H5P_DEFAULT),
      from);
}

}  // namespace glasscope
