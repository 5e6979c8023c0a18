#include <fmt/format.h>

#include "core/hdf5/Hdf5.h"
#include "core/hdf5/Hdf5File.h"

// Second names and named axes: what makes an HDF5 file one of netCDF-4 as well (netCDF-C user's
// guide, "File Format Specifications: the netCDF-4 format").
namespace glasscope {
using hdf5::absolutePath;
using hdf5::Handle;
using hdf5::LibraryLock;

void Hdf5::hardLink(const std::string& target, const std::string& name) {
  const LibraryLock lock;
  const std::string from = absolutePath(path_, target), to = absolutePath(path_, name);
  const hid_t file = file_->usable();
  file_->checkWrite(H5Lcreate_hard(file, from.c_str(), file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                    to);
}

void Hdf5::createDimension(const std::string& name, std::uint64_t extent) {
  const LibraryLock lock;
  const std::string at = absolutePath(path_, name);
  const Handle space = hdf5::dataspace({extent});
  const Handle properties = hdf5::untimed(H5P_DATASET_CREATE);
  // No number of it is ever written, so none is stored.
  const Handle dataset = file_->createDataset(at, H5T_IEEE_F32BE, space, properties);
  // By these words netCDF knows that the axis has no values of its own.
  const std::string about =
      fmt::format("This is a netCDF dimension but not a netCDF variable. {:10}", extent);
  file_->checkWrite(H5DSset_scale(dataset, about.c_str()), at);
}

void Hdf5::attachDimensions(const std::string& dataset,
                            const std::vector<std::string>& dimensions) {
  const LibraryLock lock;
  const std::string at = absolutePath(path_, dataset);
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    const hid_t scale = file_->dataset(absolutePath(path_, dimensions[d]));
    file_->checkWrite(H5DSattach_scale(file_->dataset(at), scale, static_cast<unsigned>(d)), at);
  }
}

void Hdf5::setFixedAttribute(const std::string& name, const std::string& value,
                             const std::string& object) {
  const LibraryLock lock;
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, value.size());
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  file_->setAttribute(absolutePath(path_, object), name, type, value.c_str());
}

}  // namespace glasscope
