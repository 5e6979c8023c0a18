#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/atoms/Atoms.h"

namespace glasscope {

/// Extended XYZ with one column a descriptor; opens in OVITO and ASE. Frames are concatenated.
/// Open directions become pbc="T T F". Column names keep letters, digits and underscores; NaN is
/// "nan".
void writeExtendedXyz(const std::filesystem::path& path, std::span<const Atoms> frames);
void writeExtendedXyz(const std::filesystem::path& path, const std::vector<Atoms>& frames);

/// LAMMPS dump `custom` (id type element x y z + one column a descriptor), triclinic where needed.
/// Types count the elements in ascending atomic number. LAMMPS knows triclinic boxes only with a
/// along x and b in the xy plane: any other box is rotated about its origin, with atoms and
/// velocities.
void writeLammpsDump(const std::filesystem::path& path, std::span<const Atoms> frames);
void writeLammpsDump(const std::filesystem::path& path, const std::vector<Atoms>& frames);

}  // namespace glasscope
