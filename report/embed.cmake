# cmake -DOUT=... -DHTML=... -DCSS=... -DJS="a.js;b.js" -P embed.cmake: writes the page's files as
# arrays of bytes, which every compiler takes at any length (string literals are limited).
function(bytes_of result)
  set(all "")
  foreach(file ${ARGN})
    file(READ ${file} hex HEX)
    string(APPEND all "${hex}")
  endforeach()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," all "${all}")
  string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n" all "${all}")
  set(${result} "${all}" PARENT_SCOPE)
endfunction()

bytes_of(html ${HTML})
bytes_of(css ${CSS})
bytes_of(js ${JS})
file(WRITE ${OUT} "// Made by report/embed.cmake from compare/report/page.
#include \"report/PageAssets.h\"

namespace glasscope::report {
namespace {
constexpr unsigned char kHtml[] = {\n${html}};
constexpr unsigned char kCss[] = {\n${css}};
constexpr unsigned char kJs[] = {\n${js}};
template <std::size_t n>
std::string_view view(const unsigned char (&bytes)[n]) {
  return {reinterpret_cast<const char*>(bytes), n};
}
}  // namespace
std::string_view pageTemplate() { return view(kHtml); }
std::string_view pageStyle() { return view(kCss); }
std::string_view pageScript() { return view(kJs); }
}  // namespace glasscope::report
")
