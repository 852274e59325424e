#include "model/base/zip.hpp"

#include <algorithm>
#include <utility>
#include <vector>
#include <zip.h>

#include "model/base/check.hpp"

namespace yuanquan::base {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::size_t kRatioFromBytes = std::size_t{1} << 20;

std::string words(zip_error_t& error) {
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

}  // namespace

struct ZipReader::Archive {
    zip_t* zip = nullptr;
    ZipLimits limits;
    std::size_t packed_bytes = 0;
    std::size_t unpacked_bytes = 0;  // So far.

    Archive() = default;
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;
    ~Archive() {
        if (zip != nullptr) zip_discard(zip);
    }

    zip_int64_t find(const std::string& name) const {
        const zip_int64_t index = zip_name_locate(zip, name.c_str(), 0);
        return index >= 0 ? index : zip_name_locate(zip, name.c_str(), ZIP_FL_NOCASE);
    }
};

ZipReader::ZipReader(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

Result<ZipReader> ZipReader::open(std::string_view bytes, const ZipLimits& limits) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    YQ_CHECK(source != nullptr);
    auto archive = std::make_unique<Archive>();
    archive->limits = limits;
    archive->packed_bytes = bytes.size();
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive->zip == nullptr) {
        zip_source_free(source);
        return fail(ErrorCode::bad_input, "zip", words(error));
    }
    zip_error_fini(&error);
    if (static_cast<std::size_t>(zip_get_num_entries(archive->zip, 0)) > limits.entries) {
        return fail(ErrorCode::too_large, "zip", "entries");
    }
    return ZipReader(std::move(archive));
}

bool ZipReader::has(const std::string& name) const { return archive_->find(name) >= 0; }

Status ZipReader::read(const std::string& name, const Sink& sink) {
    const zip_int64_t found = archive_->find(name);
    if (found < 0) return fail(ErrorCode::not_found, name, "no such entry");
    const auto index = static_cast<zip_uint64_t>(found);
    zip_stat_t info;
    zip_stat_init(&info);
    if (zip_stat_index(archive_->zip, index, 0, &info) != 0) return fail(ErrorCode::damaged, name, "no directory entry");
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(archive_->zip, index, 0), zip_fclose);
    if (file == nullptr) return fail(ErrorCode::damaged, name, zip_strerror(archive_->zip));

    const bool size_known = (info.valid & ZIP_STAT_COMP_SIZE) != 0;
    const std::size_t packed = size_known ? std::min<std::size_t>(info.comp_size, archive_->packed_bytes) : 0;
    std::size_t unpacked = 0;
    std::vector<char> piece(kPieceBytes);
    for (;;) {
        const zip_int64_t count = zip_fread(file.get(), piece.data(), piece.size());
        if (count < 0) return fail(ErrorCode::damaged, name, zip_file_strerror(file.get()));
        if (count == 0) return {};
        unpacked += static_cast<std::size_t>(count);
        archive_->unpacked_bytes += static_cast<std::size_t>(count);
        if (archive_->unpacked_bytes > archive_->limits.unpacked_bytes) return fail(ErrorCode::too_large, name, "bytes");
        if (unpacked > kRatioFromBytes && unpacked / archive_->limits.ratio > packed) {
            return fail(ErrorCode::too_large, name, "ratio");
        }
        if (Status status = sink({piece.data(), static_cast<std::size_t>(count)}); !status) return status;
    }
}

Result<std::string> ZipReader::read(const std::string& name) {
    std::string bytes;
    Status status = read(name, [&bytes](std::string_view piece) -> Status {
        bytes += piece;
        return {};
    });
    if (!status) return fail(std::move(status.error()));
    return bytes;
}

}  // namespace yuanquan::base
