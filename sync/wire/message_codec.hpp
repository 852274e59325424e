#pragma once
// Messages as bytes and back: cereal's portable binary form, fields in the order of messages.hpp, new ones only
// appended. Every length is held against the bytes that remain. The bytes travel inside a frame (frame.hpp), which has
// been verified before decoding starts.

#include <string>
#include <string_view>

#include "model/base/error.hpp"
#include "sync/wire/messages.hpp"

namespace yuanquan::wire {

std::string encode(const Request& request);
std::string encode(const Reply& reply);
std::string encode(const Receipt& receipt);
std::string encode(const Enrolment& enrolment);
std::string encode(const Seal& seal);
std::string encode(const Certificate& certificate);
std::string encode(const Hello& hello);
std::string encode(const Turn& turn);
base::Result<Request> decode_request(std::string_view bytes);   // damaged
base::Result<Reply> decode_reply(std::string_view bytes);
base::Result<Receipt> decode_receipt(std::string_view bytes);
base::Result<Enrolment> decode_enrolment(std::string_view bytes);
base::Result<Seal> decode_seal(std::string_view bytes);
base::Result<Certificate> decode_certificate(std::string_view bytes);
base::Result<Hello> decode_hello(std::string_view bytes);
base::Result<Turn> decode_turn(std::string_view bytes);

}  // namespace yuanquan::wire
