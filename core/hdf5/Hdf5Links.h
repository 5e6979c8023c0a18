#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace glasscope {

/// A link out of an HDF5 file: an object of another one.
struct Hdf5Link {
  std::string name;          ///< in the group
  std::string file, target;  ///< as they are written: nothing was opened
};

/// The links into other files that a group holds, in the order of their names; none where there is
/// no such group. Hdf5 itself refuses to follow them: who wants to, decides first which file that
/// may be. Throws Error(input) when the file cannot be opened.
std::vector<Hdf5Link> externalLinks(const std::filesystem::path& path, const std::string& group);

}  // namespace glasscope
