#pragma once
// Pictures: pixels from the bytes of a PNG, JPEG, GIF or BMP (upright, as the camera noted it, and no larger than asked
// for), back to the bytes of a PNG, and what stands on the screen. The bytes come from other people's laptops: sizes are
// read and limited before any pixel is.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.hpp"

struct ImTextureData;

namespace yuanquan::ui {

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;   // Row by row, four bytes each.
    bool empty() const { return rgba.empty(); }
};
Pixels blank_pixels(int width, int height);   // White.
// bad_input when it is no picture, too_large past 64 million pixels. Scaled down until both sides fit.
base::Result<Pixels> decode_picture(std::string_view bytes, int side_max);
std::string encode_png(const Pixels& pixels);
// A round dot of that radius, and dots along a line: what a pen leaves.
void draw_stroke(Pixels& pixels, float x0, float y0, float x1, float y1, float radius, std::uint32_t rgb);

// Pixels on the screen. Lives as long as the frames that show it; made and dropped on the window's thread.
class Texture {
  public:
    explicit Texture(const Pixels& pixels);
    ~Texture();
    Texture(const Texture&) = delete;
    Texture& operator=(const Texture&) = delete;
    void set(const Pixels& pixels);             // Of the same size.
    void draw(float width, float height) const;
    int width() const { return width_; }
    int height() const { return height_; }

  private:
    std::unique_ptr<ImTextureData> data_;
    int width_ = 0, height_ = 0;
};

}  // namespace yuanquan::ui
