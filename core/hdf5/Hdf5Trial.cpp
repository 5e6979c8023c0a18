#include <algorithm>
#include <map>
#include <set>

#include <malloc.h>
#include <sys/stat.h>

#include "core/hdf5/Hdf5File.h"
#include "core/system/Error.h"
#include "core/system/Trial.h"

// Reading a file of others on trial, before it is read in earnest, of the HDF5 door.
//
// HDF5 1.10 trusts the lengths, counts and addresses that stand in a file: where they are damaged
// it may write past its buffers or never end, which no status reports. So the first opening of a
// file reads it in a copy of this process: everything where an object has its head, its names, its
// attributes and texts, and numbers as long as there are not too many of them.
namespace glasscope {

namespace {

constexpr double kNumbersOnTrial_bytes = 1 << 26;

// Which content of a file was tried.
struct Content {
  dev_t device = 0;
  ino_t node = 0;
  off_t size = 0;
  std::int64_t written_ns = 0, changed_ns = 0;
  bool operator==(const Content&) const = default;
};

Content contentOf(const std::filesystem::path& path) {
  struct stat entry = {};
  if (::stat(path.c_str(), &entry) != 0) return {};
  const auto nanoseconds = [](const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
  };
  return {entry.st_dev, entry.st_ino, entry.st_size, nanoseconds(entry.st_mtim),
          nanoseconds(entry.st_ctim)};
}

struct Object {
  std::string path;
  H5O_type_t type = H5O_TYPE_UNKNOWN;
};

// The objects that hard links lead to, each once. H5Ovisit would end at the first whose head cannot
// be read, and what it did not come to would be read untried.
std::vector<Object> reachableObjects(hid_t file) {
  std::vector<Object> found{{"/", H5O_TYPE_GROUP}};
  std::set<std::pair<unsigned long, haddr_t>> seen;
  const auto note = [](hid_t, const char* name, const H5L_info_t* info, void* out) -> herr_t {
    if (info->type == H5L_TYPE_HARD)
      static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  for (std::size_t i = 0; i < found.size(); ++i) {  // grows meanwhile
    if (found[i].type != H5O_TYPE_GROUP) continue;
    const std::string path = found[i].path;
    const hdf5::Handle group(H5Gopen2(file, path.c_str(), H5P_DEFAULT), H5Gclose);
    if (group < 0) continue;
    std::vector<std::string> names;
    H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, note, &names);
    for (const std::string& name : names) {
      H5O_info_t info{};
      const bool head =
          H5Oget_info_by_name2(group, name.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT) >= 0;
      if (head && seen.emplace(info.fileno, info.addr).second)
        found.push_back({hdf5::absolutePath(path, name), info.type});
    }
  }
  return found;
}

using FileNumber = std::pair<dev_t, ino_t>;

// What need not be tried, by the file and not by its name: links lead to the same bytes. Under the
// lock of the library.
std::map<FileNumber, Content>& soundFiles() {
  static std::map<FileNumber, Content> sound;
  return sound;
}

// What cannot be read is none of the trial's business: whoever reads it says so.
template <class Read>
void tried(const Read& read) {
  try {
    read();
  } catch (const Error&) {
  }
}

}  // namespace

void Hdf5::File::touchAttributes(const Hdf5& root, const std::string& path) {
  const Handle target = object(path);
  H5O_info_t info{};
  checkRead(H5Oget_info2(target, &info, H5O_INFO_NUM_ATTRS), path);
  for (hsize_t i = 0; i < info.num_attrs; ++i) {
    const auto byIndex = [&](char* text, std::size_t size) {
      return H5Aget_name_by_idx(target, ".", H5_INDEX_NAME, H5_ITER_INC, i, text, size,
                                H5P_DEFAULT);
    };
    const ssize_t length = byIndex(nullptr, 0);
    if (length < 0) return;
    std::string name(static_cast<std::size_t>(length), '\0');
    byIndex(name.data(), name.size() + 1);
    tried([&] { root.numbersAttribute(name, path); });
    tried([&] { root.stringsAttribute(name, path); });
  }
}

void Hdf5::File::touchNumbers(const Hdf5& root, const std::string& path, double& left_bytes) {
  if (root.isString(path)) {
    root.readTexts(path);
    return;
  }
  root.enumeration(path);
  const hid_t set = dataset(path);
  const Handle properties(H5Dget_create_plist(set), H5Pclose), space(H5Dget_space(set), H5Sclose);
  hsize_t chunks = 0;
  if (H5Pget_layout(properties) == H5D_CHUNKED) H5Dget_num_chunks(set, space, &chunks);
  Shape shape = shapeOf(path);
  double size_bytes = sizeof(double);
  for (const std::uint64_t extent : shape) size_bytes *= static_cast<double>(extent);
  if (size_bytes <= left_bytes) {
    left_bytes -= size_bytes;
    tried([&] { root.readDoubles(path); });
    tried([&] { root.readStored(path, Shape(shape.size(), 0), shape); });
  }
  // Of each conversion one number.
  if (shape.empty() || std::ranges::find(shape, 0U) != shape.end()) return;
  const Shape first(shape.size(), 0), one(shape.size(), 1);
  tried([&] { root.readBlock(path, first, one); });
  tried([&] { root.readBlockDoubles(path, first, one); });
  tried([&] { root.readBlockIntegers(path, first, one); });
}

void Hdf5::File::touchAll(const std::shared_ptr<File>& file) {
  const Hdf5 root(file, "/");
  const std::vector<Object> objects = reachableObjects(file->usable());
  double left_bytes = kNumbersOnTrial_bytes;
  for (const auto& [path, type] : objects) {
    tried([&] { file->touchAttributes(root, path); });
    if (type == H5O_TYPE_GROUP) tried([&] { static_cast<void>(root.group(path)); });
    if (type == H5O_TYPE_DATASET) tried([&] { file->touchNumbers(root, path, left_bytes); });
    file->datasets.clear();  // thousands that are open at a time make the library slow
  }
  file->close();
  // What was written past a buffer is found out where the memory is given back.
  H5garbage_collect();
  ::malloc_trim(0);
}

void Hdf5::File::requireReadable(const std::filesystem::path& path,
                                 const std::function<std::shared_ptr<File>()>& open) {
  const Content content = contentOf(path);
  const FileNumber file(content.device, content.node);
  const auto found = soundFiles().find(file);
  if (found != soundFiles().end() && found->second == content) return;
  // A head of some hundred bytes takes some ten microseconds: a file of nothing but heads has time.
  constexpr double kLeast_s = 5, kRate_bytes_per_s = 2e6, kMost_s = 600;
  const double limit_s =
      std::min(kMost_s, kLeast_s + static_cast<double>(content.size) / kRate_bytes_per_s);
  const std::string fault = faultOfTrial(
      [&] {
        hdf5::LibraryLock::giveUpInCopy();
        touchAll(open());
      },
      limit_s);
  if (!fault.empty())
    throw Error(ErrorKind::input, "Cannot read " + path.string(),
                fmt::format("it is damaged in a way that the HDF5 library cannot take ({} while it "
                            "was read on trial)",
                            fault),
                "make it or fetch it again");
  soundFiles()[file] = content;
}

void Hdf5::File::noteSound(const std::filesystem::path& path) {
  const Content content = contentOf(path);
  soundFiles()[FileNumber(content.device, content.node)] = content;
}

}  // namespace glasscope
