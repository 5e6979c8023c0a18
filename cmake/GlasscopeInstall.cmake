# `cmake --install`: the program, the libraries and headers of every room, a CMake package, a pkg-config file, the man page
# and the completions of three shells. `cpack -G DEB` packs the same.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(rooms core sim voronoi multislice report compare pipeline)
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/glasscope)

install(TARGETS glasscope RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
set(targets glasscope_flags)
foreach(room ${rooms})
  list(APPEND targets glasscope_${room})
  set_target_properties(glasscope_${room} PROPERTIES EXPORT_NAME ${room})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${room}/ DESTINATION ${headers}/${room} FILES_MATCHING PATTERN "*.h")
endforeach()
set_target_properties(glasscope_flags PROPERTIES EXPORT_NAME flags)
install(TARGETS ${targets} EXPORT GlasscopeTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${headers})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Glasscope)
install(EXPORT GlasscopeTargets NAMESPACE Glasscope:: DESTINATION ${package})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/GlasscopeConfig.cmake.in
  ${PROJECT_BINARY_DIR}/GlasscopeConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/GlasscopeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/GlasscopeConfig.cmake ${PROJECT_BINARY_DIR}/GlasscopeConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/GlasscopeDependencies.cmake DESTINATION ${package})

# The libraries are static, so whoever links them links what they use as well.
set(pkgconfig_libraries "")
foreach(library ${VORO_LIBRARY} ${KIM_API_LIBRARY} ${HDF5_HL_LIBRARIES} ${HDF5_LIBRARIES} ${MPI_C_LIBRARIES})
  if(IS_ABSOLUTE "${library}")
    string(APPEND pkgconfig_libraries " ${library}")
  endif()
endforeach()
file(RELATIVE_PATH pkgconfig_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)  # the prefix may move: it is told from the file's own place
configure_file(${CMAKE_CURRENT_LIST_DIR}/glasscope.pc.in ${PROJECT_BINARY_DIR}/glasscope.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/glasscope.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# What the program says about itself, in the form that man and the shells read.
set(generated ${PROJECT_BINARY_DIR}/share)
set(pages "")
foreach(page "man;glasscope.1" "bash;glasscope.bash" "zsh;_glasscope" "fish;glasscope.fish")
  list(GET page 0 topic)
  list(GET page 1 file)
  add_custom_command(OUTPUT ${generated}/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
    COMMAND $<TARGET_FILE:glasscope> help ${topic} > ${generated}/${file}
    DEPENDS glasscope VERBATIM)
  list(APPEND pages ${generated}/${file})
endforeach()
add_custom_target(glasscope_pages ALL DEPENDS ${pages})
install(FILES ${generated}/glasscope.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${generated}/glasscope.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME glasscope)
install(FILES ${generated}/_glasscope DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${generated}/glasscope.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/inputs ${PROJECT_SOURCE_DIR}/workflows
  DESTINATION ${CMAKE_INSTALL_DATADIR}/glasscope)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME glasscope)
set(CPACK_PACKAGE_VENDOR "the Glasscope authors")
set(CPACK_PACKAGE_CONTACT "the Glasscope authors <glasscope@users.noreply.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
# The libraries that the program is linked with are found by dpkg-shlibdeps; these are found at run time.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "python3-plotly, openkim-models, lammps-data")
include(CPack)
