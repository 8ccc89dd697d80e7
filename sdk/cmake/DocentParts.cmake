# docent_part(NAME [PRIVATE libs...])       a folder of sdk/src compiled once
# docent_library(NAME PARTS parts... [BELOW lib] [BASE parts...] [PRIVATE libs...])
#     NAME (static) and NAME_shared out of parts. BELOW is the level it stands on; BASE are parts whose symbols a shared
#     library keeps hidden, so that the shared library above needs its own copy.

set(DOCENT_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith
    -Wwrite-strings -Wvla -Wformat=2 -Wundef)
if(DOCENT_WERROR)
    list(APPEND DOCENT_WARNINGS -Werror)
endif()

# Settings that every target of ours shares, programs and tests too.
function(docent_flags target)
    target_compile_features(${target} PRIVATE c_std_11)
    set_target_properties(${target} PROPERTIES C_EXTENSIONS OFF C_VISIBILITY_PRESET hidden)
    target_compile_options(${target} PRIVATE ${DOCENT_WARNINGS})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/sdk/include)
    if(DOCENT_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=${DOCENT_SANITIZE} -fno-omit-frame-pointer
            -fno-sanitize-recover=all)
        target_link_options(${target} PRIVATE -fsanitize=${DOCENT_SANITIZE})
    endif()
endfunction()

function(docent_part name)
    cmake_parse_arguments(ARG "" "" "PRIVATE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sdk/src/${name}/*.c)
    if(NOT sources) # A folder that has only headers so far.
        return()
    endif()
    add_library(dct_${name} OBJECT ${sources})
    docent_flags(dct_${name})
    set_target_properties(dct_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(dct_${name} PRIVATE ${ARG_PRIVATE})
endfunction()

function(docent_objects out)
    set(objects)
    foreach(part ${ARGN})
        if(TARGET dct_${part})
            list(APPEND objects $<TARGET_OBJECTS:dct_${part}>)
        endif()
    endforeach()
    set(${out} ${objects} PARENT_SCOPE)
endfunction()

function(docent_library name)
    cmake_parse_arguments(ARG "" "BELOW" "PARTS;BASE;PRIVATE" ${ARGN})
    docent_objects(own ${ARG_PARTS})
    docent_objects(base ${ARG_BASE})
    add_library(${name} STATIC ${own})
    add_library(${name}_shared SHARED ${own} ${base})
    set_target_properties(${name}_shared PROPERTIES OUTPUT_NAME ${name} VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR})
    foreach(target ${name} ${name}_shared)
        target_include_directories(${target} PUBLIC
            $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/sdk/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
        set_target_properties(${target} PROPERTIES LINKER_LANGUAGE C)
    endforeach()
    if(DOCENT_SANITIZE)
        target_link_options(${name}_shared PRIVATE -fsanitize=${DOCENT_SANITIZE})
    endif()
    if(ARG_BELOW)
        target_link_libraries(${name} PUBLIC ${ARG_BELOW})
        target_link_libraries(${name}_shared PUBLIC ${ARG_BELOW}_shared)
    endif()
    target_link_libraries(${name} PRIVATE ${ARG_PRIVATE})
    target_link_libraries(${name}_shared PRIVATE ${ARG_PRIVATE})
    add_library(docent::${name} ALIAS ${name})
    add_library(docent::${name}_shared ALIAS ${name}_shared)
endfunction()
