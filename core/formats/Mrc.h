#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/maps/Map2.h"

namespace glasscope {

/// Writes maps of one size as an image stack in the MRC2014 format (Cheng et al., J. Struct. Biol.
/// 192, 146 (2015)), which the programs of tomography read: 1024 bytes of header, then single
/// precision, x fastest, section by section; the pixel in the cell's edges, `label` (80 characters)
/// in the header. Written aside and renamed. Throws Error(environment).
void writeMrcStack(const std::filesystem::path& path, std::span<const Map2> maps,
                   const std::string& label);

}  // namespace glasscope
