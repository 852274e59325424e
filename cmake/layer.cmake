# layer(NAME FOLDER DEPENDS ... EXTERNAL ...): the folder's *.cpp as the static library yuanquan_NAME. A folder that
# has no sources yet gets an empty one, so that the arrow table can be complete from the first day.

file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/empty.cpp CONTENT "// A layer without sources.\n")

macro(layer NAME FOLDER)
  yuanquan_layer(${NAME} ${FOLDER} ${ARGN})
  list(APPEND YUANQUAN_LAYERS yuanquan_${NAME})
  list(APPEND YUANQUAN_FOLDERS ${FOLDER})
endmacro()

function(yuanquan_layer NAME FOLDER)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "DEPENDS;EXTERNAL")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${FOLDER}/*.cpp)
  if(NOT sources)
    set(sources ${CMAKE_BINARY_DIR}/empty.cpp)
  endif()
  add_library(yuanquan_${NAME} STATIC ${sources})
  list(TRANSFORM arg_DEPENDS PREPEND yuanquan_)
  target_link_libraries(yuanquan_${NAME} PUBLIC ${arg_DEPENDS} Threads::Threads PRIVATE yuanquan_options)
  # Sealed: a library's headers are for this layer only. Dear ImGui is the exception, its calls are what screens are.
  if("imgui" IN_LIST arg_EXTERNAL)
    list(REMOVE_ITEM arg_EXTERNAL imgui)
    target_link_libraries(yuanquan_${NAME} PUBLIC imgui)
    target_sources(yuanquan_${NAME} PRIVATE $<TARGET_OBJECTS:yuanquan_imgui>)
  endif()
  target_link_libraries(yuanquan_${NAME} PRIVATE ${arg_EXTERNAL})
  if(FOLDER STREQUAL "app/cli")
    target_compile_definitions(yuanquan_${NAME} PRIVATE YUANQUAN_VERSION="${PROJECT_VERSION}")
  endif()
endfunction()
