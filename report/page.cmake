# The report page: its files are embedded into the library as arrays, and plotly.js is found.
find_file(GLASSCOPE_PLOTLY_JS NAMES plotly.min.js plotly.js
  PATHS /usr/lib/python3/dist-packages/plotly/package_data /usr/share/python3-plotly
  DOC "plotly.js, embedded into every report.html")
if(NOT GLASSCOPE_PLOTLY_JS)
  message(FATAL_ERROR "plotly.js is needed for the figures of report.html and was not found. "
    "Install Debian's python3-plotly, or configure with -DGLASSCOPE_PLOTLY_JS=/path/of/plotly.min.js")
endif()

set(page ${CMAKE_CURRENT_LIST_DIR}/page)
# The order matters: each script uses only what stands before it.
set(scripts ${page}/format.js ${page}/theme.js ${page}/figure.js ${page}/tables.js ${page}/maps.js ${page}/curves.js
  ${page}/slices.js ${page}/order.js ${page}/structure.js ${page}/pair.js ${page}/associations.js ${page}/answers.js ${page}/scan.js ${page}/film.js ${page}/sections.js
  ${page}/provenance.js ${page}/main.js)
set(assets ${CMAKE_CURRENT_BINARY_DIR}/PageAssets.cpp)
add_custom_command(OUTPUT ${assets}
  COMMAND ${CMAKE_COMMAND} -DOUT=${assets} -DHTML=${page}/page.html -DCSS=${page}/style.css
    "-DJS=${scripts}" -P ${CMAKE_CURRENT_LIST_DIR}/embed.cmake
  DEPENDS ${page}/page.html ${page}/style.css ${scripts} ${CMAKE_CURRENT_LIST_DIR}/embed.cmake
  COMMENT "Embedding the report page" VERBATIM)
target_sources(glasscope_report PRIVATE ${assets})
target_compile_definitions(glasscope_report PRIVATE GLASSCOPE_PLOTLY_JS="${GLASSCOPE_PLOTLY_JS}")
