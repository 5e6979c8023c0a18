#include "core/formats/OwnEmd.h"

#include <fmt/format.h>

#include "core/formats/Emd.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"

namespace glasscope {

void requireOwnEmd(const std::filesystem::path& path, const std::string& entry) {
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) return;
  if (std::filesystem::is_regular_file(path, ignored) && Hdf5::isHdf5(path) &&
      readEmdMetadata(path).count(entry) > 0)
    return;
  throw Error(ErrorKind::usage, fmt::format("'{}' would be replaced", path.string()),
              "it is there already, and is no earlier result of this command",
              "choose another name or folder with --output, or remove it");
}

}  // namespace glasscope
