# The Python that runs the generator and the Python tests: 3.11 or newer, with jinja2 and
# jsonschema. Debian's own comes first, since a user's python3 is often one without packages.
set(ECHO_PYTHON_CANDIDATES /usr/bin/python3 python3 python3.11 CACHE STRING
    "Where to look for Python, in this order")
set(ECHO_PYTHON "")
foreach(candidate ${ECHO_PYTHON_CANDIDATES})
    if(NOT ECHO_PYTHON)
        execute_process(COMMAND ${candidate} -c "import sys, jinja2, jsonschema; assert sys.version_info >= (3, 11)"
                        RESULT_VARIABLE python_result OUTPUT_QUIET ERROR_QUIET)
        if(python_result EQUAL 0)
            set(ECHO_PYTHON ${candidate})
        endif()
    endif()
endforeach()
