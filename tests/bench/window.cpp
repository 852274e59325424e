// The whole program on 50,000 households without a window: the first frame, frames while the table scrolls against a
// Dear ImGui table of as many static rows, letters typed into the search against one pass over the same text, memory.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <imgui.h>
#include <unistd.h>

#include "app/screens/app.hpp"
#include "app/ui/theme.hpp"
#include "model/base/files.hpp"
#include "model/record/cell.hpp"
#include "model/record/edit.hpp"
#include "tests/bench/bench.hpp"

namespace yuanquan::bench {
namespace {

constexpr int kFrames = 200;
constexpr const char* kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "马", "赵", "吴", "周", "徐", "孙"};
constexpr const char* kGiven[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "秀兰", "占山"};
constexpr const char* kGroups[] = {"62098120820001", "62098120820002", "62098120820003", "62098120820101", "62098120820102"};

bool fill(survey::Workspace& workspace, int households) {
    if (!workspace.install_form(YUANQUAN_SOURCE_DIR "/assets/forms/household.md")) return false;
    if (!workspace.set_identity({"zhang.wei", survey::Role::lead, {}})) return false;
    base::SeededRandom random(1);
    const auto below = [&](std::uint64_t limit) { return random.next_u64() % limit; };
    const auto name = [&] { return std::string(kSurnames[below(std::size(kSurnames))]) + kGiven[below(std::size(kGiven))] + kGiven[below(std::size(kGiven))]; };
    for (int i = 0; i < households; ++i) {
        record::Edit edit;
        const auto head = name();
        edit.cells = {{std::string(record::kTitleCell), head + " " + std::to_string(6209812080000000 + i)},
                      {std::string(record::kStateCell), below(3) == 0 ? "saved" : "complete"},
                      {"identity/head_name", head},
                      {"identity/phone", "139" + std::to_string(10000000 + below(89999999))},
                      {"identity/address", std::to_string(below(12)) + "组" + std::to_string(below(300)) + "号"}};
        for (int member = 0; member < 4; ++member) {
            const auto row = "members[" + base::RowId::random(random).text() + "]";
            edit.rows.push_back({row, true});
            edit.cells.push_back({row + "/name", name()});
            edit.cells.push_back({row + "/id_number", "6209811970" + std::to_string(10000000 + below(89999999))});
        }
        const auto id = record::RecordId::random(random);
        const auto saved = workspace.store().save(id, below(2) == 0 ? "zhang.wei" : "li.na", kGroups[below(std::size(kGroups))], "household", "1",
                                                  record::edit_ops({}, edit));
        if (!saved) return false;
    }
    return true;
}

void end_frame() {
    ImGui::Render();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) texture->SetStatus(ImTextureStatus_Destroyed);
        else if (texture->Status != ImTextureStatus_Destroyed) texture->SetStatus(ImTextureStatus_OK);
    }
}

double draw_frame(const std::function<void()>& draw) {
    const Stopwatch watch;
    ImGui::NewFrame();
    draw();
    end_frame();
    return watch.ms();
}

// Mean and worst of frames while the wheel turns over the table.
struct Pace { double mean = 0, worst = 0; };
Pace scroll(const std::function<void()>& draw) {
    Pace pace;
    auto& io = ImGui::GetIO();
    for (int i = 0; i < kFrames; ++i) {
        io.AddMousePosEvent(io.DisplaySize.x * 0.7f, io.DisplaySize.y * 0.7f);
        io.AddMouseWheelEvent(0, i % 20 == 19 ? 40.0f : -6.0f);
        const double ms = draw_frame(draw);
        pace.mean += ms / kFrames;
        pace.worst = std::max(pace.worst, ms);
    }
    return pace;
}

// The yardstick: as many rows of as many columns that never change, drawn by Dear ImGui alone.
void draw_static_rows(int rows) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("static", nullptr, ImGuiWindowFlags_NoDecoration);
    if (ImGui::BeginTable("rows", 6, ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg)) {
        ImGuiListClipper clipper;
        clipper.Begin(rows);
        while (clipper.Step()) {
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                ImGui::TableNextRow(0, 32);
                for (int column = 0; column < 6; ++column) {
                    ImGui::TableNextColumn();
                    ImGui::TextUnformatted("源泉村二组 6209812080200201");
                }
            }
        }
        ImGui::EndTable();
    }
    ImGui::End();
}

double resident_mb() {
    const auto text = base::read_file("/proc/self/statm");
    if (!text) return 0;
    long pages = 0, resident = 0;
    std::sscanf(text->c_str(), "%ld %ld", &pages, &resident);
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

void make_context() {
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {1280, 800};
    io.DeltaTime = 1.0f / 60;
}

void measure_search(const std::function<void()>& draw, survey::Workspace& workspace) {
    auto& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, true);
    io.AddKeyEvent(ImGuiKey_F, true);
    for (int i = 0; i < 3; ++i) draw_frame(draw);
    io.AddKeyEvent(ImGuiKey_F, false);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    for (int i = 0; i < 5; ++i) draw_frame(draw);
    double mean = 0, worst = 0;
    int typed = 0;
    for (const char letter : std::string("zhang zs 139")) {
        io.AddInputCharacter(static_cast<unsigned>(letter));
        double ms = draw_frame(draw);            // The letter arrives …
        ms = std::max(ms, draw_frame(draw));     // … and the table answers it.
        mean += ms;
        worst = std::max(worst, ms);
        ++typed;
    }
    mean /= typed;
    auto list = workspace.store().list();
    if (!list) return;
    const Stopwatch pass;
    std::size_t found = 0;
    for (const auto& row : *list) found += ::memmem(row.search.data(), row.search.size(), "zhang", 5) != nullptr ? 1 : 0;
    const double once = pass.ms();
    std::printf("a letter typed into the search  %8.2f ms, worst %.2f ms (%zu rows hold zhang)\n", mean, worst, found);
    std::printf("one pass over the same text     %8.2f ms\n", once);
    std::printf("ratio %.1f (one pass = 1, a letter typed)\n", mean / once);
}

}  // namespace

int window(const Arguments& arguments) {
    const int households = arguments.empty() ? 50'000 : std::atoi(arguments[0].c_str());
    const std::string folder = arguments.size() > 1 ? arguments[1] : "/dev/shm/yuanquan-bench-" + std::to_string(::getpid());
    auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
    if (!texts) return 1;
    texts->set_language("zh");
    {
        auto workspace = survey::Workspace::open(folder, base::system_clock(), base::system_random());
        if (!workspace) return 1;
        if ((*workspace)->store().counts()->records == 0 && !fill(**workspace, households)) return 1;
    }
    const double before = resident_mb();
    const Stopwatch start;
    auto workspace = survey::Workspace::open(folder, base::system_clock(), base::system_random());
    if (!workspace) return 1;
    make_context();
    auto fonts = ui::load_fonts();
    if (!fonts) return 1;
    auto app = std::make_unique<screens::App>(**workspace, *texts, screens::Host{*fonts, [] {}, {}});
    const auto draw = [&] { app->frame(); };
    draw_frame(draw);
    draw_frame(draw);
    std::printf("%d households\nstart to the table              %8.1f ms\n", households, start.ms());
    for (int i = 0; i < 10; ++i) draw_frame(draw);
    const auto ours = scroll(draw);
    const auto yardstick = scroll([&] { draw_static_rows(households); });
    std::printf("a frame while it scrolls        %8.2f ms, worst %.2f ms\n", ours.mean, ours.worst);
    std::printf("a table of static rows          %8.2f ms, worst %.2f ms\n", yardstick.mean, yardstick.worst);
    const double resident = resident_mb();
    measure_search(draw, **workspace);
    std::printf("memory %.0f MB, before the program was opened %.0f MB\n", resident, before);
    std::printf("ratio %.1f (a frame of static rows = 1, of the Work screen)\n", ours.mean / yardstick.mean);
    app.reset();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
    ImGui::DestroyContext();
    workspace->reset();
    if (arguments.size() < 2) std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace yuanquan::bench
