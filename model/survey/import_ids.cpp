#include "model/survey/import_ids.hpp"

#include "model/base/digest.hpp"
#include "model/base/text.hpp"

namespace yuanquan::survey {

namespace {

constexpr std::size_t kRecordDigits = 32, kRowDigits = 16;

std::string hashed(std::initializer_list<std::string_view> parts) {
    std::string bytes;
    for (const auto part : parts) bytes += std::string(part) + '\x1f';
    const auto hash = base::blake2b_256(bytes);
    return base::to_hex(hash.data(), hash.size());
}

}  // namespace

std::optional<base::RecordId> outside_record_id(std::string_view outside_id) {
    const auto text = std::string(outside_id.starts_with("uuid:") ? outside_id.substr(5) : outside_id);
    return base::RecordId::parse(base::replace_all(base::fold_case(text), "-", ""));
}

base::RecordId imported_record_id(const std::string& form_id, std::string_view outside_id) {
    if (const auto id = outside_record_id(outside_id)) return *id;
    return record_id_of({"record", form_id, outside_id});
}

base::RowId imported_row_id(std::string_view outside_id) {
    if (const auto id = base::RowId::parse(outside_id)) return *id;
    return *base::RowId::parse(hashed({"row", outside_id}).substr(0, kRowDigits));
}

base::RecordId record_id_of(std::initializer_list<std::string_view> parts) {
    return *base::RecordId::parse(hashed(parts).substr(0, kRecordDigits));
}

base::RowId row_id_of(std::initializer_list<std::string_view> parts) { return imported_row_id(hashed(parts)); }

}  // namespace yuanquan::survey
