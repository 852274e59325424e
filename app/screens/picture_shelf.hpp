#pragma once
// The pictures that an open questionnaire shows: of labels and choices (files of the form) and of answers (photos, drawings).
// Each is decoded once, small enough for the screen, and the oldest make room for new ones.

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "app/ui/picture.hpp"

namespace yuanquan::screens {

class PictureShelf {
  public:
    // nullptr where the bytes are missing or no picture. load is asked once per key.
    const ui::Texture* get(const std::string& key, const std::function<std::string()>& load);

  private:
    struct Shelved {
        std::string key;
        std::unique_ptr<ui::Texture> picture;
    };
    std::list<Shelved> shelf_;   // The latest first.
};

}  // namespace yuanquan::screens
