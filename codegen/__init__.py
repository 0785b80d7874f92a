"""The protocol compiler: JSON Schemas in, C codecs out.

load -> lint -> ir -> layout -> render; README.md in this folder says what each stage does.
"""
