#include "tests/support/screen_driver.hpp"

#include <imgui.h>
#include <imgui_internal.h>

#include "app/ui/key_queue.hpp"
#include "model/base/check.hpp"
#include "model/base/files.hpp"

namespace yuanquan {

namespace {

constexpr float kFrameSeconds = 1.0f / 60;

words::Texts load_texts(const std::string& language) {
    auto texts = words::Texts::load(*base::assets_folder());
    YQ_CHECK(texts.has_value());
    texts->set_language(language);
    return std::move(*texts);
}

bool is_it(const ui::LoggedItem& item, std::string_view label) {
    return item.label == label || item.name == label ||
           item.name.ends_with("##" + std::string(label));
}

// What lies under the screen that is tried, so that it can be left.
class Ground : public ui::Screen {
  public:
    std::string title(const ui::Ui&) const override { return "ground"; }
    void draw(ui::Ui& ui) override { ui::body(ui, "ground"); }
};

}  // namespace

ScreenDriver::ScreenDriver(survey::Workspace& workspace, const Options& options)
    : window_(options.window), texts_(load_texts(options.language)), tasks_([] {}), shell_({}, {}), state_{workspace, shell_} {
    if (window_ == nullptr) make_context(options);
    // Dear ImGui mends what a screen does wrong and goes on; here it stops the test.
    ImGui::GetCurrentContext()->ErrorCallback = [](ImGuiContext*, void*, const char* words) {
        std::fprintf(stderr, "%s\n", words);
        YQ_CHECK(words == nullptr);
    };
    const auto fonts = window_ == nullptr ? ui::load_fonts() : base::Result<ui::Fonts>(window_->fonts());
    auto& loaded = ImGui::GetIO().Fonts->Fonts;
    const auto type = fonts ? *fonts : ui::Fonts{loaded.back(), loaded.back(), {}};
    const auto theme = ui::make_theme(options.theme, options.scale);
    ui_ = std::make_unique<ui::Ui>(ui::Ui{texts_, theme, type, tasks_});
    ui::apply_theme(theme);
    ui::record_items(true);
    if (options.whole_app) {
        app_ = std::make_unique<screens::App>(workspace, texts_, screens::Host{type, [this] { ++wakes; }, {}});
        frames(4);
        return;
    }
    shell_.push(std::make_unique<Ground>());
}

void ScreenDriver::make_context(const Options& options) {
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
    io.DeltaTime = kFrameSeconds;
}

ScreenDriver::~ScreenDriver() {
    app_.reset();
    ui::clear_items();
    if (window_ != nullptr) return;
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
    ImGui::DestroyContext();
}

void ScreenDriver::open(std::unique_ptr<ui::Screen> screen) {
    state().shell.push(std::move(screen));
    frames(4);
}

void ScreenDriver::draw_frame() {
    ImGui::LogToBuffer();
    if (app_) {
        app_->frame();
    } else {
        tasks_.run_posted();
        shell_.draw(*ui_);
    }
    words_ = ImGui::GetCurrentContext()->LogBuffer.c_str();
    ImGui::LogFinish();
}

void ScreenDriver::frames(int count) {
    for (int i = 0; i < count; ++i) {
        ui::clear_items();
        if (window_ != nullptr) {
            window_->draw([this] { draw_frame(); });
            continue;
        }
        ui::new_frame();
        draw_frame();
        ImGui::Render();
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            if (texture->Status == ImTextureStatus_WantDestroy) texture->SetStatus(ImTextureStatus_Destroyed);
            else if (texture->Status != ImTextureStatus_Destroyed) texture->SetStatus(ImTextureStatus_OK);
        }
        if (after_frame) after_frame();
    }
}

void ScreenDriver::wait(double seconds) { frames(static_cast<int>(seconds / kFrameSeconds) + 1); }

const ui::LoggedItem* ScreenDriver::find(std::string_view label) {
    for (const auto& item : ui::items()) {
        if (!item.visible || !is_it(item, label)) continue;
        found_ = item;
        return &found_;
    }
    return nullptr;
}

void ScreenDriver::wheel(float amount) {
    auto& io = ImGui::GetIO();
    io.AddMousePosEvent(io.DisplaySize.x * 0.7f, io.DisplaySize.y * 0.6f);
    io.AddMouseWheelEvent(0, amount);
    frames(2);
}

bool ScreenDriver::scroll_to(std::string_view label) {
    if (find(label) != nullptr) return true;
    for (int i = 0; i < 40; ++i) wheel(20);
    for (int i = 0; i < 400; ++i) {
        if (find(label) != nullptr) return true;
        wheel(-3);
    }
    return false;
}

void ScreenDriver::click(std::string_view label) {
    if (!scroll_to(label)) frames(8);
    const auto* item = find(label);
    if (item == nullptr) std::fprintf(stderr, "not on the screen: %.*s\n", static_cast<int>(label.size()), label.data());
    if (item == nullptr) {
        for (const auto& there : ui::items()) std::fprintf(stderr, "  %s %s\n", there.visible ? "there:" : "out of sight:", there.name.c_str());
    }
    YQ_CHECK(item != nullptr);
    auto& io = ImGui::GetIO();
    io.AddMousePosEvent((item->x0 + item->x1) / 2, (item->y0 + item->y1) / 2);
    frames(2);
    io.AddMouseButtonEvent(0, true);
    frames(2);
    io.AddMouseButtonEvent(0, false);
    frames(3);
}

void ScreenDriver::type(std::string_view text) {
    ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
    frames(3);
}

void ScreenDriver::press(int key, bool ctrl, bool alt) {
    auto& io = ImGui::GetIO();
    if (ctrl) io.AddKeyEvent(ImGuiMod_Ctrl, true);
    if (alt) io.AddKeyEvent(ImGuiMod_Alt, true);
    io.AddKeyEvent(static_cast<ImGuiKey>(key), true);
    frames(2);
    io.AddKeyEvent(static_cast<ImGuiKey>(key), false);
    if (ctrl) io.AddKeyEvent(ImGuiMod_Ctrl, false);
    if (alt) io.AddKeyEvent(ImGuiMod_Alt, false);
    frames(5);
}

void ScreenDriver::hold_alt(bool down) {
    auto& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Alt, down);
    io.AddKeyEvent(ImGuiKey_LeftAlt, down);
    frames(2);
}

void ScreenDriver::fill(std::string_view field, std::string_view text) {
    click(field);
    press(ImGuiKey_A, true);
    type(text);
    press(ImGuiKey_Enter);
}

}  // namespace yuanquan
