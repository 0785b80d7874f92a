# The rooms of src/, one static library each. A room without a .c file yet is an empty one.

# echo_room(NAME LINKS...): src/NAME/*.c as the target NAME, which may use LINKS. Of several
# loop_*.c, ECHO_LOOP chooses one.
function(echo_room name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.c)
    file(GLOB loops ${CMAKE_SOURCE_DIR}/src/${name}/loop_*.c)
    list(REMOVE_ITEM loops ${CMAKE_SOURCE_DIR}/src/${name}/loop_${ECHO_LOOP}.c)
    list(REMOVE_ITEM sources ${loops})
    if(sources)
        add_library(${name} STATIC ${sources})
        target_compile_options(${name} PRIVATE ${ECHO_LTO_COMPILE})
        target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(${name} PUBLIC ${ARGN})
    else()
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE ${ARGN})
    endif()
endfunction()

echo_room(base)
echo_room(codec base m)
if(TARGET codec AND TARGET base)
    get_target_property(codec_type codec TYPE)
    get_target_property(base_type base TYPE)
    if(codec_type STREQUAL STATIC_LIBRARY AND base_type STREQUAL STATIC_LIBRARY)
        # libcodec.a is also used alone, so it brings the base's objects along.
        target_sources(codec PRIVATE $<TARGET_OBJECTS:base>)
    endif()
endif()

# Generated code. The committed files are what is built; the generator renews them first wherever
# it can run and something it reads, or what it wrote, has changed.
set(generated ${CMAKE_SOURCE_DIR}/generated)
set(have_generator FALSE)
if(EXISTS ${CMAKE_SOURCE_DIR}/codegen/__main__.py AND
   EXISTS ${CMAKE_SOURCE_DIR}/schema/asyncapi.json)
    set(have_generator TRUE)
endif()
if(have_generator AND ECHO_CODEGEN AND ECHO_PYTHON)
    # Runs with every build; the script looks at the times of the files and seldom has work to do.
    add_custom_target(renew_generated
        COMMAND ${CMAKE_COMMAND} -DPYTHON=${ECHO_PYTHON} -DSTAMP=${CMAKE_BINARY_DIR}/generated.stamp
                -P ${CMAKE_SOURCE_DIR}/codegen/renew.cmake
        BYPRODUCTS ${generated}/sts_protocol.c ${generated}/sts_protocol.h
                   ${generated}/sts_requirements.c ${generated}/sts_requirements.h
        WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
        VERBATIM)
elseif(have_generator)
    message(STATUS "Building the committed files of generated/: "
                   "no Python with jinja2 and jsonschema, or ECHO_CODEGEN is off")
endif()
if(TARGET renew_generated OR EXISTS ${generated}/sts_protocol.c)
    add_library(protocol STATIC ${generated}/sts_protocol.c ${generated}/sts_requirements.c)
    target_compile_options(protocol PRIVATE ${ECHO_LTO_COMPILE})
    target_include_directories(protocol PUBLIC ${generated})
    target_link_libraries(protocol PUBLIC codec)
    if(TARGET renew_generated)
        add_dependencies(protocol renew_generated)
    endif()
else()
    add_library(protocol INTERFACE)
endif()

echo_room(engineio base)
echo_room(socketio engineio codec base)
echo_room(stream protocol base)
echo_room(echo stream protocol base m)
echo_room(report protocol codec base)
# The page, style and script of the HTML report, as bytes.
set(report_html ${CMAKE_BINARY_DIR}/embedded/report_html.h)
file(GLOB report_html_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/report/html/*)
add_custom_command(OUTPUT ${report_html}
    COMMAND ${CMAKE_COMMAND} -DOUT=${report_html} -DFOLDER=${CMAKE_SOURCE_DIR}/src/report/html
            -P ${CMAKE_SOURCE_DIR}/src/report/embed.cmake
    DEPENDS ${report_html_files} ${CMAKE_SOURCE_DIR}/src/report/embed.cmake
    VERBATIM)
target_sources(report PRIVATE ${report_html})
target_include_directories(report PRIVATE ${CMAKE_BINARY_DIR}/embedded)

# The client's side, for programs that ask a server.
echo_room(client socketio engineio codec base PkgConfig::OPENSSL)

echo_room(journal stream protocol codec base PkgConfig::OPENSSL)
echo_room(judge journal report stream protocol codec base)

echo_room(net echo stream socketio engineio codec base PkgConfig::LWS
          $<$<STREQUAL:${ECHO_LOOP},uv>:PkgConfig::UV> PkgConfig::OPENSSL)

# The checker of servers. All of src/conform but main.c is a library, so that unit tests can link it.
file(GLOB conform_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/conform/*.c)
list(REMOVE_ITEM conform_sources ${CMAKE_SOURCE_DIR}/src/conform/main.c)
find_package(Threads REQUIRED)
add_library(conform STATIC ${conform_sources})
target_include_directories(conform PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(conform PUBLIC ECHO_VERSION="${PROJECT_VERSION}")
# A case without its requirement has no prototype; a requirement without its case does not link.
target_compile_options(conform PRIVATE -Werror=missing-prototypes)
target_link_libraries(conform PUBLIC judge journal report client protocol codec base
                                     PkgConfig::JSONC Threads::Threads)
add_executable(sts-conform ${CMAKE_SOURCE_DIR}/src/conform/main.c)
target_link_options(sts-conform PRIVATE ${ECHO_LTO_LINK})
target_link_libraries(sts-conform PRIVATE conform)

# Everything below the network: what unit tests link.
set(ECHO_ROOMS judge journal report echo stream protocol client socketio engineio codec base)

# The table of settings, whose defaults all unit tests use.
file(GLOB settings_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/settings/*.c)
add_library(settings STATIC ${settings_sources})
target_include_directories(settings PUBLIC ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(settings PUBLIC ECHO_VERSION="${PROJECT_VERSION}")
target_link_libraries(settings PUBLIC protocol codec base)

# All else of src/app but main.c is a library, so that unit tests can link it.
file(GLOB_RECURSE app_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/*.c)
list(REMOVE_ITEM app_sources ${settings_sources})
list(REMOVE_ITEM app_sources ${CMAKE_SOURCE_DIR}/src/app/main.c)
if(app_sources)
    add_library(app STATIC ${app_sources})
    target_compile_options(app PRIVATE ${ECHO_LTO_COMPILE})
    target_compile_definitions(app PUBLIC ECHO_VERSION="${PROJECT_VERSION}")
    target_link_libraries(app PUBLIC settings net ${ECHO_ROOMS} PkgConfig::OPENSSL)
    add_executable(echo-sts ${CMAKE_SOURCE_DIR}/src/app/main.c)
    target_compile_options(echo-sts PRIVATE ${ECHO_LTO_COMPILE})
    target_link_options(echo-sts PRIVATE ${ECHO_LTO_LINK})
    target_link_libraries(echo-sts PRIVATE app)
endif()
