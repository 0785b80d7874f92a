# `cmake --install` installs the programs, the codec for other programs, manual pages, and a systemd
# service. The service and the manual page of echo-sts contain CMAKE_INSTALL_PREFIX as it was when
# the build was configured.

include(GNUInstallDirs)
set(packaging ${CMAKE_SOURCE_DIR}/packaging)
set(prepared ${CMAKE_BINARY_DIR}/packaging)

# Programs. The tools are installed if they are part of the build.
foreach(program echo-sts sts-conform)
    if(TARGET ${program})
        install(TARGETS ${program})
    endif()
endforeach()

# The codec, with src/base and the protocol's tables, as one archive.
add_library(echo-sts-codec STATIC $<TARGET_OBJECTS:codec> $<TARGET_OBJECTS:base>
                                  $<TARGET_OBJECTS:protocol>)
set_target_properties(echo-sts-codec PROPERTIES LINKER_LANGUAGE C)
if(ECHO_LTO_COMPILE)
    # Another gcc could not read the code that is kept for LTO, and refuses to link it.
    add_custom_command(TARGET echo-sts-codec POST_BUILD VERBATIM
        COMMAND ${CMAKE_STRIP} --wildcard --remove-section=.gnu.lto_* --remove-section=.gnu.debuglto_*
                --strip-symbol=__gnu_lto_* $<TARGET_FILE:echo-sts-codec>)
endif()
install(TARGETS echo-sts-codec ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/echo-sts)
foreach(room base codec)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/src/${room}
            DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/echo-sts FILES_MATCHING PATTERN "*.h")
endforeach()
install(FILES ${generated}/sts_protocol.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/echo-sts)
file(RELATIVE_PATH codec_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" codec_prefix ${codec_prefix})
configure_file(${packaging}/echo-sts-codec.pc.in ${prepared}/echo-sts-codec.pc @ONLY)
install(FILES ${prepared}/echo-sts-codec.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Manual pages. The program itself writes the page of the settings.
file(GLOB pages CONFIGURE_DEPENDS ${packaging}/man/*.in)
foreach(page ${pages})
    get_filename_component(name ${page} NAME_WLE)
    get_filename_component(program ${page} NAME_WE)
    if(TARGET ${program})
        configure_file(${page} ${prepared}/${name} @ONLY)
        install(FILES ${prepared}/${name} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    endif()
endforeach()
add_custom_command(OUTPUT ${prepared}/echo-sts-settings.5
    COMMAND echo-sts --help-man > ${prepared}/echo-sts-settings.5 DEPENDS echo-sts)
add_custom_target(man ALL DEPENDS ${prepared}/echo-sts-settings.5)
install(FILES ${prepared}/echo-sts-settings.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)

# The service. systemd looks in /usr/lib and in /usr/local/lib.
configure_file(${packaging}/echo-sts.service.in ${prepared}/echo-sts.service @ONLY)
install(FILES ${prepared}/echo-sts.service DESTINATION lib/systemd/system)
install(FILES ${packaging}/echo-sts.default RENAME echo-sts
        DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/default)
