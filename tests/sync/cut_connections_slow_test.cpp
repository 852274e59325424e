#include "tests/support/cut_exchanges.hpp"

TEST_CASE("S6: a thousand aborted exchanges leave no residue") { yuanquan::support::CutTeam().abort(1000); }
