#pragma once
// YQ_PLANTED("name"): a bug that can be switched on to see whether the simulation (tests/sim) finds it. The program is
// built without YUANQUAN_PLANTED: there it is the constant false, and neither the bug nor its name is in it.

#ifdef YUANQUAN_PLANTED
#include <string_view>
namespace yuanquan::base {
bool is_planted(std::string_view name);  // tests/sim/planted.cpp
}
#define YQ_PLANTED(name) (::yuanquan::base::is_planted(name))
#else
#define YQ_PLANTED(name) false
#endif
