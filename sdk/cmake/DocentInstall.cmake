# What `cmake --install` puts where.
install(DIRECTORY sdk/include/docent DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
