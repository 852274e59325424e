// What ODK adds for forms: choices, translations, tables, digests, signatures. All that the form knows comes from Host.

#include <algorithm>
#include <cmath>

#include "model/base/digest.hpp"
#include "model/base/text.hpp"
#include "model/xpath/evaluate.hpp"

namespace yuanquan::xpath {
namespace {

Value selected(Call& call) {
    std::string const list = call.string(0);
    std::string const wanted(base::trim(call.string(1)));
    auto const words = base::split_space(list);
    if (wanted.empty()) return words.empty();  // Nothing is selected.
    return std::find(words.begin(), words.end(), wanted) != words.end();
}

Value selected_at(Call& call) {
    std::string const list = call.string(0);
    double const index = std::trunc(call.number(1));
    auto const words = base::split_space(list);
    if (!(index >= 0) || index >= static_cast<double>(words.size())) return std::string();
    return std::string(words[static_cast<std::size_t>(index)]);
}

Value count_selected(Call& call) { return static_cast<double>(base::split_space(call.string(0)).size()); }

Value choice_name(Call& call) {
    const Host* host = call.evaluator.context().host;
    std::string value = call.string(0);
    return host ? host->choice_name(value, call.string(1), call.frame.node) : value;
}

Value itext(Call& call) {
    const Host* host = call.evaluator.context().host;
    std::string id = call.string(0);
    return host ? host->itext(id) : id;
}

Value property(Call& call) {
    const Host* host = call.evaluator.context().host;
    return host ? host->property(call.string(0)) : std::string();
}
Value version(Call& call) {
    const Host* host = call.evaluator.context().host;
    return host ? host->property("version") : std::string();
}

NodeId child_named(const Tree& tree, NodeId parent, std::string_view name) {
    NodeId id = tree.first_child(parent);
    while (id != kNoNode && (tree.kind(id) != NodeKind::element || tree.local_name(id) != name)) id = tree.next_sibling(id);
    return id;
}

// Short for instance(table)/root/item[key = wanted]/column, its first.
Value pulldata(Call& call) {
    std::string table = call.string(0);
    std::string const column = call.string(1), key = call.string(2), wanted = call.string(3);
    const Host* host = call.evaluator.context().host;
    auto found = host ? host->instance(table) : std::nullopt;
    if (host && !found && table.ends_with(".csv")) found = host->instance(std::string_view(table).substr(0, table.size() - 4));
    if (!found) call.fail("there is no table named " + table);
    const Tree& tree = *found->tree;
    NodeId const root = child_named(tree, found->id, "root");
    if (root == kNoNode) return std::string();
    std::vector<NodeId> rows;
    if (!tree.find_children(root, "item", key, wanted, rows)) {
        for (NodeId item = tree.first_child(root); item != kNoNode && rows.empty(); item = tree.next_sibling(item)) {
            call.evaluator.spend(1, call.expr);
            NodeId const cell = child_named(tree, item, key);
            if (cell != kNoNode && call.evaluator.node_text({&tree, cell}) == wanted) rows.push_back(item);
        }
    }
    NodeId const cell = rows.empty() ? kNoNode : child_named(tree, rows.front(), column);
    return cell == kNoNode ? std::string() : tree.string_value(cell);
}

base::Random& random_of(Call& call) {
    const Context& context = call.evaluator.context();
    return context.random ? *context.random : base::system_random();
}

// RFC 4122 version 4; with an argument, that many random letters and figures.
Value uuid(Call& call) {
    base::Random& random = random_of(call);
    if (call.size() == 1) {
        static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        double const length = std::trunc(call.number(0));
        if (!(length >= 0)) call.fail("the length must be a number");
        call.evaluator.check_size(length > 1e18 ? ~std::size_t{0} : static_cast<std::size_t>(length), call.expr);
        std::string text(static_cast<std::size_t>(length), '0');
        for (char& c : text) c = kAlphabet[random.next_u64() % kAlphabet.size()];
        return text;
    }
    std::uint8_t bytes[16];
    random.fill(bytes, sizeof bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    std::string text = base::to_hex(bytes, sizeof bytes);
    for (std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
    return text;
}

Value digest(Call& call) {
    static constexpr std::pair<std::string_view, base::NamedDigest> kAlgorithms[] = {
        {"MD5", base::NamedDigest::md5}, {"SHA-1", base::NamedDigest::sha1}, {"SHA-256", base::NamedDigest::sha256},
        {"SHA-384", base::NamedDigest::sha384}, {"SHA-512", base::NamedDigest::sha512}};
    std::string const text = call.string(0), name = call.string(1);
    std::string const encoding = call.size() > 2 ? call.string(2) : "base64";
    for (auto const& [known, algorithm] : kAlgorithms) {
        if (known != name) continue;
        std::string const bytes = base::named_digest(algorithm, text);
        if (encoding == "base64") return base::to_base64(bytes);
        if (encoding == "hex") return base::to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        call.fail("the encoding must be hex or base64");
    }
    call.fail("there is no such digest");
}

std::string valid_text(std::string bytes) {
    return base::is_valid_utf8(bytes) ? bytes : base::to_utf8(base::to_utf32(bytes));
}

Value base64_decode(Call& call) {
    auto bytes = base::from_base64(base::trim(call.string(0)));
    return bytes ? valid_text(std::move(*bytes)) : std::string();
}

// The message of an Ed25519 signed message (signature before it, all in base64), or '' where the signature is not
// that of the public key given in base64.
Value extract_signed(Call& call) {
    auto const bytes = base::from_base64(base::trim(call.string(0)));
    auto const key_bytes = base::from_base64(base::trim(call.string(1)));
    base::Signature signature{};
    base::KeyId key;
    if (!bytes || !key_bytes || bytes->size() < signature.size() || key_bytes->size() != key.bytes.size()) return std::string();
    std::copy_n(bytes->begin(), signature.size(), signature.begin());
    std::copy(key_bytes->begin(), key_bytes->end(), key.bytes.begin());
    std::string message = bytes->substr(signature.size());
    return base::verify(key, message, signature) ? valid_text(std::move(message)) : std::string();
}

constexpr auto kPlain = Function::kPlain;
constexpr Function kFunctions[] = {
    {"selected", 2, 2, Type::boolean, kPlain, selected},
    {"is-selected", 2, 2, Type::boolean, kPlain, selected},
    {"selected-at", 2, 2, Type::text, kPlain, selected_at},
    {"count-selected", 1, 1, Type::number, kPlain, count_selected},
    {"jr:choice-name", 2, 2, Type::text, Function::kContext, choice_name},
    {"jr:itext", 1, 1, Type::text, kPlain, itext},
    {"property", 1, 1, Type::text, Function::kVolatile, property},
    {"version", 0, 0, Type::text, Function::kVolatile, version},
    {"pulldata", 4, 4, Type::text, kPlain, pulldata},
    {"uuid", 0, 1, Type::text, Function::kVolatile, uuid},
    {"digest", 2, 3, Type::text, kPlain, digest},
    {"base64-decode", 1, 1, Type::text, kPlain, base64_decode},
    {"extract-signed", 2, 2, Type::text, kPlain, extract_signed},
};

}  // namespace

std::span<const Function> form_functions() { return kFunctions; }

}  // namespace yuanquan::xpath
