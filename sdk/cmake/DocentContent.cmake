# The help of assets/content, packed by the command that was just built: build/share/help.docent. `docent_content` is the
# target; tests need it, so with them it is built with everything else.
set(DOCENT_CONTENT ${CMAKE_BINARY_DIR}/share/help.docent)
set(content_all)
if(DOCENT_TESTS)
    set(content_all ALL)
endif()

file(GLOB_RECURSE content_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/content/*)
add_custom_command(OUTPUT ${DOCENT_CONTENT}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/share
    COMMAND docent_tool pack --quiet ${PROJECT_SOURCE_DIR}/assets/content -o ${DOCENT_CONTENT}
    DEPENDS docent_tool ${content_sources} COMMENT "Packing assets/content" VERBATIM)
add_custom_target(docent_content ${content_all} DEPENDS ${DOCENT_CONTENT})
