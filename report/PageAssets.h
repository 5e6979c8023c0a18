#pragma once

#include <string_view>

namespace glasscope::report {

// The files of compare/report/page, embedded by report.cmake.
std::string_view pageTemplate();  ///< page.html with its {{NAME}} places
std::string_view pageStyle();
std::string_view pageScript();  ///< all *.js in the order of report.cmake, as one script

}  // namespace glasscope::report
