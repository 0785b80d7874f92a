# Runs the generator when something that it reads, or that it wrote, is newer than its last run.
#
#     cmake -DPYTHON=python3 -DSTAMP=FILE -P codegen/renew.cmake      (from the root)
file(GLOB_RECURSE files schema/*.json codegen/*.py codegen/*.j2)
set(stale FALSE)
foreach(file ${files} generated/protocol.md generated/sts_protocol.c generated/sts_protocol.h
        generated/requirements.md generated/sts_requirements.c generated/sts_requirements.h)
    get_filename_component(path ${file} ABSOLUTE)
    if(NOT EXISTS ${path} OR ${path} IS_NEWER_THAN ${STAMP})
        set(stale TRUE)
    endif()
endforeach()
if(stale)
    message(STATUS "Generating generated/ from schema/")
    execute_process(COMMAND ${PYTHON} -B -m codegen build schema/asyncapi.json --out generated
                            --sources src
                    RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "codegen failed: see the lines above")
    endif()
    file(TOUCH ${STAMP})
endif()
