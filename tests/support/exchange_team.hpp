#pragma once
// A headquarters and laptops on real stores, joined by real sessions: over a link in memory that can be cut, or over HTTP.

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/hq/headquarters.hpp"
#include "sync/link/exchange.hpp"
#include "sync/replica/store_replica.hpp"
#include "sync/session/headquarters_session.hpp"
#include "sync/session/laptop_session.hpp"
#include "sync/wire/frame.hpp"
#include "sync/wire/message_codec.hpp"
#include "tests/support/scratch_store.hpp"

namespace yuanquan::support {

using store::ScratchFolder;
using store::ScratchStore;

struct Office {
    explicit Office(const std::string& path, std::uint64_t seed = 100) : scratch(path, seed) {
        REQUIRE(hq::Headquarters::init(*scratch.store, scratch.random, "http://127.0.0.1:1"));
        REQUIRE(scratch.store->set_setting("role", "hq"));
        open();
    }
    void open() {
        auto opened = hq::Headquarters::open(*scratch.store);
        REQUIRE(opened);
        headquarters.emplace(std::move(*opened));
        replica.emplace(*scratch.store);
        session.emplace(*replica, headquarters->key(), headquarters->epoch(),
                        [this](const base::KeyId& key) { return headquarters->find(key); }, scratch.clock,
                        headquarters->recovering());
    }
    // Onto an old backup, in the next of its lives.
    void set_back(const std::string& backup) {
        session.reset(), replica.reset(), headquarters.reset(), scratch.close();
        std::filesystem::remove(scratch.file + "-wal");
        std::filesystem::rename(backup, scratch.file);
        scratch.open();
        REQUIRE(scratch.store->set_setting("hq.epoch", "restored"));
        open();
    }
    std::string answer(std::string_view request) { return session->answer(request); }

    ScratchStore scratch;
    std::optional<hq::Headquarters> headquarters;
    std::optional<replica::StoreReplica> replica;
    std::optional<session::HeadquartersSession> session;
};

struct TeamLaptop {
    TeamLaptop(const std::string& path, std::uint64_t seed, Office& office, const std::string& name,
               const std::vector<std::string>& areas = {}, const std::string& role = "member",
               const std::string& person = "zhang")
        : scratch(path, seed), office_key(office.headquarters->key().public_key()) {
        auto file = office.headquarters->enrol(name, person, role, areas, office.scratch.random, office.scratch.clock);
        REQUIRE(file);
        const auto frame = wire::open_frame(*file, wire::FrameKind::enrolment);
        REQUIRE(frame);
        const auto enrolment = wire::decode_enrolment(frame->body);
        REQUIRE(enrolment);
        key.bytes = enrolment->laptop_key;
        certificate = enrolment->certificate;
    }
    // The same laptop a second time: on a copied or restored file.
    TeamLaptop(const std::string& path, std::uint64_t seed, const TeamLaptop& twin)
        : scratch(path, seed), key(twin.key), office_key(twin.office_key), certificate(twin.certificate) {}
    // With what came of it.
    struct Outcome {
        base::Status status;
        session::Summary summary;
    };
    Outcome exchange(link::Link& link) {
        replica::StoreReplica replica(*scratch.store);
        session::LaptopSession session(replica, key, office_key, scratch.clock);
        const std::atomic<bool> never{false};
        auto status = link::run_exchange(session, link, [](const auto& step) { step(); }, {}, never);
        return {std::move(status), session.summary()};
    }

    ScratchStore scratch;
    base::SigningKey key;
    base::KeyId office_key;
    std::string certificate;
};

// Hands requests to an office. cut_after: the link breaks after so many replies; lose_replies: they are done, but never
// come back. spoil: changes the reply's bytes.
struct MemoryLink final : link::Link {
    explicit MemoryLink(Office& to) : office(to) {}
    base::Result<std::string> exchange(std::string_view request, const std::atomic<bool>&) override {
        if (replies >= cut_after) return base::fail(base::ErrorCode::network_failed, "memory");
        requests.emplace_back(request);
        std::string reply = office.answer(request);
        ++replies;
        if (lose_replies) return base::fail(base::ErrorCode::network_failed, "memory");
        if (spoil) spoil(reply);
        return reply;
    }
    Office& office;
    int replies = 0, cut_after = 1'000'000;
    bool lose_replies = false;
    std::function<void(std::string&)> spoil;
    std::vector<std::string> requests;
};

}  // namespace yuanquan::support
