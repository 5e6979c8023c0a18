#include "core/hdf5/Hdf5Links.h"

#include <algorithm>
#include <cstring>

#include "core/hdf5/Hdf5.h"
#include "core/hdf5/Hdf5Library.h"

namespace glasscope {

namespace {

// The library forgot its own kind of external links (Hdf5Library.cpp), lest a file make it read
// another. This one tells what is written in a link and follows none.
hid_t refuseToFollow(const char*, hid_t, const void*, std::size_t, hid_t, hid_t) {
  return -1;
}

ssize_t tell(const char*, const void* value, std::size_t size, void* out, std::size_t room) {
  if (out != nullptr) std::memcpy(out, value, std::min(size, room));
  return static_cast<ssize_t>(size);
}

void registerNamedOnly() {
  H5L_class_t kind{};
  kind.version = H5L_LINK_CLASS_T_VERS;
  kind.id = H5L_TYPE_EXTERNAL;
  kind.comment = "external, named only";
  kind.trav_func = refuseToFollow;
  kind.query_func = tell;
  H5Lregister(&kind);
}

}  // namespace

std::vector<Hdf5Link> externalLinks(const std::filesystem::path& path, const std::string& group) {
  std::vector<Hdf5Link> found;
  std::vector<std::string> names;
  {
    const Hdf5 file = Hdf5::open(path);  // says what is wrong with it
    if (!file.has(group)) return found;
    names = file.group(group).names();
  }
  const hdf5::LibraryLock lock;
  registerNamedOnly();
  // As every other opening of this program: the library refuses a file that is open in another way.
  const hdf5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
  const hdf5::Handle opened(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  for (const std::string& name : names) {
    const std::string link = group + "/" + name;
    H5L_info_t info{};
    if (H5Lget_info(opened, link.c_str(), &info, H5P_DEFAULT) < 0 || info.type != H5L_TYPE_EXTERNAL)
      continue;
    std::vector<char> value(info.u.val_size + 1, '\0');
    const char *target = nullptr, *other = nullptr;
    unsigned flags = 0;
    if (H5Lget_val(opened, link.c_str(), value.data(), value.size(), H5P_DEFAULT) < 0 ||
        H5Lunpack_elink_val(value.data(), info.u.val_size, &flags, &other, &target) < 0)
      continue;
    found.push_back({name, other, target});
  }
  return found;
}

}  // namespace glasscope
