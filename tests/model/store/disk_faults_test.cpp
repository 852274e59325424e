// P1 on a disk with faults: a crash at every point of a session with what was not synced lost, torn and reordered, and
// every call to the disk failing once and for ever.

#include <doctest/doctest.h>

#include <cstdlib>

#include "model/record/change_codec.hpp"
#include "tests/support/disk_session.hpp"

using namespace yuanquan;
using namespace yuanquan::support;

namespace {

std::uint64_t images_wanted() {  // YUANQUAN_CRASH_IMAGES=500000 store_test -sf="*disk_faults*": a night.
    const char* text = std::getenv("YUANQUAN_CRASH_IMAGES");
    return text == nullptr ? 2'000 : std::strtoull(text, nullptr, 10);
}

std::vector<std::string> changes_of_others() {
    const store::ScratchFolder folder;
    store::ScratchStore other(folder.file("other.db"), 77);
    for (int i = 0; i < 12; ++i) other.set(other.new_id(), "name", "n" + std::to_string(i));
    return other.bytes_after();
}

std::unique_ptr<store::Store> reopen(const std::string& file) {
    static const base::FixedClock clock{1'800'000'100'000};
    static base::SeededRandom random{12};
    auto opened = store::Store::open(file, clock, random);
    REQUIRE_MESSAGE(opened.has_value(), opened.error().describe());
    return std::move(*opened);
}

// Opens what a crash left, or what a second crash left while the first was being mended.
void check_image(const std::string& folder, DiskImage image, const Told& told, const Told* next,
                 bool crashes_again, base::Random& random) {
    const std::string file = folder + "/store.db";
    if (crashes_again) {
        std::vector<FaultDisk::Event> events;
        {
            FaultDisk disk(folder, image);
            reopen(file);
            events = disk.events();
        }
        CrashPoints points(std::move(image), events);
        for (auto steps = random.next_u64() % (events.size() + 1); steps > 0; --steps) points.advance();
        image = points.image(random.next_u64() % 16, random);
    }
    FaultDisk disk(folder, std::move(image));
    const auto store = reopen(file);
    DiskSession::check(*store, told, next);
}

}  // namespace

TEST_CASE("P1: a crash at any point, whatever the disk made of what was not synced, loses nothing acknowledged") {
    const store::ScratchFolder scratch;
    const std::string folder = scratch.file("disk");
    const auto others = changes_of_others();
    std::vector<FaultDisk::Event> events;
    std::vector<Told> told;
    {
        FaultDisk disk(folder);
        DiskSession session(disk, folder + "/store.db", others);
        session.play();
        events = disk.events();
        told = session.told();
    }
    REQUIRE(told.size() > 30);
    base::SeededRandom random(5);
    const std::uint64_t damages = std::max<std::uint64_t>(1, images_wanted() / events.size());
    std::uint64_t images = 0;
    for (CrashPoints points({}, events); !points.at_end();) {
        points.advance();
        const auto mark = static_cast<std::size_t>(points.mark());
        const auto next = mark + 1 < told.size() ? &told[mark + 1] : nullptr;
        for (std::uint64_t damage = 0; damage < damages; ++damage, ++images) {
            CAPTURE(images);
            CAPTURE(mark);
            check_image(folder, points.image((images + damage) % 16, random), told[mark], next, images % 10 == 9, random);
        }
    }
    MESSAGE(images << " crash images of " << events.size() << " points");
}

TEST_CASE("a call to the disk that fails, once or for ever, is told, loses nothing, and no success follows a failed sync") {
    const store::ScratchFolder scratch;
    const std::string folder = scratch.file("disk");
    const auto others = changes_of_others();
    std::uint64_t calls = 0, sessions = 0;
    {
        FaultDisk disk(folder);
        DiskSession(disk, folder + "/store.db", others).play();
        calls = disk.calls();
    }
    const std::uint64_t stride = std::max<std::uint64_t>(1, calls * 6 * 10 / (images_wanted() + 1));
    base::SeededRandom random(6);
    for (const auto fault : {DiskFault::io_error, DiskFault::disk_full, DiskFault::bad_sync}) {
        for (const bool for_ever : {false, true}) {
            for (std::uint64_t call = random.next_u64() % stride; call < calls; call += stride, ++sessions) {
                CAPTURE(call);
                CAPTURE(for_ever);
                CAPTURE(static_cast<int>(fault));
                DiskImage crashed, closed;
                Told told;
                {
                    FaultDisk disk(folder);
                    disk.fail_at(call, fault, for_ever);
                    DiskSession session(disk, folder + "/store.db", others);
                    session.play();
                    REQUIRE_FALSE(session.went_on_after_bad_sync());
                    told = session.told().back();
                    CrashPoints points({}, disk.events());
                    while (!points.at_end()) points.advance();
                    crashed = points.image(0, random);
                    closed = disk.image();
                }
                for (auto* image : {&crashed, &closed}) {
                    FaultDisk disk(folder, std::move(*image));
                    const auto store = reopen(folder + "/store.db");
                    DiskSession::check(*store, told, nullptr);
                    REQUIRE(store->set_setting("after", "well"));  // And the next work is done.
                }
            }
        }
    }
    MESSAGE(sessions << " sessions with a fault at " << calls << " calls");
}
