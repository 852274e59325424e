#pragma once
// What a pen has left so far on the one drawing that is open. draw_canvas() of question_drawing.cpp fills it.

#include <cstdint>
#include <memory>
#include <string>

#include "app/ui/picture.hpp"

namespace yuanquan::screens {

class Canvas {
  public:
    void start(const std::string& path, ui::Pixels pixels);
    void stroke(float x, float y, std::uint32_t rgb);   // In pixels; from where the pen was, if it is down.
    void lift() { down_ = false; }
    void draw(float width, float height) const { texture_->draw(width, height); }
    const std::string& path() const { return path_; }   // The question's cell.
    const ui::Pixels& pixels() const { return pixels_; }
    const std::string& shown() const { return shown_; } // The stored answer that the pixels are.
    void set_shown(std::string value) { shown_ = std::move(value); }

  private:
    std::string path_, shown_;
    ui::Pixels pixels_;
    std::unique_ptr<ui::Texture> texture_;
    bool down_ = false;
    float x_ = 0, y_ = 0;
};

}  // namespace yuanquan::screens
