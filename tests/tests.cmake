# Tests, benchmarks and the programs they drive. Adding a file adds a test.
#
#   tests/unit/test_*.c      one program each, cmocka; test_app_*.c is linked with src/app,
#                            test_conform_*.c with src/conform, test_net_*.c with src/net
#   tests/support/*.c        helpers linked to every unit test
#   tests/codegen/test_*.py  tests of the generator
#   tests/e2e/test_*.py      tests that drive built programs over real sockets
#   tests/apps/NAME.c        build/tests/NAME (with - for _), linked with the network
#   tests/bench/NAME.c       build/tests/NAME, for `./dev bench`, linked with tests/bench/lib/*.c
#   tests/runs/test_*.py     tests of how a run of the tests ends
#   tests/truth/test_*.py    reports held against what is true of workers and servers
#   tests/image/             the test `image`: what the Dockerfile builds
#   tests/machine/           the tests `fresh_machine*`: README's commands on a pristine Debian
#
# Labels, which `./dev test` and its options choose by (CONTRIBUTING.md): unit, codegen, corpus,
# e2e, runs, truth and machine say what a test is; fast, plain and all when it runs.

set(tests ${CMAKE_SOURCE_DIR}/tests)
# A sanitized program is some three times slower, and one that counts its lines is slower, too.
if(ECHO_SANITIZE OR ECHO_COVERAGE)
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

# echo_test_labels(VARIABLE FILE): the words of the line `# labels: ...` in a file of tests.
function(echo_test_labels variable file)
    file(STRINGS ${file} line REGEX "^# labels: " LIMIT_COUNT 1)
    string(REPLACE "# labels: " "" words "${line}")
    string(REPLACE " " ";" words "${words}")
    set(${variable} ${words} PARENT_SCOPE)
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
    target_link_libraries(${name} PRIVATE test_support settings ${ECHO_ROOMS} PkgConfig::CMOCKA
                                          PkgConfig::JSONC m)
    if(name MATCHES "^test_app_")
        target_link_libraries(${name} PRIVATE app)
    elseif(name MATCHES "^test_conform_")
        target_link_libraries(${name} PRIVATE conform)
    elseif(name MATCHES "^test_net_")
        target_link_libraries(${name} PRIVATE net)
    endif()
    set_target_properties(${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/unit)
    add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${unit_timeout} LABELS "unit;fast")
    echo_test_environment(${name})
endforeach()

# Another parser of requests, which ours is compared with; the test skips where there is none.
find_path(HTTP_PARSER_INCLUDE http_parser.h)
find_library(HTTP_PARSER_LIBRARY http_parser)
if(HTTP_PARSER_INCLUDE AND HTTP_PARSER_LIBRARY)
    target_compile_definitions(test_net_random PRIVATE HAVE_HTTP_PARSER)
    target_include_directories(test_net_random PRIVATE ${HTTP_PARSER_INCLUDE})
    target_link_libraries(test_net_random PRIVATE ${HTTP_PARSER_LIBRARY})
endif()

file(GLOB app_test_sources CONFIGURE_DEPENDS ${tests}/apps/*.c ${tests}/bench/*.c)
file(GLOB bench_sources CONFIGURE_DEPENDS ${tests}/bench/lib/*.c)
add_library(bench STATIC ${bench_sources})
target_include_directories(bench PUBLIC ${tests})
target_link_libraries(bench PUBLIC PkgConfig::OPENSSL)
# The yardstick is as fast as the compiler can make it.
set_source_files_properties(${tests}/bench/epoll_echo.c PROPERTIES COMPILE_OPTIONS -O3)
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
    if(source MATCHES "/apps/|/bench_[^/]*$")
        target_link_libraries(${target} PRIVATE ${ECHO_ROOMS} PkgConfig::JSONC m)
    else()
        target_link_libraries(${target} PRIVATE bench)
    endif()
endforeach()
# See tests/bench/preload/turns.c.
add_library(turns MODULE ${tests}/bench/preload/turns.c)
set_target_properties(turns PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
target_link_libraries(turns PRIVATE ${CMAKE_DL_LIBS})
# What a program spends that has the server's libraries, whether it calls them or not.
target_link_libraries(empty PRIVATE -Wl,--no-as-needed websockets $<$<STREQUAL:${ECHO_LOOP},uv>:uv>
                                    ssl crypto m)
# The server itself, with a function of this program's own.
foreach(program failing_server:base_memory_heap signalled_server:app_report_files_write)
    string(REGEX MATCH "(.*):(.*)" match ${program})
    target_sources(${CMAKE_MATCH_1} PRIVATE ${CMAKE_SOURCE_DIR}/src/app/main.c)
    target_link_libraries(${CMAKE_MATCH_1} PRIVATE app)
    target_link_options(${CMAKE_MATCH_1} PRIVATE -Wl,--wrap=${CMAKE_MATCH_2})
endforeach()

if(NOT ECHO_PYTHON)
    message(STATUS "There is no Python with jinja2 and jsonschema, so the Python tests are skipped")
    return()
endif()

add_test(NAME rooms COMMAND ${ECHO_PYTHON} tests/scripts/check_rooms.py
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
echo_test_environment(rooms)
set_tests_properties(rooms PROPERTIES LABELS "fast")
# Optimised code is what the bounds are for.
if(have_stack_usage AND NOT ECHO_SANITIZE AND NOT CMAKE_BUILD_TYPE STREQUAL Debug)
    add_test(NAME frames COMMAND ${ECHO_PYTHON} tests/scripts/check_frames.py ${CMAKE_BINARY_DIR}
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    echo_test_environment(frames)
    set_tests_properties(frames PROPERTIES LABELS "fast")
endif()
if(have_generator)
    add_test(NAME generated_is_fresh COMMAND ${ECHO_PYTHON} -m codegen check
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    echo_test_environment(generated_is_fresh)
    set_tests_properties(generated_is_fresh PROPERTIES TIMEOUT ${unit_timeout} LABELS "fast")
endif()

# Each file of unittest cases is one test, which can import the repository's packages and its own
# folder's helpers. A line `# labels: ...` in it adds labels to its folder's.
set(python_environment "ECHO_BUILD=${CMAKE_BINARY_DIR}" "ECHO_STS=${CMAKE_BINARY_DIR}/echo-sts"
    "ECHO_TIME_FACTOR=${time_factor}" "ECHO_CC=${CMAKE_C_COMPILER}")
if(ECHO_SANITIZE)
    list(APPEND python_environment "ECHO_SANITIZE=1")
endif()
foreach(folder codegen corpus e2e runs truth)
    file(GLOB cases CONFIGURE_DEPENDS ${tests}/${folder}/test_*.py)
    foreach(case ${cases})
        get_filename_component(name ${case} NAME_WE)
        string(REPLACE "test_" "${folder}_" name ${name})
        get_filename_component(file ${case} NAME)
        echo_test_labels(labels ${case})
        if(ECHO_SANITIZE AND "plain" IN_LIST labels)
            continue()
        endif()
        add_test(NAME ${name}
                 COMMAND ${ECHO_PYTHON} tests/scripts/run_unittest.py tests/${folder} ${file}
                 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
        echo_test_environment(${name} ${python_environment})
        set_tests_properties(${name} PROPERTIES TIMEOUT ${python_timeout}
                             LABELS "${folder};${labels}")
    endforeach()
endforeach()

# It uses all processors: a sample of the mutants in a minute, all of them in less than an hour.
set_tests_properties(e2e_schema_mutants PROPERTIES PROCESSORS 2 TIMEOUT 7200)
# A minute of it in each run, all of it in half an hour. Who shares the machine makes workers late.
set_tests_properties(truth_workers PROPERTIES PROCESSORS 2 TIMEOUT 7200)
# A sample of the servers in a minute, all of them in some minutes.
set_tests_properties(truth_servers PROPERTIES TIMEOUT 3600)

# Two clients in each run, all of them in some minutes.
set_tests_properties(e2e_clients PROPERTIES TIMEOUT 1800)

if(ECHO_SANITIZE)
    return()
endif()

# These build the server, some of them more than once, while other tests run.
set_property(TEST e2e_docs e2e_package e2e_schema_changes PROPERTY TIMEOUT 900)

# What a fragment costs in instructions, beside what it is known to cost. Valgrind takes its time.
add_test(NAME instructions COMMAND ${ECHO_PYTHON} tests/bench/instructions.py ${CMAKE_BINARY_DIR}
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
echo_test_environment(instructions)
set_tests_properties(instructions PROPERTIES LABELS "plain" TIMEOUT 900)

# README's commands on machines of their own. The first one is for every run, and short.
function(echo_machine_test name labels)
    add_test(NAME ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
             COMMAND ${ECHO_PYTHON} tests/machine/fresh.py ${CMAKE_BINARY_DIR}/machine ${ARGN})
    echo_test_environment(${name})
    set_tests_properties(${name} PROPERTIES LABELS "machine;plain;${labels}" TIMEOUT 3600
                         RUN_SERIAL TRUE)
endfunction()
echo_machine_test(fresh_machine "" trixie smoke)
echo_machine_test(fresh_machine_12 all bookworm whole)
echo_machine_test(fresh_machine_13 all trixie whole)

# The images of the Dockerfile, built and tried: it fills memory.
add_test(NAME image COMMAND ${ECHO_PYTHON} tests/image/run.py ${CMAKE_BINARY_DIR}/image
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
echo_test_environment(image)
set_tests_properties(image PROPERTIES LABELS "machine;plain;all" TIMEOUT 1500 RUN_SERIAL TRUE)

# The other compiler, and what its build does in the unit tests.
add_test(NAME clang COMMAND tests/scripts/clang_build ${CMAKE_BINARY_DIR}/clang
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
echo_test_environment(clang)
set_tests_properties(clang PROPERTIES LABELS "plain;all" TIMEOUT 1500 RUN_SERIAL TRUE)
