# SPDX-License-Identifier: GPL-3.0-or-later

# Finds LibTorch: the system's, or the one of the zip or of a Python package that CMAKE_PREFIX_PATH names. What does not
# fit is told in one line, which starts with a space so that CMake does not break it.

# The folder of one has protobuf and others beside it, in versions of its own. In its share/cmake there is LibTorch alone.
function(cnnvis_narrow_to_libtorch FOLDERS RESULT)
    string(REPLACE ":" ";" FOLDERS "${FOLDERS}")
    set(narrowed)
    foreach(folder IN LISTS FOLDERS)
        if(EXISTS "${folder}/share/cmake/Torch/TorchConfig.cmake")
            string(APPEND folder "/share/cmake")
        endif()
        list(APPEND narrowed "${folder}")
    endforeach()
    set(${RESULT} "${narrowed}" PARENT_SCOPE)
endfunction()
cnnvis_narrow_to_libtorch("${CMAKE_PREFIX_PATH}" CMAKE_PREFIX_PATH)
cnnvis_narrow_to_libtorch("$ENV{CMAKE_PREFIX_PATH}" folders)
string(REPLACE ";" ":" folders "${folders}")
set(ENV{CMAKE_PREFIX_PATH} "${folders}")

# One that was found before must not stand in the way of one that is named now.
if(NOT "$ENV{CMAKE_PREFIX_PATH}" STREQUAL "${CNNVIS_LAST_PREFIX_PATH}")
    get_cmake_property(names CACHE_VARIABLES)
    list(FILTER names INCLUDE REGEX "^(Torch|TORCH|Caffe2|C10|c10|kineto)_")
    foreach(name IN LISTS names)
        unset(${name} CACHE)
    endforeach()
endif()
set(CNNVIS_LAST_PREFIX_PATH "$ENV{CMAKE_PREFIX_PATH}" CACHE INTERNAL "What the LibTorch of this build was looked for in")

find_package(Protobuf REQUIRED) # before LibTorch, which else makes an empty target of that name
find_package(Torch QUIET)
if(NOT Torch_FOUND)
    message(FATAL_ERROR " cnn-vis: there is no LibTorch that cmake could use: install libtorch-dev, or name one's folder: \
CMAKE_PREFIX_PATH=/path/to/libtorch")
endif()
if(Torch_VERSION VERSION_LESS 1.13)
    message(FATAL_ERROR " cnn-vis: the LibTorch in ${TORCH_INSTALL_PREFIX} is ${Torch_VERSION}, and it takes 1.13 or newer; \
unpack a newer one from pytorch.org")
endif()
find_file(CNNVIS_TORCH_HEADER ATen/ops/empty.h PATHS ${TORCH_INCLUDE_DIRS} NO_CACHE NO_DEFAULT_PATH)
if(NOT CNNVIS_TORCH_HEADER)
    message(FATAL_ERROR " cnn-vis: the LibTorch in ${TORCH_INSTALL_PREFIX} has no headers (ATen/ops/empty.h); unpack a whole \
one from pytorch.org, or install libtorch-dev")
endif()
if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
    message(FATAL_ERROR " cnn-vis: the LibTorch in ${TORCH_INSTALL_PREFIX} was built for the old C++ ABI, in which Qt and \
OpenCV are not; take the one whose name has 'cxx11-abi' in it, or any from 2.8 on")
endif()

# One that is not the system's has headers of oneDNN, protobuf and others beside its own, in versions of its own. They
# must not hide the system's, so that its own are looked for in a folder that has nothing else. And it looks for its
# libc10 in the system first.
if(NOT TORCH_INSTALL_PREFIX STREQUAL "/usr")
    list(TRANSFORM TORCH_LIBRARIES REPLACE "^.*/(libc10[^/]*)$" "${TORCH_INSTALL_PREFIX}/lib/\\1")
    string(MD5 key "${TORCH_INSTALL_PREFIX} ${Torch_VERSION}") # what was compiled with another's is compiled anew
    set(headers ${CMAKE_BINARY_DIR}/libtorch-headers/${key})
    file(MAKE_DIRECTORY ${headers})
    foreach(folder IN ITEMS ATen c10 caffe2 torch)
        file(CREATE_LINK ${TORCH_INSTALL_PREFIX}/include/${folder} ${headers}/${folder} SYMBOLIC)
    endforeach()
    foreach(target IN ITEMS torch torch_cpu torch_cpu_library torch_cuda torch_cuda_library c10 c10_cuda)
        if(TARGET ${target})
            get_target_property(folders ${target} INTERFACE_INCLUDE_DIRECTORIES)
            if(folders)
                string(REPLACE "${TORCH_INSTALL_PREFIX}/include" "${headers}" folders "${folders}")
                set_target_properties(${target} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${folders}")
            endif()
        endif()
    endforeach()
endif()
