#pragma once

#include <string>

namespace glasscope::sim {

/// A command whose path LAMMPS takes. LAMMPS ends the process, without a word, at commands with
/// letters outside ASCII, and quotes and dollar signs mean something to it: what stands between the
/// first and the last quote of `command` is a path, and where it has such letters it is replaced by
/// a name of the open folder, /proc/self/fd/7/log.lammps. Throws Error(environment) when the folder
/// cannot be opened.
std::string withAsciiPath(const std::string& command);

}  // namespace glasscope::sim
