#pragma once

#include <filesystem>

#include "compare/measured/MeasuredArray.h"

namespace glasscope::compare {

/// What the server of Direct Electron's cameras writes beside a movie: for `NAME_movie.mrc` (or
/// another last word) a table of "key = value" in `NAME_info.txt`. Numbers of -1 are not known.
/// Taken are voltage, camera length, and rows and columns of a scan where it was a raster of which
/// every position is in the movie (its region of interest, where that is on).
///
/// Frames of a scan in random order are no rows of an image: rows and columns then stay untold, and
/// a warning says so. Facts without anything where there is no such file. Throws Error(input) for
/// one that is not what it is called.
InstrumentFacts directElectronFacts(const std::filesystem::path& movie, std::uint64_t frames);

}  // namespace glasscope::compare
