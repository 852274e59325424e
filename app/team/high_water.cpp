#include "app/team/high_water.hpp"

#include <cstdlib>
#include <string>

#include "model/base/files.hpp"
#include "model/base/text.hpp"

namespace yuanquan::team {

namespace {

constexpr char kNoted[] = "hq.noted";   // A setting: "yes" once there is a note.
constexpr std::size_t kNameBytes = 8;

std::string note_path(const base::KeyId& headquarters) {
    const char* state = std::getenv("XDG_STATE_HOME");
    const char* home = std::getenv("HOME");
    std::string folder;
    if (state != nullptr && *state != '\0') folder = state;
    else if (home != nullptr && *home != '\0') folder = base::join_path(home, ".local/state");
    if (folder.empty()) return {};
    return base::join_path(folder, "yuanquan/headquarters-" + base::to_hex(headquarters.bytes.data(), kNameBytes));
}

// "arrival digest", the digest in hex. '' when it cannot be told.
std::string mark_at(const store::Store& store, store::Arrival arrival) {
    if (arrival == 0) return "0";
    const auto digest = store.log_digest(arrival);
    if (!digest || digest->empty()) return {};
    return std::to_string(arrival) + ' ' + base::to_hex(reinterpret_cast<const std::uint8_t*>(digest->data()), digest->size());
}

bool write_note(const store::Store& store, const base::KeyId& headquarters) {
    const auto path = note_path(headquarters);
    const auto mark = mark_at(store, store.last_arrival());
    return !path.empty() && !mark.empty() && base::write_file(path, mark).has_value();
}

base::Result<bool> was_set_back(const store::Store& store, const base::KeyId& headquarters) {
    const auto path = note_path(headquarters);
    const auto noted = store.setting(kNoted);
    if (!noted) return base::fail(noted.error());
    if (path.empty()) return false;
    const auto note = base::read_file(path, 4096);
    if (!note) return !noted->empty();
    const auto arrival = std::strtoull(note->c_str(), nullptr, 10);
    return mark_at(store, arrival) != *note;
}

}  // namespace

void note_high_water(store::Store& store, const base::KeyId& headquarters) {
    if (!write_note(store, headquarters)) return;
    const auto noted = store.setting(kNoted);
    if (noted && noted->empty()) (void)store.set_setting(kNoted, "yes");
}

base::Result<hq::Headquarters> open_headquarters(store::Store& store, base::Random& random) {
    auto headquarters = hq::Headquarters::open(store);
    if (!headquarters) return headquarters;
    const auto key = headquarters->key().public_key();
    const auto set_back = was_set_back(store, key);
    if (!set_back) return base::fail(set_back.error());
    if (!*set_back) return headquarters;
    // The epoch first: stopped between the two, another begins the next time.
    if (auto begun = headquarters->start_epoch(random); !begun) return base::fail(std::move(begun.error()));
    if (!write_note(store, key)) {   // Its absence means nothing from here on: else an epoch would begin at each start.
        if (auto unset = store.set_setting(kNoted, {}); !unset) return base::fail(std::move(unset.error()));
    }
    return headquarters;
}

}  // namespace yuanquan::team
