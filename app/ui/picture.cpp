#include "app/ui/picture.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <imgui.h>
#include <imgui_internal.h>
#include <libexif/exif-data.h>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_NO_STDIO
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_GIF
#define STBI_ONLY_BMP
#include <stb_image.h>
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb_image_write.h>

namespace yuanquan::ui {

namespace {

constexpr std::int64_t kPixelsMax = 64'000'000;

// 1 to 8, as EXIF counts the ways that a camera can be held; 1 where it says nothing.
int orientation_of(std::string_view bytes) {
    ExifData* data = exif_data_new_from_data(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size()));
    if (data == nullptr) return 1;
    const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    const int value = entry != nullptr && entry->size >= 2 ? exif_get_short(entry->data, exif_data_get_byte_order(data)) : 1;
    exif_data_unref(data);
    return value;
}

// Each new pixel is the mean of those that it covers.
Pixels scaled(const std::uint8_t* from, int width, int height, int side_max) {
    const double shrink = std::max(1.0, static_cast<double>(std::max(width, height)) / side_max);
    Pixels out;
    out.width = std::max(1, static_cast<int>(width / shrink));
    out.height = std::max(1, static_cast<int>(height / shrink));
    out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
    for (int y = 0; y < out.height; ++y) {
        const int y0 = static_cast<int>(y * shrink), y1 = std::clamp(static_cast<int>((y + 1) * shrink), y0 + 1, height);
        for (int x = 0; x < out.width; ++x) {
            const int x0 = static_cast<int>(x * shrink), x1 = std::clamp(static_cast<int>((x + 1) * shrink), x0 + 1, width);
            std::uint32_t sum[4] = {};
            for (int sy = y0; sy < y1; ++sy) {
                for (int sx = x0; sx < x1; ++sx) {
                    for (int c = 0; c < 4; ++c) sum[c] += from[(static_cast<std::size_t>(sy) * static_cast<std::size_t>(width) + static_cast<std::size_t>(sx)) * 4 + static_cast<std::size_t>(c)];
                }
            }
            const auto count = static_cast<std::uint32_t>((y1 - y0) * (x1 - x0));
            auto* const to = &out.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) + static_cast<std::size_t>(x)) * 4];
            for (int c = 0; c < 4; ++c) to[c] = static_cast<std::uint8_t>(sum[c] / count);
        }
    }
    return out;
}

Pixels upright(Pixels pixels, int orientation) {
    const bool turned = orientation >= 5 && orientation <= 8;
    if (orientation < 2 || orientation > 8) return pixels;
    Pixels out;
    out.width = turned ? pixels.height : pixels.width;
    out.height = turned ? pixels.width : pixels.height;
    out.rgba.resize(pixels.rgba.size());
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int sx = turned ? y : x, sy = turned ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) sx = pixels.width - 1 - sx;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) sy = pixels.height - 1 - sy;
            std::memcpy(&out.rgba[static_cast<std::size_t>(y * out.width + x) * 4],
                        &pixels.rgba[static_cast<std::size_t>(sy * pixels.width + sx) * 4], 4);
        }
    }
    return out;
}

// Textures that no screen holds any more wait here until the backend has let them go.
std::vector<std::unique_ptr<ImTextureData>>& leaving() {
    static std::vector<std::unique_ptr<ImTextureData>> all;
    return all;
}
void sweep() {
    std::erase_if(leaving(), [](const auto& data) {
        if (data->Status != ImTextureStatus_Destroyed) return false;
        ImGui::UnregisterUserTexture(data.get());
        return true;
    });
}

}  // namespace

Pixels blank_pixels(int width, int height) {
    return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255)};
}

base::Result<Pixels> decode_picture(std::string_view bytes, int side_max) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    if (bytes.size() > 0x7fffffff) return base::fail(base::ErrorCode::too_large, "picture");
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    if (!stbi_info_from_memory(data, size, &width, &height, &channels)) return base::fail(base::ErrorCode::bad_input, "picture");
    if (std::int64_t{width} * height > kPixelsMax) return base::fail(base::ErrorCode::too_large, "picture");
    const std::unique_ptr<stbi_uc, void (*)(void*)> decoded(stbi_load_from_memory(data, size, &width, &height, &channels, 4), stbi_image_free);
    if (!decoded) return base::fail(base::ErrorCode::bad_input, "picture", stbi_failure_reason());
    return upright(scaled(decoded.get(), width, height, side_max), orientation_of(bytes));
}

std::string encode_png(const Pixels& pixels) {
    std::string out;
    stbi_write_png_to_func([](void* to, void* bytes, int size) { static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), static_cast<std::size_t>(size)); },
                           &out, pixels.width, pixels.height, 4, pixels.rgba.data(), pixels.width * 4);
    return out;
}

void draw_stroke(Pixels& pixels, float x0, float y0, float x1, float y1, float radius, std::uint32_t rgb) {
    const float length = std::hypot(x1 - x0, y1 - y0);
    const int dots = std::max(1, static_cast<int>(std::ceil(length / std::max(radius / 2, 0.5f))));
    for (int i = 0; i <= dots; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(dots), cx = x0 + (x1 - x0) * t, cy = y0 + (y1 - y0) * t;
        const int left = std::max(0, static_cast<int>(cx - radius)), right = std::min(pixels.width - 1, static_cast<int>(cx + radius + 1));
        const int top = std::max(0, static_cast<int>(cy - radius)), bottom = std::min(pixels.height - 1, static_cast<int>(cy + radius + 1));
        for (int y = top; y <= bottom; ++y) {
            for (int x = left; x <= right; ++x) {
                if (std::hypot(static_cast<float>(x) - cx, static_cast<float>(y) - cy) > radius) continue;
                auto* const at = &pixels.rgba[static_cast<std::size_t>(y * pixels.width + x) * 4];
                at[0] = static_cast<std::uint8_t>(rgb >> 16);
                at[1] = static_cast<std::uint8_t>(rgb >> 8);
                at[2] = static_cast<std::uint8_t>(rgb);
                at[3] = 255;
            }
        }
    }
}

Texture::Texture(const Pixels& pixels) : data_(std::make_unique<ImTextureData>()), width_(pixels.width), height_(pixels.height) {
    sweep();
    data_->Create(ImTextureFormat_RGBA32, width_, height_);
    std::memcpy(data_->GetPixels(), pixels.rgba.data(), pixels.rgba.size());
    data_->UseColors = true;
    ImGui::RegisterUserTexture(data_.get());
}

Texture::~Texture() {
    if (ImGui::GetCurrentContext() == nullptr) return;
    data_->SetStatus(ImTextureStatus_WantDestroy);
    data_->UnusedFrames = 1;  // Dear ImGui counts this for its own textures only, and backends wait for it.
    leaving().push_back(std::move(data_));
}

void Texture::set(const Pixels& pixels) {
    if (pixels.width != width_ || pixels.height != height_) return;
    std::memcpy(data_->GetPixels(), pixels.rgba.data(), pixels.rgba.size());
    if (data_->Status != ImTextureStatus_OK) return;  // Not yet made: it will be of these.
    data_->UpdateRect = {0, 0, static_cast<unsigned short>(width_), static_cast<unsigned short>(height_)};
    data_->Updates.resize(0);
    data_->Updates.push_back(data_->UpdateRect);
    data_->SetStatus(ImTextureStatus_WantUpdates);
}

void Texture::draw(float width, float height) const { ImGui::Image(data_->GetTexRef(), {width, height}); }

}  // namespace yuanquan::ui
