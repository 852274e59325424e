#include "sync/session/photos.hpp"

namespace yuanquan::session {

std::vector<wire::BlobPiece> pieces_from(const replica::Replica& replica, const std::vector<wire::BlobPlace>& places,
                                         std::size_t room) {
    std::vector<wire::BlobPiece> pieces;
    for (const auto& place : places) {
        if (room == 0) break;
        const auto blob = replica.blob(place.id);
        if (!blob || place.at > blob->size()) continue;
        pieces.push_back({place.id, blob->size(), place.at, blob->substr(place.at, room)});
        room -= pieces.back().bytes.size();
    }
    return pieces;
}

base::Result<std::vector<wire::BlobPlace>> places_of(const replica::Replica& replica, const std::vector<base::BlobId>& ids,
                                                     const std::string& source) {
    std::vector<wire::BlobPlace> places;
    for (const auto& id : ids) {
        auto state = replica.blob_state(id, source);
        if (!state) return base::fail(std::move(state.error()));
        if (!state->is_here) places.push_back({id, state->place});
    }
    return places;
}

std::vector<wire::BlobPlace> places_behind(const std::vector<wire::BlobPlace>& places, const std::vector<wire::BlobPiece>& pieces) {
    std::vector<wire::BlobPlace> behind;
    auto piece = pieces.begin();
    for (const auto& place : places) {
        const bool is_served = piece != pieces.end() && piece->id == place.id;
        const bool is_after_all = piece == pieces.end() && !pieces.empty();
        if (is_after_all) behind.push_back(place);
        if (!is_served) continue;
        if (piece->at + piece->bytes.size() < piece->size) behind.push_back({place.id, piece->at + piece->bytes.size()});
        ++piece;
    }
    return behind;
}

base::Status take_pieces(replica::Replica& replica, const std::vector<wire::BlobPiece>& pieces, const std::string& source) {
    for (const auto& piece : pieces) {
        auto state = replica.blob_state(piece.id, source);
        if (!state) return base::fail(std::move(state.error()));
        if (piece.size > wire::kBlobBytesMax || !state->is_named) continue;
        if (auto put = replica.put_piece(piece, source); !put) return base::fail(std::move(put.error()));
    }
    return {};
}

}  // namespace yuanquan::session
