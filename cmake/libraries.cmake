# Third-party libraries, all from Debian, each as one INTERFACE target of the same name. Dear ImGui alone is compiled
# here, from the source that app/setup/setup.sh fetched.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

function(external NAME)  # external(target pkg-config-module...)
  pkg_check_modules(pc_${NAME} REQUIRED QUIET IMPORTED_TARGET ${ARGN})
  add_library(${NAME} INTERFACE)
  target_link_libraries(${NAME} INTERFACE PkgConfig::pc_${NAME})
endfunction()

foreach(module libcrypto libzip expat libsodium libzstd xlsxwriter re2 sqlite3 libcurl libmicrohttpd glfw3 gl
               libqrencode libjpeg libexif stb zbar pangocairo pangoft2 fontconfig harfbuzz-subset)
  external(${module} ${module})
endforeach()
external(icu icu-i18n icu-uc)
external(cli11 CLI11)
external(x11 x11)
external(nlohmann_json nlohmann_json)

add_library(cereal INTERFACE)  # Header only, in the default include path.
find_library(YUANQUAN_READSTAT readstat REQUIRED)
add_library(readstat INTERFACE)
target_link_libraries(readstat INTERFACE ${YUANQUAN_READSTAT})

# Dear ImGui. Compiled with our config header, without our warnings, and put into the ui archive as objects: the test
# hooks that it calls are ours, so the two must resolve each other.
if(NOT YUANQUAN_IMGUI_DIR)
  set(cache "$ENV{XDG_CACHE_HOME}")
  if(NOT cache)
    set(cache "$ENV{HOME}/.cache")
  endif()
  file(GLOB found "${cache}/yuanquan/imgui-*/imgui.h")
  list(SORT found COMPARE NATURAL ORDER DESCENDING)
  if(found)
    list(GET found 0 found)
    cmake_path(GET found PARENT_PATH YUANQUAN_IMGUI_DIR)
  endif()
endif()
if(NOT EXISTS "${YUANQUAN_IMGUI_DIR}/imgui.h")
  message(FATAL_ERROR "Dear ImGui's source is missing. Run app/setup/setup.sh once: it fetches it. "
                      "Or pass -DYUANQUAN_IMGUI_DIR=<folder that holds imgui.h>.")
endif()
# Its rule of where lines end knows no Chinese: app/ui/line_break.cpp has one that does, and takes its place.
set(imgui_draw ${CMAKE_BINARY_DIR}/imgui_draw.cpp)
file(READ ${YUANQUAN_IMGUI_DIR}/imgui_draw.cpp imgui_draw_text)
string(REPLACE "const char* ImFont::CalcWordWrapPosition(" "__attribute__((weak)) const char* ImFont::CalcWordWrapPosition(" imgui_draw_weak "${imgui_draw_text}")
if(imgui_draw_weak STREQUAL imgui_draw_text)
  message(FATAL_ERROR "This Dear ImGui has no ImFont::CalcWordWrapPosition: see app/ui/line_break.cpp.")
endif()
file(CONFIGURE OUTPUT ${imgui_draw} CONTENT "${imgui_draw_weak}" @ONLY)
add_library(yuanquan_imgui OBJECT
  ${YUANQUAN_IMGUI_DIR}/imgui.cpp ${imgui_draw}
  ${YUANQUAN_IMGUI_DIR}/imgui_tables.cpp ${YUANQUAN_IMGUI_DIR}/imgui_widgets.cpp
  ${YUANQUAN_IMGUI_DIR}/backends/imgui_impl_glfw.cpp ${YUANQUAN_IMGUI_DIR}/backends/imgui_impl_opengl2.cpp
  ${YUANQUAN_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp)
add_library(imgui INTERFACE)
target_include_directories(imgui SYSTEM INTERFACE ${YUANQUAN_IMGUI_DIR} ${YUANQUAN_IMGUI_DIR}/backends)
target_compile_definitions(imgui INTERFACE IMGUI_USER_CONFIG="app/ui/imgui_config.hpp")
target_include_directories(yuanquan_imgui PRIVATE ${PROJECT_SOURCE_DIR})
target_compile_options(yuanquan_imgui PRIVATE -w)
target_link_libraries(yuanquan_imgui PRIVATE imgui glfw3)
