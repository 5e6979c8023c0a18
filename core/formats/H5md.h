#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/atoms/ColumnScratch.h"

namespace glasscope {

/// H5MD 1.1 trajectories (de Buyl, Colberg, Hoefling, Comput. Phys. Commun. 185, 1546 (2014)):
/// /particles/<group>/{box, position, velocity, species, id}, one group a trajectory ("snapshots",
/// "inherent"). Units are attributes; open directions are box/boundary "none".
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
/// Throws Error(input) on files that are not H5MD, truncated, or with non-finite coordinates. In
/// the files of other programs species 1, 2, ... are `elements`, or atomic numbers when that is
/// empty.
std::vector<H5mdTrajectory> readH5md(const std::filesystem::path& path,
                                     std::span<const int> elements = {});
bool isH5md(const std::filesystem::path& path);

}  // namespace glasscope
