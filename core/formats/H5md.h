#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/atoms/ColumnScratch.h"

namespace glasscope {

/// H5MD 1.1 trajectories (de Buyl, Colberg, Hoefling, Comput. Phys. Commun. 185, 1546 (2014)):
/// /particles/<group>/{box, position, velocity, species, id}, one group a trajectory ("snapshots",
/// "inherent"). Units are attributes; open directions are box/boundary "none". The first group is a
/// trajectory of AMBER's netCDF-4 as well (core/formats/AmberNames.h), which OVITO opens.
struct H5mdTrajectory {
  std::string group;          ///< "snapshots", "inherent", ...
  std::vector<Atoms> frames;  ///< same atoms, in the same order, in every frame; a column that
                              ///< never changes is stored once
};

/// Written aside and renamed. `info` becomes attributes of /h5md and of /glasscope.
void writeH5md(const std::filesystem::path& path, const std::vector<H5mdTrajectory>& trajectories,
               const std::string& info);
/// One frame, without a copy of it.
void writeH5md(const std::filesystem::path& path, const std::string& group, const Atoms& atoms,
               const std::string& info);
/// One frame whose further columns come out of scratch files, range by range. To be called by all
/// ranks; rank 0 writes.
void writeH5md(const std::filesystem::path& path, const std::string& group, const Atoms& atoms,
               const ColumnScratch& columns, const std::string& info);
/// The frames of an H5MD file, read one by one. Of our own files one group; the groups of other
/// programs, which may hold one species each, are put together to one configuration.
///
/// Order, ids and species may differ from frame to frame. Species of other programs are types (with
/// `elements`), atomic numbers, or the words of an enumeration; where there are none, `elements`
/// names one element for all atoms, one for each group, or one for each atom ("Cu*300,Zr*200").
class H5mdReader {
 public:
  /// Throws Error(input) on files that are not H5MD, truncated, without frames, or with units that
  /// are not known; Error(usage) when the elements are not known or not certain. `group` chooses
  /// one group by its name; "" takes the first of ours, all of another program's.
  explicit H5mdReader(const std::filesystem::path& path, std::span<const int> elements = {},
                      const std::string& group = "");
  ~H5mdReader();
  H5mdReader(H5mdReader&&) noexcept;

  std::uint64_t frames() const;  ///< at least 1
  /// Throws Error(input) on a frame that is damaged or has non-finite coordinates.
  Atoms frame(std::uint64_t index) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All groups of one of our own files, in their order; all of another program's as one.
std::vector<H5mdTrajectory> readH5md(const std::filesystem::path& path,
                                     std::span<const int> elements = {});
bool isH5md(const std::filesystem::path& path);

}  // namespace glasscope
