// Any bytes as each message of the exchange: decoded and encoded to the same meaning, or damaged.
#include "sync/wire/message_codec.hpp"
#include "tests/fuzz/target.hpp"

using namespace yuanquan;

namespace {

template <class Message, class Decode>
void turn_around(const Message& message, Decode decode) {
    if (!message) return;
    const auto again = decode(wire::encode(*message));
    require(again && *again == *message);
}

}  // namespace

void fuzz(std::string_view bytes) {
    turn_around(wire::decode_request(bytes), wire::decode_request);
    turn_around(wire::decode_reply(bytes), wire::decode_reply);
    turn_around(wire::decode_receipt(bytes), wire::decode_receipt);
    turn_around(wire::decode_enrolment(bytes), wire::decode_enrolment);
    turn_around(wire::decode_seal(bytes), wire::decode_seal);
    turn_around(wire::decode_certificate(bytes), wire::decode_certificate);
    turn_around(wire::decode_hello(bytes), wire::decode_hello);
    turn_around(wire::decode_turn(bytes), wire::decode_turn);
}
