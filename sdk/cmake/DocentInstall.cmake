# What `cmake --install` puts where: headers, libraries, man pages, and how other builds find them (find_package, pkg-config).
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/docent)

install(DIRECTORY sdk/include/docent DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
file(GLOB manuals CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sdk/docs/*.1 ${PROJECT_SOURCE_DIR}/kiosk/*.1)
install(FILES ${manuals} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(libraries docent docent_shared)
if(DOCENT_VIEW)
    list(APPEND libraries docent_view docent_view_shared)
endif()
if(DOCENT_VIEW AND DOCENT_SDL)
    list(APPEND libraries docent_sdl docent_sdl_shared)
endif()
install(TARGETS ${libraries} EXPORT docent DESTINATION ${CMAKE_INSTALL_LIBDIR})

# ---- find_package ----
install(EXPORT docent NAMESPACE docent:: FILE docentTargets.cmake DESTINATION ${package_dir})
configure_package_config_file(sdk/cmake/docentConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/docentConfig.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/docentConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/docentConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/docentConfigVersion.cmake
    DESTINATION ${package_dir})

# ---- pkg-config ----
# The files find themselves, so that a tree that is moved still works. An absolute libdir is a packager's; it stays.
file(RELATIVE_PATH DOCENT_PC_UP /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
function(docent_pkg_config name description requires requires_private libs_private)
    configure_file(sdk/cmake/docent.pc.in ${CMAKE_CURRENT_BINARY_DIR}/${name}.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()
# libcurl by its linker flags: by name, `pkg-config --static` would ask for all that libcurl itself may stand on (Kerberos,
# LDAP, SSH ...), whose development packages nobody has.
list(JOIN DOCENT_CURL_LDFLAGS " " curl)
docent_pkg_config(docent "Help that works offline: data and search" "" "sqlite3 libutf8proc libcrypto jansson libzstd"
    "${curl} -lstemmer -lm")
if(DOCENT_VIEW)
    docent_pkg_config(docent_view "Help that works offline: a viewer that draws into memory" docent
        "freetype2 harfbuzz fribidi libutf8proc libwebp" -lm)
endif()
if(DOCENT_VIEW AND DOCENT_SDL)
    docent_pkg_config(docent_sdl "Help that works offline: panel and window for SDL2" docent_view sdl2 "")
endif()
