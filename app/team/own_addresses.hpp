#pragma once
// Where this computer can be reached in the networks that it is in, as others type it.

#include <string>
#include <vector>

namespace yuanquan::team {

std::vector<std::string> own_addresses();   // "192.168.43.1"; IPv4, without the loopback.

}  // namespace yuanquan::team
