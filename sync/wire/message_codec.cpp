#include "sync/wire/message_codec.hpp"

#include "model/base/digest.hpp"
#include "model/record/codec_archive.hpp"
#include "sync/wire/columns_codec.hpp"
#include "sync/wire/frame.hpp"

namespace yuanquan::wire {

namespace {

using record::Malformed;

// One visit per message serves both directions, so that the two cannot differ.
class Out {
  public:
    explicit Out(std::string& bytes) : sink_(bytes), stream_(&sink_), archive_(stream_) {}
    void text(const std::string& value) { record::write_text(archive_, value); }
    template <class Number>
    void number(const Number& value) {
        archive_(value);
    }
    void number(const bool& value) { archive_(static_cast<std::uint8_t>(value ? 1 : 0)); }
    template <class Bytes>
    void fixed(const Bytes& bytes) {
        archive_(cereal::binary_data(bytes.data(), bytes.size()));
    }
    template <class T, class Each>
    void list(const std::vector<T>& items, std::size_t, Each each) {
        archive_(static_cast<std::uint32_t>(items.size()));
        for (const auto& item : items) each(item);
    }
    void changes(const std::vector<std::string>& list) { text(to_columns(list)); }
    template <class Each>
    void appended(Each each) {
        each();
    }

  private:
    record::StringSink sink_;
    std::ostream stream_;
    record::ArchiveWriter archive_;
};

class In {
  public:
    explicit In(std::string_view bytes) : source_(bytes), stream_(&source_), archive_(stream_) {}
    void text(std::string& value) { value = record::read_text(archive_, source_); }
    template <class Number>
    void number(Number& value) {
        archive_(value);
    }
    void number(bool& value) {  // Any other byte in a bool is undefined.
        std::uint8_t byte = 0;
        archive_(byte);
        if (byte > 1) throw Malformed{"neither yes nor no"};
        value = byte == 1;
    }
    template <class Bytes>
    void fixed(Bytes& bytes) {
        archive_(cereal::binary_data(bytes.data(), bytes.size()));
    }
    template <class T, class Each>
    void list(std::vector<T>& items, std::size_t bytes_each, Each each) {
        const auto count = record::read_size(archive_, source_, bytes_each);
        for (std::uint32_t i = 0; i < count; ++i) each(items.emplace_back());
    }
    void changes(std::vector<std::string>& list) { list = from_columns(record::view_text(archive_, source_), kUnpackedBytesMax); }
    // What later versions added: messages of earlier ones end before it.
    template <class Each>
    void appended(Each each) {
        if (source_.remaining() != 0) each();
    }
    void end() const {
        if (source_.remaining() != 0) throw Malformed{"bytes after the end"};
    }

  private:
    record::ViewSource source_;
    std::istream stream_;
    record::ArchiveReader archive_;
};

constexpr std::size_t kTextBytes = 4;  // The least that a text takes: its length.

template <class Archive, class Texts>
void texts(Archive& archive, Texts& list) {
    archive.list(list, kTextBytes, [&](auto& text) { archive.text(text); });
}
template <class Archive, class Ids>
void ids(Archive& archive, Ids& list) {
    archive.list(list, 32, [&](auto& id) { archive.fixed(id.bytes); });
}
template <class Archive, class Places>
void places(Archive& archive, Places& list) {
    archive.list(list, 32 + 8, [&](auto& place) {
        archive.fixed(place.id.bytes);
        archive.number(place.at);
    });
}
template <class Archive, class Pieces>
void pieces(Archive& archive, Pieces& list) {
    archive.list(list, 32 + 16 + kTextBytes, [&](auto& piece) {
        archive.fixed(piece.id.bytes);
        archive.number(piece.size);
        archive.number(piece.at);
        archive.text(piece.bytes);
    });
}
template <class Archive, class Forms>
void form_files(Archive& archive, Forms& forms) {
    archive.list(forms, 3 * kTextBytes, [&](auto& form) {
        archive.text(form.file_name);
        archive.text(form.source);
        archive.list(form.media, 2 * kTextBytes, [&](auto& file) {
            archive.text(file.first);
            archive.text(file.second);
        });
    });
}

template <class Archive, class Message>
void visit_request(Archive& archive, Message& request) {
    archive.fixed(request.replica.bytes);
    archive.text(request.epoch);
    archive.number(request.opening);
    archive.number(request.pull_after);
    archive.number(request.push_from);
    archive.number(request.push_to);
    archive.changes(request.changes);
    archive.list(request.forms, 2 * kTextBytes, [&](auto& form) {
        archive.text(form.id);
        archive.text(form.version);
    });
    archive.number(request.ask_forms);
    pieces(archive, request.pieces);
    places(archive, request.blobs_wanted);
    ids(archive, request.blobs_offered);
    archive.number(request.bytes_max);
    texts(archive, request.seals);
    archive.appended([&] { archive.changes(request.aside); });
}

template <class Archive, class Message>
void visit_reply(Archive& archive, Message& reply) {
    archive.fixed(reply.request);
    archive.text(reply.error);
    archive.text(reply.epoch);
    archive.text(reply.receipt);
    archive.list(reply.problems, 32 + kTextBytes, [&](auto& problem) {
        archive.fixed(problem.change.bytes);
        archive.text(problem.reason);
    });
    archive.changes(reply.changes);
    archive.number(reply.pull_end);
    archive.number(reply.pull_complete);
    form_files(archive, reply.forms);
    ids(archive, reply.blobs_held);
    places(archive, reply.blobs_wanted);
    pieces(archive, reply.pieces);
    archive.number(reply.backed_up);
    archive.number(reply.pull_from);
    archive.appended([&] { ids(archive, reply.aside_held); });
}

template <class Archive, class Message>
void visit_receipt(Archive& archive, Message& receipt) {
    archive.text(receipt.epoch);
    archive.fixed(receipt.replica.bytes);
    archive.number(receipt.from);
    archive.number(receipt.to);
    archive.fixed(receipt.digest);
    archive.number(receipt.at_ms);
    archive.appended([&] { archive.number(receipt.held_up_to); });
}

template <class Archive, class Message>
void visit_enrolment(Archive& archive, Message& enrolment) {
    archive.text(enrolment.laptop);
    archive.text(enrolment.person);
    archive.text(enrolment.role);
    texts(archive, enrolment.areas);
    archive.text(enrolment.address);
    archive.fixed(enrolment.laptop_key);
    archive.text(enrolment.epoch);
    form_files(archive, enrolment.forms);
    archive.text(enrolment.tls_pin);
    archive.appended([&] { archive.text(enrolment.certificate); });
}

template <class Archive, class Message>
void visit_certificate(Archive& archive, Message& certificate) {
    archive.text(certificate.laptop);
    archive.fixed(certificate.key.bytes);
    archive.text(certificate.person);
    archive.text(certificate.role);
    texts(archive, certificate.areas);
    archive.number(certificate.issued_ms);
    archive.number(certificate.expires_ms);
}

template <class Archive, class Message>
void visit_hello(Archive& archive, Message& hello) {
    archive.text(hello.certificate);
    archive.text(hello.tls_pin);
}

template <class Archive, class Message>
void visit_turn(Archive& archive, Message& turn) {
    archive.text(turn.error);
    archive.text(turn.certificate);
    archive.text(turn.code);
    texts(archive, turn.certificates);
    archive.text(turn.request);
    archive.text(turn.reply);
}

template <class Archive, class Message>
void visit_seal(Archive& archive, Message& seal) {
    archive.fixed(seal.replica.bytes);
    archive.number(seal.sequence);
    archive.fixed(seal.change.bytes);
}

template <class Message, class Visit>
base::Result<Message> decode(std::string_view bytes, Visit visit) {
    try {
        Message message;
        In archive(bytes);
        visit(archive, message);
        archive.end();
        return message;
    } catch (const Malformed& malformed) {
        return base::fail(base::ErrorCode::damaged, "message", malformed.why);
    } catch (const cereal::Exception& exception) {
        return base::fail(base::ErrorCode::damaged, "message", exception.what());
    }
}

// What changes take, and about as much as all else: a megabyte that grows by doubling is copied over and over.
std::size_t size_of(const std::vector<std::string>& changes) {
    constexpr std::size_t kAllElse = 1024, kEach = 8;
    std::size_t size = kAllElse;
    for (const auto& change : changes) size += change.size() + kEach;
    return size;
}

}  // namespace

std::string encode(const Request& request) {
    std::string bytes;
    bytes.reserve(size_of(request.changes));
    Out archive(bytes);
    visit_request(archive, request);
    return bytes;
}
std::string encode(const Reply& reply) {
    std::string bytes;
    bytes.reserve(size_of(reply.changes));
    Out archive(bytes);
    visit_reply(archive, reply);
    return bytes;
}
std::string encode(const Receipt& receipt) {
    std::string bytes;
    Out archive(bytes);
    visit_receipt(archive, receipt);
    return bytes;
}
std::string encode(const Enrolment& enrolment) {
    std::string bytes;
    Out archive(bytes);
    visit_enrolment(archive, enrolment);
    return bytes;
}
std::string encode(const Seal& seal) {
    std::string bytes;
    Out archive(bytes);
    visit_seal(archive, seal);
    return bytes;
}
std::string encode(const Certificate& certificate) {
    std::string bytes;
    Out archive(bytes);
    visit_certificate(archive, certificate);
    return bytes;
}
std::string encode(const Hello& hello) {
    std::string bytes;
    Out archive(bytes);
    visit_hello(archive, hello);
    return bytes;
}
std::string encode(const Turn& turn) {
    std::string bytes;
    Out archive(bytes);
    visit_turn(archive, turn);
    return bytes;
}

base::Result<Request> decode_request(std::string_view bytes) {
    return decode<Request>(bytes, [](In& archive, Request& message) { visit_request(archive, message); });
}
base::Result<Reply> decode_reply(std::string_view bytes) {
    return decode<Reply>(bytes, [](In& archive, Reply& message) { visit_reply(archive, message); });
}
base::Result<Receipt> decode_receipt(std::string_view bytes) {
    return decode<Receipt>(bytes, [](In& archive, Receipt& message) { visit_receipt(archive, message); });
}
base::Result<Enrolment> decode_enrolment(std::string_view bytes) {
    return decode<Enrolment>(bytes, [](In& archive, Enrolment& message) { visit_enrolment(archive, message); });
}
base::Result<Seal> decode_seal(std::string_view bytes) {
    return decode<Seal>(bytes, [](In& archive, Seal& message) { visit_seal(archive, message); });
}
base::Result<Certificate> decode_certificate(std::string_view bytes) {
    return decode<Certificate>(bytes, [](In& archive, Certificate& message) { visit_certificate(archive, message); });
}
base::Result<Hello> decode_hello(std::string_view bytes) {
    return decode<Hello>(bytes, [](In& archive, Hello& message) { visit_hello(archive, message); });
}
base::Result<Turn> decode_turn(std::string_view bytes) {
    return decode<Turn>(bytes, [](In& archive, Turn& message) { visit_turn(archive, message); });
}

std::array<std::uint8_t, 32> batch_digest(const std::vector<base::ChangeId>& changes) {
    std::string ids;
    ids.reserve(changes.size() * 32);
    for (const auto& id : changes) {
        ids.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
    }
    return base::blake2b_256(ids);
}

}  // namespace yuanquan::wire
