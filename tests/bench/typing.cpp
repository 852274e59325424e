// From a key to the drawn answer in large questionnaires, on whole pages and one question at a time: the frame that takes the
// key and the one that shows what came of it, with the durable draft, the recomputation and everything drawn. Against the
// same keys into a window that holds one field of Dear ImGui. On a machine with other work the processor's own time tells more.
//   bench typing [FOLDER]    FOLDER: the peers' forms, as for `bench forms`: 500 questions with 100 and 1,000 roster rows

#include <imgui.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "app/screens/app.hpp"
#include "app/screens/question_stops.hpp"
#include "app/screens/questionnaire.hpp"
#include "model/base/files.hpp"
#include "tests/bench/bench.hpp"

namespace yuanquan::bench {
namespace {

using Path = std::filesystem::path;
constexpr int kStops = 160, kRows = 15, kSettle = 5;
constexpr double kFrameMs = 1000.0 / 60;

struct Cost {
    double ms = 0, processor = 0;
    Cost operator+(const Cost& other) const { return {ms + other.ms, processor + other.processor}; }
};

double processor_ms() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

Cost frame(const std::function<void()>& draw) {
    const Stopwatch watch;
    const double before = processor_ms();
    ImGui::NewFrame();
    draw();
    ImGui::Render();
    const Cost ms{watch.ms(), processor_ms() - before};
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) texture->SetStatus(ImTextureStatus_Destroyed);
        else if (texture->Status != ImTextureStatus_Destroyed) texture->SetStatus(ImTextureStatus_OK);
    }
    return ms;
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

void drop_context() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
    ImGui::DestroyContext();
}

// Fingers: every key is timed.
class Hand {
  public:
    explicit Hand(std::function<void()> draw) : draw_(std::move(draw)) {}

    void letter(char letter, const std::string& where) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(letter));
        note(frame(draw_) + frame(draw_), where + " '" + letter + "'");
    }
    void key(ImGuiKey key, const std::string& where) {
        ImGui::GetIO().AddKeyEvent(key, true);
        note(frame(draw_) + frame(draw_), where + " " + ImGui::GetKeyName(key));
        ImGui::GetIO().AddKeyEvent(key, false);
        frames(kSettle);
    }
    // Until what was typed is in the draft: the longest frame counts as one key.
    void pause(const std::string& where) {
        Cost worst;
        for (int i = 0; i < 30; ++i) {
            const auto cost = frame(draw_);
            if (cost.ms > worst.ms) worst = cost;
        }
        note(worst, where + " pause");
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame(draw_);
    }
    // Middle and greatest of the wall's and of the processor's time.
    struct Figures {
        std::size_t keys = 0, late = 0;
        Cost median, worst;
    };
    Figures figures() const {
        Figures out{all_.size(), 0, {}, {}};
        const auto of = [&](double Cost::* which, Cost& median, Cost& worst) {
            std::vector<double> sorted;
            for (const auto& cost : all_) sorted.push_back(cost.*which);
            std::sort(sorted.begin(), sorted.end());
            median.*which = sorted[sorted.size() / 2];
            worst.*which = sorted.back();
        };
        of(&Cost::ms, out.median, out.worst);
        of(&Cost::processor, out.median, out.worst);
        out.late = static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), [](const Cost& cost) { return cost.processor > kFrameMs; }));
        return out;
    }
    const std::string& worst_at() const { return worst_at_; }

  private:
    void note(const Cost& cost, const std::string& where) {
        if (cost.processor > worst_) worst_ = cost.processor, worst_at_ = where;
        all_.push_back(cost);
    }
    std::function<void()> draw_;
    std::vector<Cost> all_;
    double worst_ = 0;
    std::string worst_at_;
};

const char* text_for(const form::LiveForm& live, const form::Element& question) {
    const auto* node = live.node(question);
    switch (node == nullptr ? form::DataType::string : node->type) {
        case form::DataType::integer: return "12";
        case form::DataType::decimal: return "12.5";
        case form::DataType::date: return "20160501";
        case form::DataType::string: return "Yuan";
        default: return "";
    }
}

// Goes through the questionnaire from where it is, answers what can be typed or chosen by a digit.
void fill(Hand& hand, const screens::Questionnaire& questionnaire) {
    for (int i = 0; i < kStops; ++i) {
        const auto at = questionnaire.at();
        if (at == screens::kEndStop) return;
        const auto& live = questionnaire.visit().form();
        const auto question = live.find(at);
        if (!question || question->kind != form::ElementKind::question) {
            hand.key(ImGuiKey_PageDown, at);
            continue;
        }
        const auto kind = live.control(*question).kind;
        if (kind == form::ControlKind::select_one || kind == form::ControlKind::select_multiple) {
            hand.key(ImGuiKey_1, at);
        } else if (kind == form::ControlKind::input) {
            for (const char* letter = text_for(live, *question); *letter != 0; ++letter) hand.letter(*letter, at);
            if (i % 4 == 0) hand.pause(at);
        }
        hand.key(ImGuiKey_Enter, at);
        if (questionnaire.at() == at) hand.key(ImGuiKey_PageDown, at);
    }
}

// The yardstick.
double one_static_field() {
    make_context();
    char text[256] = "";
    Hand hand([&] {
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("static", nullptr, ImGuiWindowFlags_NoDecoration);
        if (!ImGui::IsAnyItemActive()) ImGui::SetKeyboardFocusHere();
        ImGui::InputText("##field", text, sizeof text);
        ImGui::End();
    });
    hand.frames(10);
    for (int i = 0; i < kStops; ++i) {
        for (const char letter : {'1', '2', '.', '5'}) hand.letter(letter, "");
        hand.key(ImGuiKey_Enter, "");
    }
    const double median = hand.figures().median.processor;
    drop_context();
    return median;
}

struct Subject {
    std::string name, form;         // form: its file.
    int rows = 0;                   // Added to the form's rosters before.
    bool in_roster = false;         // Typed into the first page with a roster, in a new row of it.
};

// The median in ms; 0 where the form could not be opened.
double type_into(const Subject& subject, bool one_by_one) {
    const auto folder = std::filesystem::temp_directory_path() / ("yuanquan-typing-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    double median = 0;
    {
        auto texts = words::Texts::load(YUANQUAN_SOURCE_DIR "/assets");
        auto workspace = survey::Workspace::open(folder.string(), base::system_clock(), base::system_random());
        if (!texts || !workspace) return 0;
        texts->set_language("en");
        static_cast<void>((*workspace)->set_identity({"zhang.wei", survey::Role::lead, {}}));
        const auto installed = (*workspace)->install_form(subject.form);
        auto visit = installed && !installed->id.empty() ? survey::Visit::start(**workspace, installed->id, "")
                                                         : base::Result<std::unique_ptr<survey::Visit>>(base::fail(base::ErrorCode::form_has_errors, subject.form));
        if (!visit) {
            std::printf("SKIPPED: cannot be opened: %s\n", subject.form.c_str());
            return 0;
        }
        auto& live = (*visit)->form();
        for (const auto& element : live.children(live.root())) {
            for (int i = 0; element.kind == form::ElementKind::repeat && live.can_add_row(element) && i < subject.rows; ++i) {
                static_cast<void>((*visit)->add_row(element));
            }
        }
        make_context();
        auto fonts = ui::load_fonts();
        if (!fonts) return 0;
        auto app = std::make_unique<screens::App>(**workspace, *texts, screens::Host{*fonts, [] {}, {}});
        app->state().preferences.one_question = one_by_one;
        auto screen = std::make_unique<screens::Questionnaire>(app->state(), std::move(*visit));
        const auto& questionnaire = *screen;
        app->state().shell.push(std::move(screen));
        Hand hand([&] { app->frame(); });
        hand.frames(10);
        for (int page = 0; subject.in_roster && page < 60 && questionnaire.at().find_first_of("[@") == std::string::npos; ++page) {
            ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
            Hand(hand).key(ImGuiKey_DownArrow, {});
            ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
            hand.frames(3);
        }
        if (subject.in_roster) Hand(hand).key(ImGuiKey_Insert, {});
        fill(hand, questionnaire);
        const auto progress = questionnaire.visit().form().progress(questionnaire.visit().form().root());
        const auto figures = hand.figures();
        median = figures.median.processor;
        std::printf("%-32s %-5s %5u questions %4zu keys  median %6.2f ms (processor %6.2f)  worst %7.2f ms (processor %6.2f at %s)  over a frame: %zu\n",
                    (subject.name + (subject.in_roster ? ", in a roster" : "")).c_str(), one_by_one ? "one" : "pages", progress.questions, figures.keys,
                    figures.median.ms, figures.median.processor, figures.worst.ms, figures.worst.processor, hand.worst_at().c_str(), figures.late);
        app.reset();
        drop_context();
    }
    std::filesystem::remove_all(folder);
    return median;
}

}  // namespace

int typing(const Arguments& arguments) {
    std::vector<Subject> subjects = {{"the household, 15 members", YUANQUAN_SOURCE_DIR "/assets/forms/household.md", kRows, false}};
    subjects.push_back(subjects.front());
    subjects.back().in_roster = true;
    const char* given = std::getenv("YUANQUAN_SHARED");
    const Path shared = (given ? Path(given) : Path(YUANQUAN_SOURCE_DIR) / ".." / "shared") / "conformance" / "forms";
    if (!std::filesystem::exists(shared)) {
        std::printf("SKIPPED: no real questionnaires in %s\n", shared.string().c_str());
    } else {
        std::vector<std::filesystem::directory_entry> real(std::filesystem::directory_iterator(shared), {});
        std::sort(real.begin(), real.end(), [](const auto& a, const auto& b) { return a.file_size() > b.file_size(); });
        real.resize(std::min<std::size_t>(real.size(), 2));
        for (const auto& form : real) subjects.push_back({form.path().filename().string(), form.path().string(), 0, false});
    }
    if (arguments.empty() || !std::filesystem::exists(Path(arguments[0]) / "forms" / "f1_r100.xml")) {
        std::puts("SKIPPED: the peers' forms are made by `node gen_form.mjs` in a copy of its folder; give that folder.");
    } else {
        for (const char* name : {"f1_r100.xml", "f1_r1000.xml"}) {
            for (const bool in_roster : {false, true}) subjects.push_back({name, (Path(arguments[0]) / "forms" / name).string(), 0, in_roster});
        }
    }
    const double yardstick = one_static_field();
    double worst = 0;
    for (const auto& subject : subjects) {
        for (const bool one_by_one : {false, true}) worst = std::max(worst, type_into(subject, one_by_one));
    }
    std::printf("one static field %.3f ms a key\nratio %.1f (a key into one static field = 1, into the slowest of these)\n", yardstick, worst / yardstick);
    return 0;
}

}  // namespace yuanquan::bench
