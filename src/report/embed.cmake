# Makes a C header of the files of src/report/html, so that they can be edited as what they are.
#
#     cmake -DOUT=FILE -DFOLDER=src/report/html -P src/report/embed.cmake
set(text "/* Made from src/report/html. Do not edit. */\n")
foreach(name page.html style.css script.js)
    file(READ ${FOLDER}/${name} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    # Lines of a sane length.
    string(REGEX REPLACE "((0x..,0x..,0x..,0x..,0x..,)(0x..,0x..,0x..,0x..,0x..,)(0x..,0x..,0x..,0x..,0x..,))" "\\1\n    " bytes "${bytes}")
    string(MAKE_C_IDENTIFIER ${name} identifier)
    string(APPEND text "static const unsigned char ${identifier}[] = {\n    ${bytes}\n};\n")
endforeach()
file(WRITE ${OUT} "${text}")
