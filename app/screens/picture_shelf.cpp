#include "app/screens/picture_shelf.hpp"

#include <algorithm>

namespace yuanquan::screens {

namespace {

constexpr std::size_t kPicturesMax = 48;
constexpr int kSideMax = 900;   // As large as a card shows it.

}  // namespace

const ui::Texture* PictureShelf::get(const std::string& key, const std::function<std::string()>& load) {
    const auto found = std::find_if(shelf_.begin(), shelf_.end(), [&](const auto& shelved) { return shelved.key == key; });
    if (found != shelf_.end()) {
        shelf_.splice(shelf_.begin(), shelf_, found);
        return shelf_.front().picture.get();
    }
    const auto pixels = ui::decode_picture(load(), kSideMax);
    shelf_.push_front({key, pixels ? std::make_unique<ui::Texture>(*pixels) : nullptr});
    if (shelf_.size() > kPicturesMax) shelf_.pop_back();
    return shelf_.front().picture.get();
}

}  // namespace yuanquan::screens
