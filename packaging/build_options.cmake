# SPDX-License-Identifier: GPL-3.0-or-later

# How everything that is shipped is compiled and linked; read before the first target is made.

# No path of this machine in what is built: two builds in different folders are then the same bytes.
add_compile_options(
    "$<$<CONFIG:Release>:-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=;-ffile-prefix-map=${PROJECT_BINARY_DIR}/=build/>")

# The programs read files from anywhere. What guards them against a damaged one without costing time: checked sizes
# of copies, a canary in functions with arrays, and tables of addresses that are read-only once the program runs.
add_compile_options("$<$<CONFIG:Release>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2;-fstack-protector-strong>")
add_link_options("$<$<CONFIG:Release>:LINKER:-z,relro,-z,now>")
