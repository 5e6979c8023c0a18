#pragma once

#include <string>

namespace glasscope {

/// The folder of the checkout that is being tested. In a library of its own: a path among the
/// compiler's options would keep every other checkout from using what the compiler's cache holds.
std::string sourceFolder();

/// The program `glasscope` of this build.
std::string programPath();

}  // namespace glasscope
