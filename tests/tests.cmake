# Tests, benchmarks and the programs they drive. Adding a file adds a test.
#
#   tests/unit/test_*.c      one program each, cmocka; test_app_*.c is linked with src/app,
#                            test_conform_*.c with src/conform
#   tests/support/*.c        helpers linked to every unit test
#   tests/codegen/test_*.py  tests of the generator
#   tests/e2e/test_*.py      tests that drive built programs over real sockets
#   tests/apps/NAME.c        build/tests/NAME (with - for _), linked with the network
#   tests/bench/NAME.c       build/tests/NAME
#   tests/image/             the test `image`: what the Dockerfile builds

set(tests ${CMAKE_SOURCE_DIR}/tests)
# A sanitized program is some three times slower.
if(ECHO_SANITIZE)
    set(time_factor 3)
else()
    set(time_factor 1)
endif()
math(EXPR unit_timeout "60 * ${time_factor}")
math(EXPR python_timeout "240 * ${time_factor}")

# echo_test_environment(NAME ENTRIES...): what every test gets, and ENTRIES.
function(echo_test_environment name)
    set_property(TEST ${name} PROPERTY ENVIRONMENT
        "ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1"
        "UBSAN_OPTIONS=print_stacktrace=1" "PYTHONDONTWRITEBYTECODE=1" ${ARGN})
    set_property(TEST ${name} PROPERTY SKIP_RETURN_CODE 77)
endfunction()

file(GLOB support_sources CONFIGURE_DEPENDS ${tests}/support/*.c)
add_library(test_support INTERFACE)
target_include_directories(test_support INTERFACE ${tests})
if(support_sources)
    add_library(test_support_objects STATIC ${support_sources})
    target_include_directories(test_support_objects PUBLIC ${tests} ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(test_support_objects PUBLIC ${ECHO_ROOMS} PkgConfig::CMOCKA)
    target_link_libraries(test_support INTERFACE test_support_objects)
endif()

file(GLOB unit_sources CONFIGURE_DEPENDS ${tests}/unit/test_*.c)
foreach(source ${unit_sources})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PRIVATE test_support ${ECHO_ROOMS} PkgConfig::CMOCKA
                                          PkgConfig::JSONC m)
    if(name MATCHES "^test_app_")
        target_link_libraries(${name} PRIVATE app)
    elseif(name MATCHES "^test_conform_")
        target_link_libraries(${name} PRIVATE conform)
    endif()
    set_target_properties(${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/unit)
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_property(TEST ${name} PROPERTY TIMEOUT ${unit_timeout})
    echo_test_environment(${name})
endforeach()

file(GLOB app_test_sources CONFIGURE_DEPENDS ${tests}/apps/*.c ${tests}/bench/*.c)
set(test_programs "")
foreach(source ${app_test_sources})
    get_filename_component(target ${source} NAME_WE)
    set(name ${target})
    if(source MATCHES "/apps/")
        string(REPLACE "_" "-" name ${target})
    endif()
    add_executable(${target} ${source})
    set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name}
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src ${tests})
    file(STRINGS ${source} includes REGEX "#include *[\"<](net/|libwebsockets\\.h|uv\\.h)")
    if(includes)
        target_link_libraries(${target} PRIVATE net PkgConfig::LWS PkgConfig::UV)
    endif()
    target_link_libraries(${target} PRIVATE ${ECHO_ROOMS} PkgConfig::JSONC m)
    list(APPEND test_programs ${target})
endforeach()

if(NOT ECHO_PYTHON)
    message(STATUS "No Python with jinja2 and jsonschema: the Python tests are left out")
    return()
endif()

add_test(NAME rooms COMMAND ${ECHO_PYTHON} tests/scripts/check_rooms.py
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
echo_test_environment(rooms)
# Optimised code is what the bounds are for.
if(have_stack_usage AND NOT ECHO_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL Debug)
    add_test(NAME frames COMMAND ${ECHO_PYTHON} tests/scripts/check_frames.py ${CMAKE_BINARY_DIR}
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    echo_test_environment(frames)
endif()
if(have_generator)
    add_test(NAME generated_is_fresh COMMAND ${ECHO_PYTHON} -m codegen check
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    echo_test_environment(generated_is_fresh)
    set_property(TEST generated_is_fresh PROPERTY TIMEOUT ${unit_timeout})
endif()

# Each file of unittest cases is one test: `python3 -m unittest discover -s FOLDER -p FILE`, so
# that both the repository's packages and the folder's own helpers can be imported.
set(python_environment "ECHO_BUILD=${CMAKE_BINARY_DIR}" "ECHO_STS=${CMAKE_BINARY_DIR}/echo-sts"
    "ECHO_TIME_FACTOR=${time_factor}" "ECHO_CC=${CMAKE_C_COMPILER}")
if(ECHO_SANITIZE)
    list(APPEND python_environment "ECHO_SANITIZE=1")
endif()
foreach(folder codegen corpus e2e)
    file(GLOB cases CONFIGURE_DEPENDS ${tests}/${folder}/test_*.py)
    foreach(case ${cases})
        get_filename_component(name ${case} NAME_WE)
        string(REPLACE "test_" "${folder}_" name ${name})
        get_filename_component(file ${case} NAME)
        add_test(NAME ${name}
                 COMMAND ${ECHO_PYTHON} -m unittest discover -v -s tests/${folder} -p ${file}
                         -t tests/${folder}
                 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        echo_test_environment(${name} ${python_environment})
        set_property(TEST ${name} PROPERTY TIMEOUT ${python_timeout})
        # A file without a test is a mistake, not a success.
        set_property(TEST ${name} PROPERTY FAIL_REGULAR_EXPRESSION "Ran 0 tests")
        set_property(TEST ${name} PROPERTY SKIP_REGULAR_EXPRESSION "SKIPPED: ")
    endforeach()
endforeach()

# These build the server, some of them more than once, while other tests run.
set_property(TEST e2e_docs e2e_package e2e_schema_changes PROPERTY TIMEOUT 900)

# Minutes long and alone, and not with the sanitizers as well.
if(NOT ECHO_SANITIZE)
    # The images of the Dockerfile, built and tried: it fills memory.
    add_test(NAME image COMMAND ${ECHO_PYTHON} tests/image/run.py ${CMAKE_BINARY_DIR}/image
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    echo_test_environment(image)
    set_tests_properties(image PROPERTIES LABELS image TIMEOUT 1500 RUN_SERIAL TRUE)

    # README's commands on a machine of their own, which runs the whole suite once more, twice at a
    # time.
    add_test(NAME fresh_machine
             COMMAND ${ECHO_PYTHON} tests/machine/fresh.py ${CMAKE_BINARY_DIR}/machine
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    echo_test_environment(fresh_machine)
    set_tests_properties(fresh_machine PROPERTIES TIMEOUT 2400 RUN_SERIAL TRUE)
endif()
